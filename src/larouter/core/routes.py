"""The parts of a policy that say which requests go where: aliases, rules, peers, canaries, clients."""

from dataclasses import dataclass

from larouter.core.tiers import Tier

DAY_MINUTES = 1440
WEEK_MINUTES = 7 * DAY_MINUTES


@dataclass(frozen=True, slots=True)
class Peer:
    """Deployments that may stand for one another.

    Attributes:
        match: A pattern (`*` and `?`) of models, deployments or backends.
        weight: Its share among its peers; those of weight 0 come after all others.
    """

    match: str
    weight: int = 1


Group = tuple[Peer, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name for something that can be asked for.

    Attributes:
        match: A pattern of names that callers use.
        model: The model or deployment that is meant, or empty.
        tier: The tier that is meant, or None.
        group: The peers that are meant; empty for none.
    """

    match: str
    model: str = ""
    tier: Tier | None = None
    group: Group = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """A time of the week.

    Attributes:
        days: 0 for Monday; the day on which it begins.
        start: Minutes after midnight.
        length: In minutes, at most a day.
        offset: Minutes that its clock is ahead of UTC.
    """

    days: tuple[int, ...]
    start: int
    length: int
    offset: int = 0

    def covers(self, minute: int) -> bool:
        """Whether a minute of the UTC week lies in it."""
        since = minute + self.offset - self.start
        return any([(since - day * DAY_MINUTES) % WEEK_MINUTES < self.length for day in self.days])


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to certain requests; all of its conditions must hold.

    Attributes:
        name: For explanations.
        models: Patterns of the name asked for (`auto`, `auto:complex`, a model), one of which must match.
        headers: Name in lower case, and pattern of the value.
        tags: Name, and pattern of the value.
        hours: When it holds; None for always.
        chain: The groups that answer, in this order; empty for no change.
        groups: Their names.
        tier: The tier aimed at; None for no change.
    """

    name: str
    models: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    hours: Hours | None = None
    chain: tuple[Group, ...] = ()
    groups: tuple[str, ...] = ()
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class Canary:
    """A deployment on trial.

    Attributes:
        match: A pattern of models or deployments.
        share: In ten-thousandths of the requests.
    """

    match: str
    share: int


@dataclass(frozen=True, slots=True)
class Clients:
    """What callers may say about their own requests. That one is more sensitive they may always say.

    Attributes:
        model: Whether they may ask for a model by its name.
        tier: Whether they may ask for a tier.
        latency: Whether they may set a latency ceiling.
        lower: Ids of tokens that may call a request less sensitive than it was found to be; `*` for all.
    """

    model: bool = True
    tier: bool = True
    latency: bool = True
    lower: tuple[str, ...] = ()

    def may_lower(self, token_id: str) -> bool:
        """Whether a token may call a request less sensitive than it was found to be."""
        return bool(self.lower) and (token_id in self.lower or "*" in self.lower)


ANYBODY = Clients()
