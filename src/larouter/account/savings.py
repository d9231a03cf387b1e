"""What routing saved: the answers that clients got, on one baseline model, less everything that was really paid.

Paid is every attempt: judges, retries, fallbacks, hedges and escalations, cached or not. The baseline answers each
request once, with as many tokens as it got, and as much of its prompt cached as was. A conversation that stays on
one model may find more of its prompt cached than one that is moved about, so `at_least` prices every prompt of the
baseline as if all of it came from the cache: no smaller saving is possible with these tokens. Simulated backends
and the toy count on neither side, unless that is asked for, as the demonstration does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from larouter.account.usage import DAY_MS, Shape, date
from larouter.config.catalog import Catalog, Entry
from larouter.core.money import MICRO_PER_USD, Rates
from larouter.core.prices import charge
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Zone
from larouter.store import sums
from larouter.store.database import Connection
from larouter.store.rollups import LENGTHS, SUMS
from larouter.store.sums import Stretch, Wanted
from larouter.store.usage import Span

SIMULATED = "sim-"
TOY = "toy"
BY = ("day", "backend", "model", "zone", "length")


class NoBaseline(ValueError):
    """The model to compare with is not in the catalogue, or its price is not known."""


@dataclass(slots=True)
class Part:
    """Part of the traffic; money in micro-USD.

    Attributes:
        answers: Requests that were answered well.
        local: Those of them that never left the local zone.
        paid: What all attempts cost.
        baseline: What the answers would have cost on the baseline.
        least: The same with every prompt read from the cache.
        unpriced: Attempts whose price is not known, so that `paid` is too small.
    """

    answers: int = 0
    local: int = 0
    paid: int = 0
    baseline: int = 0
    least: int = 0
    unpriced: int = 0

    def shape(self) -> Shape:
        """As JSON, in USD."""
        saved, least = self.baseline - self.paid, self.least - self.paid
        return {
            "answers": self.answers,
            "localAnswers": self.local,
            "localShare": self.local / self.answers if self.answers else None,
            "paid": self.paid / MICRO_PER_USD,
            "baseline": self.baseline / MICRO_PER_USD,
            "saved": saved / MICRO_PER_USD,
            "savedShare": saved / self.baseline if self.baseline else None,
            "atLeast": least / MICRO_PER_USD,
            "unpricedAttempts": self.unpriced,
        }


@dataclass(slots=True)
class Savings:
    """What was saved.

    Attributes:
        baseline: The model that it is compared with.
        whole: All of it.
        days: By day, as days since 1970-01-01.
        simulated: Answers of simulated backends and of the toy.
    """

    baseline: str
    whole: Part = field(default_factory=Part)
    days: dict[int, Part] = field(default_factory=dict)
    simulated: int = 0

    def shape(self) -> Shape:
        """As JSON."""
        return {
            "baselineModel": self.baseline,
            **self.whole.shape(),
            "simulatedAnswers": self.simulated,
            "days": [{"date": date(day), **part.shape()} for day, part in sorted(self.days.items())],
        }


def baseline_of(catalog: Catalog, asked: str) -> Entry:
    """The model to compare with: the one asked for, else the first of the FRONTIER list that has a price.

    Raises:
        NoBaseline: There is none.
    """
    names = (asked,) if asked else catalog.tiers[Tier.FRONTIER]
    found = [catalog.entries[name] for name in names if name in catalog.entries]
    priced = [entry for entry in found if entry.prices]
    if not priced:
        raise NoBaseline(f"{asked or 'FRONTIER'} names no model of the catalogue with a price")
    return priced[0]


def baselines(catalog: Catalog) -> list[str]:
    """Every model that can be compared with, those of the dearest tiers first."""
    order = {name: (-tier, at) for tier in Tier for at, name in enumerate(catalog.tiers[tier])}
    last = (1, len(order))
    return sorted(
        (name for name, entry in catalog.entries.items() if entry.prices),
        key=lambda name: order.get(name, last),
    )


def saved(connection: Connection, span: Span, baseline: Entry, *, simulated: bool = False) -> Savings:
    """What was saved in a span.

    Args:
        connection: Inside a transaction.
        span: Of which requests.
        baseline: What it is compared with.
        simulated: Whether simulated backends and the toy count as well.
    """
    where = (("project", span.project_id),) if span.project_id else ()
    found = Savings(baseline.id)
    rows = sums.read(connection, [Stretch(span.from_ms, span.until_ms)], Wanted(BY, where))
    for (day, backend, _, zone, length), figures in rows.items():
        told = dict(zip(SUMS, figures, strict=True))
        if backend.startswith(SIMULATED) or backend == TOY:
            found.simulated += told["succeeded"]
            if not simulated:
                continue
        part = _part(told, zone, length, baseline.rates_at(day * DAY_MS + DAY_MS // 2))
        for whole in (found.whole, found.days.setdefault(day, Part())):
            whole.answers += part.answers
            whole.local += part.local
            whole.paid += part.paid
            whole.baseline += part.baseline
            whole.least += part.least
            whole.unpriced += part.unpriced
    return found


def _part(told: Mapping[str, int], zone: int, length: int, rates: Rates) -> Part:
    rates = _of_length(rates, LENGTHS[length - 1] + 1 if length else 0)
    read, written = told["answered_input"], told["answered_output"]
    answered = told["succeeded"]
    return Part(
        answers=answered,
        local=answered if zone == Zone.LOCAL else 0,
        paid=told["cost"],
        baseline=charge(Usage(read, written, told["answered_cached"]), rates),
        least=charge(Usage(read, written, read), rates),
        unpriced=told["unpriced"],
    )


def _of_length(rates: Rates, tokens: int) -> Rates:
    """The rates of requests that long, for a sum of many of them."""
    while rates.beyond is not None and 0 < rates.over < tokens:
        rates = rates.beyond
    return Rates(rates.input, rates.output, rates.cache_read, rates.cache_write)
