"""Usage: sums over the ledger by whatever they are told apart by, savings, and whether the sums are right."""

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from larouter.api.answers.words import EXACT


@with_config(EXACT)
class Sums(TypedDict):
    """A sum over part of the ledger: cost in USD, and exactly in micro-USD."""

    calls: int
    succeededCalls: int
    attempts: int
    cost: float
    costMicroUsd: int
    tokens: int
    inputTokens: int
    outputTokens: int
    cachedTokens: int
    reasoningTokens: int


@with_config(EXACT)
class NamedSums(Sums):
    """The sum of a project."""

    name: str


@with_config(EXACT)
class DaySums(Sums):
    """The sum of a day."""

    date: str


@with_config(EXACT)
class ModelSums(Sums):
    """The sum of a model."""

    model: str


@with_config(EXACT)
class CellSums(Sums):
    """The sum of a pair."""

    row: str
    column: str


@with_config(EXACT)
class DayCost(TypedDict):
    """What a day cost."""

    date: str
    cost: float
    costMicroUsd: int
    calls: int


# `from` is a word of Python, so it is written in a call.
_From = TypedDict("_From", {"from": str})


@with_config(EXACT)
class UsageTotals(_From):
    """Totals and breakdowns of a period; every breakdown adds up to the totals."""

    totalCost: float
    totalCostMicroUsd: int
    totalCalls: int
    succeededCalls: int
    attempts: int
    inputTokens: int
    outputTokens: int
    cachedTokens: int
    reasoningTokens: int
    unpricedAttempts: int
    unknownAttempts: int
    byModel: dict[str, Sums]
    byTier: dict[str, Sums]
    byBackend: dict[str, Sums]
    byZone: dict[str, Sums]
    byProject: dict[str, NamedSums]
    dailyCosts: list[DayCost]
    to: str
    projectId: str | None


@with_config(EXACT)
class UsageDays(TypedDict):
    """A period day by day."""

    days: list[DaySums]


@with_config(EXACT)
class UsageModels(TypedDict):
    """A period by model, dearest first."""

    models: list[ModelSums]


@with_config(EXACT)
class UsageCross(TypedDict):
    """A period by two dimensions."""

    rows: str
    columns: str
    cells: list[CellSums]


@with_config(ConfigDict(extra="allow", defer_build=True))
class GroupSums(Sums):
    """The sum of a group, with a member for each thing that groups are told apart by."""


@with_config(EXACT)
class UsageGroups(TypedDict):
    """Groups, a page of them, with the sum of all."""

    by: list[str]
    fromMs: int
    untilMs: int
    timeZone: str
    total: Sums
    count: int
    next: int | None
    groups: list[GroupSums]


@with_config(EXACT)
class UsageCheck(TypedDict):
    """Whether sums and ledger agree."""

    ok: bool
    faults: list[str]
    not_summed_up_yet: int


@with_config(EXACT)
class Rebuilding(TypedDict):
    """That the sums are made anew."""

    rebuilding: bool


@with_config(EXACT)
class SavedPart(TypedDict):
    """What was saved of part of the traffic, in USD."""

    answers: int
    localAnswers: int
    localShare: float | None
    paid: float
    baseline: float
    saved: float
    savedShare: float | None
    atLeast: float
    unpricedAttempts: int


@with_config(EXACT)
class SavedDay(SavedPart):
    """What was saved on a day."""

    date: str


@with_config(EXACT)
class SavingsTold(SavedPart):
    """What was saved in a period."""

    projectId: str | None
    baselineModel: str
    baselines: list[str]
    simulatedAnswers: int
    days: list[SavedDay]
