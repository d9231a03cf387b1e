"""One request on its way to fake backends, with the accounts replaced by lists."""

import time
from dataclasses import dataclass, field

from asking import asked

from larouter.core.chat import Chat
from larouter.core.decision import Decision, Step
from larouter.core.deployment import Deployment
from larouter.core.errors import OverBudget
from larouter.core.ledger import Attempt as Entry
from larouter.core.money import MicroUSD, Rates
from larouter.core.pulse import Pulses
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.dispatch.attempt import Attempt, Clock
from larouter.dispatch.bill import end
from larouter.dispatch.patience import Patience
from larouter.dispatch.retry import RetryBudget
from larouter.dispatch.walk import Errand, Road, walk
from larouter.outbound.endpoint import Endpoint, Limits
from larouter.outbound.permit import Permit
from larouter.outbound.transport import Transport

CLOCK = Clock(lambda: 1_000, time.monotonic)
PROMPT = 10
RATES = Rates(input=1_000_000, output=2_000_000)
QUICK = Limits(connect=2, first_byte=2, idle=2, total=5)


def errand(
    chat: Chat | None = None, *, cap: bool = False, reach: Zone = Zone.PUBLIC, seconds: float = 30
) -> Errand:
    """What is asked, to be given up after so many seconds; the prompt is taken for 10 tokens."""
    until = time.monotonic() + seconds
    return Errand(chat or asked(model="auto"), Permit(reach, "req_1"), PROMPT, cap, Patience(QUICK), until)


def place(name: str, url: str, zone: Zone = Zone.LOCAL, rates: Rates = RATES) -> tuple[Deployment, Endpoint]:
    it = Deployment(f"{name}/gpt-fake", name, "gpt-fake", "gpt-fake", zone, rates=rates)
    return it, Endpoint(name, url, zone)


def step(name: str, max_output: int = 100, tier: Tier = Tier.SIMPLE) -> Step:
    return Step(f"{name}/gpt-fake", tier, MicroUSD(500), max_output, "serves it")


@dataclass
class Trip:
    """A walk and what it left behind."""

    transport: Transport
    places: dict[str, tuple[Deployment, Endpoint]]
    poor: set[str] = field(default_factory=set)
    reserved: list[tuple[int, str]] = field(default_factory=list)
    tiers: dict[str, Tier] = field(default_factory=dict)
    settled: list[Entry] = field(default_factory=list)
    pulses: Pulses = field(default_factory=Pulses)
    retries: RetryBudget = field(default_factory=RetryBudget)

    async def reserve(self, number: int, name: str, amount: MicroUSD, tier: Tier) -> None:
        if name in self.poor:
            raise OverBudget("no room")
        self.reserved.append((number, name))

    async def walk(self, *names: str, what: Errand | None = None, resorts: tuple[str, ...] = ()) -> Attempt:
        plan = tuple(step(name, tier=self.tiers.get(name, Tier.SIMPLE)) for name in names)
        others = tuple(step(name) for name in resorts)
        decision = Decision(Tier.SIMPLE, "", Zone.PUBLIC, "", plan, (), "p", "f", resorts=others)
        road = Road(self.places.get, self.pulses, self.transport, CLOCK, self.retries)
        return await walk(decision, what or errand(), road, self.reserve, self.settled.append)


def trip(transport: Transport, **urls: str) -> Trip:
    found = [place(name, url) for name, url in urls.items()]
    return Trip(transport, {it.name: (it, endpoint) for it, endpoint in found})


async def parts_of(attempt: Attempt) -> bytes:
    """Everything that an attempt says."""
    parts = []
    while part := await attempt.part():
        parts.append(part)
    return b"".join(parts)


async def said(attempt: Attempt) -> bytes:
    """The whole answer; the attempt is over."""
    error: BaseException | None = None
    try:
        return await parts_of(attempt)
    except BaseException as failure:
        error = failure
        raise
    finally:
        end(attempt, PROMPT, error)
