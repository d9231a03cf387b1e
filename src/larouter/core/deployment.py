"""What can answer: one model on one backend, and the fleet they form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from larouter.core.chat import OPENAI_CHAT
from larouter.core.frozen import frozen
from larouter.core.live import Live
from larouter.core.money import FREE, Rates
from larouter.core.tiers import Tier
from larouter.core.zones import Zone

NOT_SERVED = -1
NO_TIERS = (NOT_SERVED,) * len(Tier)


@dataclass(frozen=True, slots=True)
class Deployment:
    """One model on one backend; what a plan lists.

    Attributes:
        name: `backend/model`, unique in the fleet.
        backend: The name of the backend.
        model: The id that clients and policies use.
        upstream_id: The id that the backend uses for it.
        zone: Where bytes go that are sent to it.
        protocol: The wire protocol that its backend speaks.
        region: Where the backend stands, as the operator wrote it; empty when nobody said.
        places: For each tier, the deployment's place in the tier's ordered list, or NOT_SERVED.
        capabilities: What it can do, such as `tools` or `vision`.
        window: Context window in tokens; 0 when nobody has told.
        max_output: Longest answer in tokens; 0 when nobody has told.
        rates: What it costs.
        weight: Its share of the load among equal peers.
        retires_on: The day from which it no longer answers, as days since 1970-01-01; 0 for never.
        replacement: The model that takes its place then.
        cuts: Whether its server cuts a prompt that is too long without a word.
        priced_by: The provider whose prices in the catalogue it has; empty for a price of its own.
    """

    name: str
    backend: str
    model: str
    upstream_id: str
    zone: Zone
    protocol: str = OPENAI_CHAT
    region: str = ""
    places: tuple[int, ...] = NO_TIERS
    capabilities: frozenset[str] = frozenset()
    window: int = 0
    max_output: int = 0
    rates: Rates = FREE
    weight: int = 1
    retires_on: int = 0
    replacement: str = ""
    cuts: bool = False
    priced_by: str = ""

    def serves(self, tier: Tier) -> bool:
        """Whether the deployment stands in the list of that tier."""
        return self.places[tier] != NOT_SERVED


@frozen
class Fleet:
    """Everything that could answer, at one moment.

    Attributes:
        version: Content hash of the deployments (not of what moves).
        deployments: In the order of their names.
        live: What moves, by name; a deployment that is not in it is idle and healthy.
    """

    version: str
    deployments: Sequence[Deployment]
    live: Mapping[str, Live] = field(default_factory=dict)
