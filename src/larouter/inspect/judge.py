"""The judge: a small model that is asked how hard a request is where the first stage is unsure.

It sees the head and the tail of the last turns behind instructions that never change, so that a server which keeps
prefixes reads them once. It is asked through a decision endpoint where the model has one, else for one token among
five letters, whose likelihoods are read off. What it says is weighed together with what the first stage said.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from larouter.core.chat import OPENAI_CHAT, Chat
from larouter.core.deployment import Deployment, Fleet
from larouter.core.errors import RouterError, TimedOut
from larouter.core.features import Difficulty, Features
from larouter.core.lane import Flow, Lane, Size
from larouter.core.ledger import JUDGING, Attempt
from larouter.core.live import IDLE, OPEN
from larouter.core.prices import charge, worst_case
from larouter.core.scale import best, score
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.inspect.ballot import LETTERS, Unheard, ask_choice, ask_decision, ask_letter, heard, view
from larouter.outbound.endpoint import Endpoint, Limits, Outgoing
from larouter.outbound.permit import Permit
from larouter.outbound.transport import Transport

FAILURES_IN_A_ROW = 3
REST_SECONDS = 30.0
BYTES_PER_TOKEN = 3
MOST_TOKENS = 1_000
MOST_COUNTED = 1_000_000_000  # more is no count of tokens
LEAST = 1e-3
_LAST = Flow(batch=True)
_SHORT = Size(1, MOST_TOKENS)


@dataclass(frozen=True, slots=True)
class Bench:
    """What is set of the judge.

    Attributes:
        model: Name of a deployment, or id of a model; empty for no judge.
        threshold: Below this confidence of the first stage it is asked.
        timeout_ms: How long it may take.
    """

    model: str = ""
    threshold: float = 0.7
    timeout_ms: int = 3_000


@dataclass(frozen=True, slots=True)
class Courthouse:
    """What it takes to ask.

    Attributes:
        find: The deployment of that name and its server, or None when it has left the fleet.
        transport: The door to the outside.
        now_ms: Milliseconds since 1970.
        steady: Seconds of a clock that only goes forward.
        lane: Where requests wait for the deployment of that name, or None where nobody has to.
    """

    find: Callable[[str], tuple[Deployment, Endpoint] | None]
    transport: Transport
    now_ms: Callable[[], int]
    steady: Callable[[], float]
    lane: Callable[[str], Lane | None] = lambda _: None


class Judge:
    """Asks for a second opinion.

    Args:
        house: What it takes to ask.
        bench: What is set of it now.
    """

    def __init__(self, house: Courthouse, bench: Callable[[], Bench]) -> None:
        self._house = house
        self._bench = bench
        self._failures = 0
        self._rests_until = 0.0

    def wanted(self, features: Features) -> bool:
        """Whether a request lies in the band where the first stage is unsure."""
        bench = self._bench()
        if not bench.model or features.model or features.tier is not None:
            return False
        return 0.0 < features.difficulty.confidence < bench.threshold

    async def hear(
        self, chat: Chat, features: Features, fleet: Fleet, permit: Permit, note: Callable[[Attempt], object]
    ) -> Features:
        """The features with a difficulty that the judge has spoken on.

        Where there is nobody to ask, the first stage's view stands and the reason is among the evidence; where the
        judge was asked and did not answer well in time, nothing is believed, which makes it the middle tier.

        Args:
            chat: What was asked.
            features: What is known of it.
            fleet: Who is there.
            permit: How far the bytes of the request may go.
            note: Told of the call, however it ended, for the ledger.
        """
        bench = self._bench()
        said = features.difficulty
        found = self._find(bench, features, fleet, permit)
        if isinstance(found, str):
            return _unasked(features, found)
        deployment, endpoint = found
        name = deployment.name
        place = None
        if (lane := self._house.lane(name)) is not None:
            place = lane.enter(_LAST, _SHORT, self._house.steady())
            if place is None:
                return _unasked(features, f"{name} is busy with requests")
        try:
            likely = await self._ask(bench, chat, deployment, endpoint, permit, note)
        except TimedOut:
            self._failed()
            return _unclear(features, f"the judge {name} did not answer within {bench.timeout_ms} ms")
        except (RouterError, Unheard) as error:
            self._failed()
            return _unclear(features, f"the judge {name} gave no verdict: {_why(error)}")
        finally:
            if place is not None:
                place.leave(self._house.steady())
        self._failures = 0
        return replace(features, difficulty=_together(said, likely, name))

    def _find(
        self, bench: Bench, features: Features, fleet: Fleet, permit: Permit
    ) -> tuple[Deployment, Endpoint] | str:
        """The nearest server of the judge that may be asked, or why there is none."""
        if self._house.steady() < self._rests_until:
            return f"it failed {FAILURES_IN_A_ROW} times in a row"
        named = [one for one in fleet.deployments if bench.model in (one.name, one.model)]
        if not named:
            return f"{bench.model} is not there"
        near = sorted(
            (one for one in named if one.zone <= permit.reach), key=lambda one: (one.zone, one.name)
        )
        if not near:
            return f"{bench.model} is {named[0].zone.name.lower()}, which this request may not reach"
        lives = [(one, fleet.live.get(one.name, IDLE)) for one in near]
        up = [one for one, live in lives if live.up and live.breaker != OPEN]
        spoken = [one for one in up if one.protocol == OPENAI_CHAT]
        if not spoken:
            return (
                f"{bench.model} is down" if not up else f"{bench.model} is not spoken to in OpenAI's protocol"
            )
        rates = spoken[0].rates
        if features.capped and (not rates.known or worst_case(MOST_TOKENS, MOST_TOKENS, rates)):
            return "it costs money, and a hard budget applies"
        return self._house.find(spoken[0].name) or f"{bench.model} has just left"

    async def _ask(
        self,
        bench: Bench,
        chat: Chat,
        deployment: Deployment,
        endpoint: Endpoint,
        permit: Permit,
        note: Callable[[Attempt], object],
    ) -> Sequence[float]:
        text = view(chat)
        path, body = _question(deployment, endpoint, text)
        seconds = bench.timeout_ms / 1000
        limits = Limits(seconds, seconds, seconds, seconds)
        call = Outgoing(endpoint, "POST", path, body, (("content-type", "application/json"),), limits)
        entry = Attempt(
            JUDGING, deployment.name, deployment.backend, deployment.model, deployment.zone, Tier.HEARTBEAT,
            "cancelled", usage=Usage(len(body) // BYTES_PER_TOKEN, 0, estimated=True), started_ms=self._house.now_ms(),
        )  # fmt: skip
        began = self._house.steady()
        try:
            response = await self._house.transport.fetch(call, permit)
            told = _object(response.body)
            entry = replace(
                entry, status="ok" if response.status == 200 else "failed", usage=_usage(told, entry)
            )
            if response.status != 200:
                entry = replace(entry, error="judge_failed")
                raise Unheard(f"status {response.status}")
            return heard(told)
        except RouterError as error:
            entry = replace(entry, status="failed", error=error.code)
            raise
        finally:
            spent = replace(
                entry,
                cost=charge(entry.usage, deployment.rates),
                cost_known=deployment.rates.known,
                latency_ms=round((self._house.steady() - began) * 1000),
            )
            note(spent)

    def _failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES_IN_A_ROW:
            self._failures = 0
            self._rests_until = self._house.steady() + REST_SECONDS


def _question(deployment: Deployment, endpoint: Endpoint, text: str) -> tuple[str, bytes]:
    if "decisions" not in deployment.capabilities:
        return "/v1/chat/completions", ask_letter(deployment.upstream_id, text, endpoint.server == "llamacpp")
    if endpoint.server == "llamacpp":
        return "/v1/systemone", ask_choice(text)
    return "/v1/decisions", ask_decision(deployment.upstream_id, text)


def _together(said: Difficulty, likely: Sequence[float], name: str) -> Difficulty:
    """Both opinions, each as an expert whose likelihoods are multiplied."""
    verdict = max(zip(likely, Tier, strict=True))
    first = said.likelihoods or (1.0,) * len(Tier)
    product = [max(one, LEAST) * max(other, LEAST) for one, other in zip(first, likely, strict=True)]
    whole = sum(product)
    joint = [one / whole for one in product]
    tier = best(joint)
    spoken = f"the judge {name} says {verdict[1].name} ({verdict[0]:.2f})"
    rounded = tuple([round(one, 4) for one in joint])
    return Difficulty(score(joint, tier), round(joint[tier], 4), (*said.evidence, spoken), rounded)


def _unasked(features: Features, why: str) -> Features:
    said = features.difficulty
    kept = replace(said, evidence=(*said.evidence, f"the judge was not asked: {why}"))
    return replace(features, difficulty=kept)


def _unclear(features: Features, why: str) -> Features:
    return replace(features, difficulty=Difficulty(0.5, 0.0, (why,)))


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _usage(told: Mapping[str, Any], entry: Attempt) -> Usage:
    usage = told.get("usage")
    if not isinstance(usage, dict):
        return entry.usage
    came = [usage.get(name, usage.get(other)) for name, other in _COUNTS]
    if not all(isinstance(count, int) and 0 <= count <= MOST_COUNTED for count in came):
        return entry.usage
    return Usage(int(came[0]), int(came[1]))  # type: ignore[arg-type]


_COUNTS = (("prompt_tokens", "input_tokens"), ("completion_tokens", "output_tokens"))
assert len(LETTERS) == len(Tier)  # noqa: S101 - a letter a tier


def _why(error: Exception) -> str:
    return error.code if isinstance(error, RouterError) else str(error)
