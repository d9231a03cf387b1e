"""Projects with their tokens and budgets, and who looks at them."""

from pydantic import with_config
from typing_extensions import TypedDict

from larouter.api.answers.words import EXACT, TierName
from larouter.config.policy import PolicyText, RateText


@with_config(EXACT)
class BudgetTold(TypedDict):
    """A budget in the window of now; `subject` is the token or value that has this amount to itself."""

    id: str
    amount_usd: float
    window: str
    hard: bool
    scope: str
    value: str
    subject: str
    time_zone: str
    tiers: list[TierName]
    models: list[str]
    thresholds: list[int]
    pressure: int
    spent_usd: float
    reserved_usd: float
    resets_ms: int | None


@with_config(EXACT)
class Budgets(TypedDict):
    """The budgets of a project."""

    budgets: list[BudgetTold]


@with_config(EXACT)
class TokenTold(TypedDict):
    """A token, never its secret; `rate` holds limits of its own, 0 for what its project gives each token."""

    id: str
    label: str
    prefix: str
    created_ms: int
    last_used_ms: int | None
    revoked_ms: int | None
    rate: RateText


@with_config(EXACT)
class Tokens(TypedDict):
    """The tokens of a project."""

    tokens: list[TokenTold]


@with_config(EXACT)
class TokenMade(TokenTold):
    """A token with its secret, which is shown this once."""

    token: str


@with_config(EXACT)
class TokenRevoked(TypedDict):
    """A token that has ended."""

    id: str
    revoked: bool


@with_config(EXACT)
class ProjectNamed(TypedDict):
    """A project."""

    id: str
    name: str
    policy_version: str
    created_ms: int


@with_config(EXACT)
class ProjectMade(ProjectNamed):
    """A project with its first token, which is shown this once."""

    token: str
    token_id: str


@with_config(EXACT)
class ProjectRemoved(ProjectNamed):
    """A project that is out of use."""

    removed: bool


@with_config(EXACT)
class ProjectLine(ProjectNamed):
    """A project with its budgets."""

    budgets: list[BudgetTold]


@with_config(EXACT)
class Projects(TypedDict):
    """The projects in use."""

    projects: list[ProjectLine]


@with_config(EXACT)
class ProjectTold(ProjectLine):
    """A project with its policy, tokens and budgets."""

    policy: PolicyText
    tokens: list[TokenTold]


@with_config(EXACT)
class PolicySet(TypedDict):
    """The policy that is in force now, and what the fleet has no permitted deployment for."""

    version: str
    policy: PolicyText
    warnings: list[str]


@with_config(EXACT)
class SessionTold(TypedDict):
    """A session of the dashboard."""

    id: str
    kind: str
    created_ms: int
    expires_ms: int
    current: bool


@with_config(EXACT)
class Sessions(TypedDict):
    """All sessions in force."""

    sessions: list[SessionTold]


@with_config(EXACT)
class SignedOut(TypedDict):
    """Whether there was a session to end."""

    ended: bool


@with_config(EXACT)
class SessionEnded(TypedDict):
    """A session that was ended."""

    id: str
    ended: bool


@with_config(EXACT)
class ThingRemoved(TypedDict):
    """What was taken away."""

    id: str
    removed: bool
