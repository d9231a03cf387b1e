"""A project: a tenant with tokens, a policy, budgets and usage of its own."""

from dataclasses import dataclass

from larouter.core.policy import Policy


@dataclass(frozen=True, slots=True)
class Project:
    """A tenant.

    Attributes:
        id: `prj_…`.
        name: Unique, chosen by people.
        policy: What it permits and prefers.
    """

    id: str
    name: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Pass:
    """Who is calling: a project, by one of its tokens."""

    project: Project
    token_id: str
