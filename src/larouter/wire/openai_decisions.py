"""OpenAI Decisions: typed questions about an input, and their answers with the probability of every option.

Source: `DecisionCreateParams` and `Decision` of the `openai` package (3.50), whose input items are those of the
Responses API. The router answers them itself, from what it knows of a request; it is a model by the name `larouter`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from larouter.core.chat import OPENAI_DECISIONS, Body, Chat
from larouter.core.errors import BadRequest, UnknownModel
from larouter.wire.checks import read_model
from larouter.wire.openai_responses import read_turns

MODEL = "larouter"
MOST_QUESTIONS = 400
MOST_OPTIONS = 255
_OURS = frozenset({MODEL, "auto", "larouter/auto"})
_PLACES = {"choice": ("choices", "value"), "score": ("levels", "label")}
Option = str | bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        sort: `choice`, `score` or `predicate`.
        name: By which the caller finds the answer, or None.
        options: What there is to choose from, or the levels from the lowest on; none of a predicate.
    """

    sort: str
    name: str | None
    options: tuple[Option, ...] = ()


def read_decisions(body: Body) -> Chat:
    """The input in `body` as a conversation; the questions are no part of it.

    Raises:
        BadRequest: A member is missing or of the wrong kind; the error names it and the cure.
        UnknownModel: Another model than the router itself is asked for.
    """
    model = read_model(body.members.get("model"))
    if model.lower() not in _OURS:
        raise UnknownModel(
            f"decisions are made by the router itself, not by {model!r}; ask for the model {MODEL}",
            param="model",
        )
    questions_of(body)
    needs: set[str] = set()
    turns = read_turns({"input": body.members.get("input")}, needs)
    return Chat(
        protocol=OPENAI_DECISIONS,
        model="auto",
        stream=False,
        turns=turns,
        needs=frozenset(needs),
        tools=(),
        definitions=(),
        max_tokens=0,
        answers=1,
        wants_usage=True,
        body=body,
    )


def questions_of(body: Body) -> tuple[Question, ...]:
    """The questions in their order.

    Raises:
        BadRequest: There are none, or one of them cannot be understood.
    """
    given = body.members.get("questions")
    if not isinstance(given, list) or not 0 < len(given) <= MOST_QUESTIONS:
        raise BadRequest(f"questions must be an array of 1 to {MOST_QUESTIONS} questions", param="questions")
    return tuple([_question(one, f"questions[{at}]") for at, one in enumerate(given)])


def _question(value: object, where: str) -> Question:
    if not isinstance(value, dict):
        raise BadRequest(f"{where} must be an object", param=where)
    sort, name = value.get("type"), value.get("name")
    if sort not in ("predicate", "choice", "score"):
        raise BadRequest(f"{where}.type must be predicate, choice or score", param=f"{where}.type")
    if name is not None and not isinstance(name, str):
        raise BadRequest(f"{where}.name must be a string", param=f"{where}.name")
    if not isinstance(value.get("instructions"), str | list):
        raise BadRequest(
            f"{where}.instructions must be a string or an array of parts", param=f"{where}.instructions"
        )
    return Question(sort, name, _options(value, sort, where) if sort in _PLACES else ())


def _options(question: Mapping[str, object], sort: str, where: str) -> tuple[Option, ...]:
    member, key = _PLACES[sort]
    given, place = question.get(member), f"{where}.{member}"
    if not isinstance(given, list) or not 2 <= len(given) <= MOST_OPTIONS:
        raise BadRequest(f"{place} must be an array of 2 to {MOST_OPTIONS} objects", param=place)
    found: list[Option] = []
    for at, one in enumerate(given):
        option = one.get(key) if isinstance(one, dict) else None
        if not isinstance(option, str if sort == "score" else str | bool):
            raise BadRequest(f"{place}[{at}].{key} must be a string", param=f"{place}[{at}].{key}")
        found.append(option)
    if len({(type(option), option) for option in found}) < len(found):
        raise BadRequest(f"{place} must differ from one another", param=place)
    return tuple(found)


def refused(question: Question) -> dict[str, object]:
    """The answer to a question that is not answered."""
    return {"type": "refusal", "name": question.name}


def chosen(question: Question, shares: Sequence[float], taken: int) -> dict[str, object]:
    """The answer to a question with options.

    Args:
        question: A choice or a score.
        shares: How likely each option is; they add up to 1.
        taken: The place of the option that is chosen; of a score the expected level is told instead.
    """
    rounded = [round(share, 4) for share in shares]
    confidence = round(max(0.0, (len(shares) * shares[taken] - 1.0) / (len(shares) - 1)), 4)
    common = {"type": question.sort, "name": question.name, "confidence": confidence}
    pairs = list(zip(question.options, rounded, strict=True))
    if question.sort == "choice":
        rows = [{"value": option, "probability": share} for option, share in pairs]
        return common | {"choice": question.options[taken], "probabilities": rows}
    levels = [{"value": at, "label": label, "probability": share} for at, (label, share) in enumerate(pairs)]
    expected = round(sum(at * share for at, share in enumerate(shares)), 4)
    return common | {"score": expected, "probabilities": levels}


def decision(answers: Sequence[Mapping[str, object]], input_tokens: int) -> dict[str, object]:
    """The whole answer; nothing was generated."""
    usage = {
        "input_tokens": input_tokens,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 0,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": input_tokens,
    }
    return {"model": MODEL, "answers": list(answers), "usage": usage}
