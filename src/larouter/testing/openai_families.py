"""What differs between the models of OpenAI, and what each refuses in chat completions and in Responses.

Sources: the pages of the models and the guides on reasoning and deployment at developers.openai.com; texts of errors
as users reported them in public issues.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from larouter.testing.strict import Complaint

Body = Mapping[str, Any]
_SAMPLING = (
    "temperature",
    "top_p",
    "top_logprobs",
    "logprobs",
    "presence_penalty",
    "frequency_penalty",
)
_USUAL = {"temperature": 1, "top_p": 1}


@dataclass(frozen=True, slots=True)
class Family:
    """What differs from model to model.

    Attributes:
        efforts: The values of `reasoning.effort`; empty for a model that does not reason.
        usual: The effort when none is asked for.
        alone: Whether only the Responses API has it.
        stops: Whether chat completions take stop sequences.
        tools_in_chat: Whether chat completions let it call tools while it reasons.
    """

    efforts: tuple[str, ...] = ()
    usual: str = "medium"
    alone: bool = False
    stops: bool = True
    tools_in_chat: bool = True


_SIX = Family(("none", "low", "medium", "high", "xhigh", "max"), tools_in_chat=False)
# The first beginning that fits; the pages of the models and the deployment checklist say so.
FAMILIES: Mapping[str, Family] = {
    "gpt-6-astra": Family(("low", "medium", "high", "xhigh"), tools_in_chat=False),
    "gpt-6.1-sol": Family(("low", "medium", "high", "xhigh"), tools_in_chat=False),
    "gpt-6": _SIX,
    "gpt-5.6": _SIX,
    "gpt-5.4": _SIX,
    "gpt-5-pro": Family(("high",), "high", alone=True),
    "gpt-5-codex": Family(("low", "medium", "high"), alone=True),
    "gpt-5": Family(("minimal", "low", "medium", "high"), stops=False),
}


def family_of(model: str) -> Family:
    """What is particular to a model; one that does not reason where nothing is known."""
    return next((family for start, family in FAMILIES.items() if model.startswith(start)), Family())


def effort_of(body: Body) -> str:
    """How much the model will reason, in either API: `none` for not at all."""
    family = family_of(str(body["model"]))
    asked = (body.get("reasoning") or {}).get("effort") or body.get("reasoning_effort")
    return asked or (family.usual if family.efforts else "none")


def chat_complaint(body: Body) -> Complaint | None:
    """What a model refuses in chat completions beside what all of them refuse, or None."""
    family = family_of(body["model"])
    if family.alone:
        message = "This model is only supported in v1/responses and not in v1/chat/completions."
        return Complaint(404, message, "model")
    return next(chain(wrong_family(body, family), _wrong_in_chat(body, family)), None)


def _wrong_in_chat(body: Body, family: Family) -> Iterator[Complaint]:
    if family.efforts and body.get("max_tokens") is not None:
        yield unsupported("max_tokens", "with this model. Use 'max_completion_tokens' instead.")
    if not family.stops and body.get("stop") is not None:
        yield unsupported("stop")
    if not family.tools_in_chat and body.get("tools") and effort_of(body) != "none":
        message = (
            f"Function tools with reasoning_effort are not supported for {body['model']} in /v1/chat/completions. "
            "Please use /v1/responses instead."
        )
        yield Complaint(400, message, "reasoning_effort")


def wrong_family(body: Body, family: Family) -> Iterator[Complaint]:
    """What the model refuses in either API: an effort it has not, and sampling while it reasons."""
    named = "reasoning_effort" if "reasoning_effort" in body else "reasoning.effort"
    asked = (body.get("reasoning") or {}).get("effort") or body.get("reasoning_effort")
    if asked and not family.efforts:
        yield unsupported(named)
    elif asked and asked not in family.efforts:
        known = ", ".join(f"'{effort}'" for effort in family.efforts)
        message = (
            f"Unsupported value: '{asked}' is not supported with the '{body['model']}' model. "
            f"Supported values are: {known}."
        )
        yield Complaint(400, message, named, "unsupported_value")
    if effort_of(body) != "none":
        for name in _SAMPLING:
            if body.get(name) not in (None, _USUAL.get(name)):
                yield unsupported(name)


def unsupported(name: str, why: str = "with this model.") -> Complaint:
    """A parameter that the model does not take."""
    return Complaint(
        400, f"Unsupported parameter: '{name}' is not supported {why}", name, "unsupported_parameter"
    )
