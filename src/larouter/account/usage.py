"""Usage as people and dashboards ask for it: sums over the ledger, taken in one consistent snapshot.

Money is added as whole micro-dollars and turned into dollars once, at the end. A request is counted under
the attempt that answered it, else under its last one; a request that was never sent anywhere is counted
under `none`. What attempts cost is counted where it was spent. So every breakdown adds up to the totals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias, TypeVar, get_args

from larouter.core.money import MicroUSD, dollars
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store import projects, usage
from larouter.store.database import Connection, Database
from larouter.store.rollups import NOBODY
from larouter.store.usage import Span

UsagePeriod: TypeAlias = Literal["daily", "weekly", "monthly", "all"]
Dimension: TypeAlias = Literal["day", "project", "backend", "model", "tier", "zone"]
PERIODS: tuple[UsagePeriod, ...] = get_args(UsagePeriod)
Shape: TypeAlias = dict[str, object]
Answer = TypeVar("Answer")
DAY_MS = 86_400_000
NONE = "none"
_DAYS: dict[UsagePeriod, int] = {"daily": 1, "weekly": 7, "monthly": 30}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Sum:
    """A sum over part of the ledger; tokens as tokens, cost in micro-USD."""

    calls: int = 0
    succeeded: int = 0
    attempts: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    cost: int = 0
    unpriced: int = 0
    unknown: int = 0

    def add(self, part: "Sum") -> None:
        """Add another sum to it."""
        self.calls += part.calls
        self.succeeded += part.succeeded
        self.attempts += part.attempts
        self.input_tokens += part.input_tokens
        self.output_tokens += part.output_tokens
        self.cached_tokens += part.cached_tokens
        self.reasoning_tokens += part.reasoning_tokens
        self.cost += part.cost
        self.unpriced += part.unpriced
        self.unknown += part.unknown

    def shape(self) -> Shape:
        """As JSON: cost in USD, and exactly in micro-USD."""
        return {
            "calls": self.calls,
            "succeededCalls": self.succeeded,
            "attempts": self.attempts,
            "cost": dollars(MicroUSD(self.cost)),
            "costMicroUsd": self.cost,
            "tokens": self.input_tokens + self.output_tokens,
            "inputTokens": self.input_tokens,
            "outputTokens": self.output_tokens,
            "cachedTokens": self.cached_tokens,
            "reasoningTokens": self.reasoning_tokens,
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """What was used in a span; every breakdown is a question of its own, in the snapshot of all others.

    Attributes:
        span: The requests that were asked for.
        days: First and last day, as days since 1970-01-01.
        by_day: The sums by day.
        names: Of the projects, by id.
        read: The sums by some dimensions, in their order.
    """

    span: Span
    days: tuple[int, int]
    by_day: dict[int, Sum]
    names: dict[str, str]
    read: Callable[[tuple[Dimension, ...]], dict[tuple[Any, ...], Sum]]

    def by(self, dimension: Dimension) -> dict[str, Sum]:
        """The sums by one dimension, by the names that people know."""
        return {name: part for (name,), part in self.named((dimension,)).items()}

    def named(self, dimensions: tuple[Dimension, ...]) -> dict[tuple[str, ...], Sum]:
        """The sums by some dimensions, by the names that people know; what has the same name is one."""
        known: dict[tuple[str, ...], Sum] = {}
        for keys, part in self.read(dimensions).items():
            names = tuple([_NAMES[one](key) for one, key in zip(dimensions, keys, strict=True)])
            known.setdefault(names, Sum()).add(part)
        return known

    def total(self) -> Sum:
        """The sum of everything."""
        whole = Sum()
        for part in self.by_day.values():
            whole.add(part)
        return whole


async def ask(
    database: Database,
    shape: Callable[[Figures], Answer],
    period: UsagePeriod,
    project_id: str | None,
    now_ms: int,
) -> Answer:
    """Add the ledger up, what has just ended included, and put it into a shape; off the event loop.

    Args:
        database: Where the ledger is.
        shape: Such as `report`, `daily` or `models`.
        period: `daily` is today, `weekly` the last 7 days, `monthly` the last 30, today included, in UTC.
        project_id: Whose, or None for all.
        now_ms: In ms since 1970.
    """
    await database.flush()
    return await database.read(lambda connection: shape(_collect(connection, period, project_id, now_ms)))


def report(found: Figures) -> Shape:
    """`GET /api/usage`."""
    total = found.total()
    return {
        "totalCost": dollars(MicroUSD(total.cost)),
        "totalCostMicroUsd": total.cost,
        "totalCalls": total.calls,
        "succeededCalls": total.succeeded,
        "attempts": total.attempts,
        "inputTokens": total.input_tokens,
        "outputTokens": total.output_tokens,
        "cachedTokens": total.cached_tokens,
        "reasoningTokens": total.reasoning_tokens,
        "unpricedAttempts": total.unpriced,
        "unknownAttempts": total.unknown,
        "byModel": _shapes(found.by("model")),
        "byTier": _shapes(found.by("tier")),
        "byBackend": _shapes(found.by("backend")),
        "byZone": _shapes(found.by("zone")),
        "byProject": {
            project: {"name": found.names.get(project, project), **part.shape()}
            for project, part in sorted(found.by("project").items())
        },
        "dailyCosts": [
            {
                "date": day["date"],
                "cost": day["cost"],
                "costMicroUsd": day["costMicroUsd"],
                "calls": day["calls"],
            }
            for day in daily(found)
        ],
        "from": date(found.days[0]),
        "to": date(found.days[1]),
        "projectId": found.span.project_id,
    }


def daily(found: Figures) -> list[Shape]:
    """`GET /api/usage/daily`: one entry for every day of the period, oldest first, quiet days included."""
    first, last = found.days
    return [{"date": date(day), **found.by_day.get(day, Sum()).shape()} for day in range(first, last + 1)]


def models(found: Figures) -> list[Shape]:
    """`GET /api/usage/models`: one entry for every model, dearest first."""
    ranked = sorted(found.by("model").items(), key=lambda item: (-item[1].cost, -item[1].calls, item[0]))
    return [{"model": model, **part.shape()} for model, part in ranked]


def crossed(found: Figures, rows: Dimension, columns: Dimension) -> list[Shape]:
    """`GET /api/usage/cross`: one entry for every pair of two dimensions that occurs, in the order of their names."""
    pairs = found.named((rows, columns))
    named = {"project": found.names}
    return [
        {
            "row": named.get(rows, {}).get(row, row),
            "column": named.get(columns, {}).get(column, column),
            **pairs[row, column].shape(),
        }
        for row, column in sorted(pairs)
    ]


def span_of(period: UsagePeriod, project_id: str | None, now_ms: int) -> Span:
    """The moments that a period means, in UTC."""
    tomorrow_ms = (now_ms // DAY_MS + 1) * DAY_MS
    days = _DAYS.get(period)
    return Span(0 if days is None else tomorrow_ms - days * DAY_MS, tomorrow_ms, project_id)


def _collect(connection: Connection, period: UsagePeriod, project_id: str | None, now_ms: int) -> Figures:
    span = span_of(period, project_id, now_ms)

    def read(dimensions: tuple[Dimension, ...]) -> dict[tuple[Any, ...], Sum]:
        return {key: sum_of(figures) for key, figures in usage.by(connection, span, dimensions).items()}

    by_day = {day: part for (day,), part in read(("day",)).items()}
    last = span.until_ms // DAY_MS - 1
    first = min(by_day, default=last) if period == "all" else span.from_ms // DAY_MS
    names = {project.project_id: project.name for project in projects.everyone(connection)}
    return Figures(span, (first, last), by_day, names, read)


def sum_of(figures: Sequence[int]) -> Sum:
    """A sum from its figures, in the order of `rollups.SUMS`."""
    calls, succeeded, attempts, read, written, cached, _, reasoned, cost, unpriced, unknown, *_ = figures
    return Sum(calls, succeeded, attempts, read, written, cached, reasoned, cost, unpriced, unknown)


def _shapes(groups: dict[str, Sum]) -> dict[str, Shape]:
    return {name: groups[name].shape() for name in sorted(groups)}


def _tier(number: int) -> str:
    return NONE if number == NOBODY else Tier(number).name


def _zone(number: int) -> str:
    return NONE if number == NOBODY else Zone(number).name.lower()


def _or_none(name: str) -> str:
    return name or NONE


def date(day: int) -> str:
    """A day (since 1970-01-01) as people write it."""
    return (_EPOCH + timedelta(days=day)).strftime("%Y-%m-%d")


_NAMES: dict[Dimension, Callable[[Any], str]] = {
    "day": date,
    "project": str,
    "backend": _or_none,
    "model": _or_none,
    "tier": _tier,
    "zone": _zone,
}
