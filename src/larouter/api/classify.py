"""`POST /v1/decisions`: how hard and how sensitive an input is, in the shape of OpenAI's Decisions API.

The router answers from what it knows of a request before it decides: nothing is sent, to no model and no judge, so it
costs nothing and leaves no row in the ledger. What a question is about is told by its options.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from functools import partial

import msgspec

from larouter.api.asgi import Receive, Scope, Send, send_bytes
from larouter.api.chat import arrived, body_in_time
from larouter.core.chat import OPENAI_DECISIONS
from larouter.core.decision import Record
from larouter.core.errors import BadRequest
from larouter.core.frozen import frozen
from larouter.core.head import likely_by
from larouter.core.policy import Policy
from larouter.core.project import Pass
from larouter.core.scale import best
from larouter.core.tiers import CLOUD_TIERS, Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.ingress.read import check_length
from larouter.pipeline import Pipeline
from larouter.wire.members import read_object
from larouter.wire.openai_decisions import Question, chosen, decision, questions_of, refused

LEAST_SHARE = 1e-3
SIDES = ("local", "cloud")
_ABOUT = (
    "this router tells of an input its tier (HEARTBEAT to FRONTIER), its side (local, cloud), its sensitivity (public, "
    "internal, confidential) and the widest zone that it may reach (local, private, public); ask for a choice or a "
    "score with such options"
)


@frozen
class Topic:
    """What is known under one heading.

    Attributes:
        shares: How likely each answer is, by its name in lower case.
        taken: The one that the router goes by.
    """

    shares: Mapping[str, float]
    taken: str


class ClassifyRoute:
    """The route.

    Args:
        pipeline: The request path, of which only what comes before the decision is taken.
        most_bytes: Longest request body.
    """

    def __init__(self, pipeline: Pipeline, most_bytes: int) -> None:
        self._pipeline = pipeline
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            RouterError: The caller is not known or comes too often, or the request cannot be understood.
        """
        pipeline, headers = self._pipeline, scope["headers"]
        caller = pipeline.gate.admit(headers)
        check_length(headers, self._most_bytes)
        began = time.monotonic()
        allowance = pipeline.turnstile.enter(caller, began)
        try:
            raw = await body_in_time(receive, self._most_bytes)
            call = arrived(OPENAI_DECISIONS, scope, partial(_given, raw))
            judged = await pipeline.preview(call, _unveiled(caller))
        finally:
            allowance.leave(0)
        answers = answered(questions_of(read_object(raw)), known(judged, caller.project.policy))
        said = decision(answers, judged.features.input_tokens)
        told = [(b"content-type", b"application/json"), *allowance.headers()]
        await send_bytes(send, 200, told, msgspec.json.encode(said))


def _unveiled(caller: Pass) -> Pass:
    """The same without redaction: what is asked about is the input as it is."""
    project = caller.project
    if not project.policy.redact:
        return caller
    return replace(caller, project=replace(project, policy=replace(project.policy, redact=False)))


async def _given(raw: bytes) -> bytes:
    return raw


def known(judged: Record, policy: Policy) -> tuple[Topic, ...]:
    """What the router knows of a request, under every heading that it tells of.

    Rules of sensitivity say yes or no, so one of the answers there has all the likelihood.
    """
    features = judged.features
    likely: Sequence[float] = features.difficulty.likelihoods
    if likely and policy.head is not None:
        likely = likely_by(policy.head, features)
    tier = best(likely) if likely else policy.abstain
    shares = dict(zip(_names(Tier), likely or (1 / len(Tier),) * len(Tier), strict=True))
    cloud = sum([shares[one.name.lower()] for one in CLOUD_TIERS])
    level = max(features.sensitivity, policy.sensitivity)
    return (
        Topic(shares, tier.name.lower()),
        Topic({"local": 1.0 - cloud, "cloud": cloud}, SIDES[tier in CLOUD_TIERS]),
        _certain(Sensitivity, level),
        _certain(Zone, judged.decision.reach),
    )


def _names(of: type[IntEnum]) -> list[str]:
    return [one.name.lower() for one in of]


def _certain(of: type[IntEnum], found: IntEnum) -> Topic:
    return Topic({one.name.lower(): float(one is found) for one in of}, found.name.lower())


def answered(questions: Sequence[Question], topics: Sequence[Topic]) -> list[dict[str, object]]:
    """The answers; a question that is about nothing known, or offers no option that fits, is refused.

    Raises:
        BadRequest: None of the questions is about anything known.
    """
    about = [_topic(question, topics) for question in questions]
    if not any(about):
        raise BadRequest(_ABOUT, param="questions")
    return [
        refused(question) if topic is None else _answer(question, topic)
        for question, topic in zip(questions, about, strict=True)
    ]


def _topic(question: Question, topics: Sequence[Topic]) -> Topic | None:
    names = {str(option).lower() for option in question.options}
    if not names or len(names) < len(question.options):
        return None
    return next((topic for topic in topics if names <= topic.shares.keys()), None)


def _answer(question: Question, topic: Topic) -> dict[str, object]:
    names = [str(option).lower() for option in question.options]
    shares = [topic.shares[name] for name in names]
    whole = sum(shares)
    if whole < LEAST_SHARE:
        return refused(question)
    taken = names.index(topic.taken) if topic.taken in names else shares.index(max(shares))
    return chosen(question, [share / whole for share in shares], taken)
