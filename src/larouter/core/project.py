"""A project: a tenant with tokens, a policy, budgets and usage of its own."""

from dataclasses import dataclass

from larouter.core.frozen import frozen
from larouter.core.policy import Policy


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a project or a token may call; 0 for no limit.

    Attributes:
        requests_per_minute: Requests.
        tokens_per_minute: Tokens, in and out together.
        concurrency: Requests at once.
    """

    requests_per_minute: int = 0
    tokens_per_minute: int = 0
    concurrency: int = 0

    @property
    def free(self) -> bool:
        """Whether nothing is limited."""
        return not (self.requests_per_minute or self.tokens_per_minute or self.concurrency)

    def over(self, other: "Rate") -> "Rate":
        """These limits, and those of the other where there is none here."""
        return Rate(
            self.requests_per_minute or other.requests_per_minute,
            self.tokens_per_minute or other.tokens_per_minute,
            self.concurrency or other.concurrency,
        )


UNLIMITED = Rate()


@dataclass(frozen=True, slots=True)
class Project:
    """A tenant.

    Attributes:
        id: `prj_…`.
        name: Unique, chosen by people.
        policy: What it permits and prefers.
        rate: How fast it may call.
        token_rate: How fast each of its tokens may.
    """

    id: str
    name: str
    policy: Policy
    rate: Rate = UNLIMITED
    token_rate: Rate = UNLIMITED


@frozen
class Pass:
    """Who is calling: a project, by one of its tokens.

    Attributes:
        project: The project.
        token_id: `tok_…`; empty for an admin who looks through the project's eyes.
        rate: How fast this token may call, where it has a limit of its own; None for what the project gives each.
    """

    project: Project
    token_id: str
    rate: Rate | None = None
