"""Usage as people and dashboards ask for it: sums over the ledger, taken in one consistent snapshot.

Money is added as whole micro-dollars and turned into dollars once, at the end. A request is counted under
the attempt that answered it, else under its last one; a request that was never sent anywhere is counted
under `none`. What attempts cost is counted where it was spent. So every breakdown adds up to the totals.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias, TypeVar, get_args

from larouter.core.money import MicroUSD, dollars
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store import projects, usage
from larouter.store.database import Connection, Database
from larouter.store.usage import Place, Span

UsagePeriod: TypeAlias = Literal["daily", "weekly", "monthly", "all"]
Dimension: TypeAlias = Literal["day", "project", "backend", "model", "tier", "zone"]
PERIODS: tuple[UsagePeriod, ...] = get_args(UsagePeriod)
Shape: TypeAlias = dict[str, object]
Key = TypeVar("Key", bound=Hashable)
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
    """Sums by place, and what they are about.

    Attributes:
        span: The requests that were asked for.
        days: First and last day, as days since 1970-01-01.
        sums: By day, project, backend, model, tier and zone.
        names: Of the projects, by id.
    """

    span: Span
    days: tuple[int, int]
    sums: dict[Place, Sum] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def by(self, key: Callable[[Place], Key]) -> dict[Key, Sum]:
        """The sums put together by some property of their place."""
        groups: dict[Key, Sum] = defaultdict(Sum)
        for place, part in self.sums.items():
            groups[key(place)].add(part)
        return dict(groups)

    def total(self) -> Sum:
        """The sum of everything."""
        return self.by(lambda _: "")[""] if self.sums else Sum()


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
    by_project = found.by(lambda place: place.project_id)
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
        "byModel": _shapes(found.by(lambda place: place.model or NONE)),
        "byTier": _shapes(found.by(_tier)),
        "byBackend": _shapes(found.by(lambda place: place.backend or NONE)),
        "byZone": _shapes(found.by(_zone)),
        "byProject": {
            project: {"name": found.names.get(project, project), **part.shape()}
            for project, part in sorted(by_project.items())
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
    by_day = found.by(lambda place: place.day)
    first, last = found.days
    return [{"date": date(day), **by_day.get(day, Sum()).shape()} for day in range(first, last + 1)]


def models(found: Figures) -> list[Shape]:
    """`GET /api/usage/models`: one entry for every model, dearest first."""
    by_model = found.by(lambda place: place.model or NONE)
    ranked = sorted(by_model.items(), key=lambda item: (-item[1].cost, -item[1].calls, item[0]))
    return [{"model": model, **part.shape()} for model, part in ranked]


def crossed(found: Figures, rows: Dimension, columns: Dimension) -> list[Shape]:
    """`GET /api/usage/cross`: one entry for every pair of two dimensions that occurs, in the order of their names."""
    row_of, column_of = _DIMENSIONS[rows], _DIMENSIONS[columns]
    pairs = found.by(lambda place: (row_of(place), column_of(place)))
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
    sums = {place: sum_of(figures) for place, figures in usage.by_place(connection, span).items()}
    last = span.until_ms // DAY_MS - 1
    first = min((place.day for place in sums), default=last) if period == "all" else span.from_ms // DAY_MS
    names = {project.project_id: project.name for project in projects.everyone(connection)}
    return Figures(span, (first, last), sums, names)


def sum_of(figures: Sequence[int]) -> Sum:
    """A sum from its figures, in the order of `rollups.SUMS`."""
    calls, succeeded, attempts, read, written, cached, _, reasoned, cost, unpriced, unknown, *_ = figures
    return Sum(calls, succeeded, attempts, read, written, cached, reasoned, cost, unpriced, unknown)


def _shapes(groups: dict[str, Sum]) -> dict[str, Shape]:
    return {name: groups[name].shape() for name in sorted(groups)}


def _tier(place: Place) -> str:
    return NONE if place.tier is None else Tier(place.tier).name


def _zone(place: Place) -> str:
    return NONE if place.zone is None else Zone(place.zone).name.lower()


def date(day: int) -> str:
    """A day (since 1970-01-01) as people write it."""
    return (_EPOCH + timedelta(days=day)).strftime("%Y-%m-%d")


_DIMENSIONS: dict[Dimension, Callable[[Place], str]] = {
    "day": lambda place: date(place.day),
    "project": lambda place: place.project_id,
    "backend": lambda place: place.backend or NONE,
    "model": lambda place: place.model or NONE,
    "tier": _tier,
    "zone": _zone,
}
