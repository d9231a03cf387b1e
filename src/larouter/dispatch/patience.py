"""How long an attempt and a request may take, and how often a deployment is asked again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from larouter.config.settings import Settings
from larouter.core.tiers import Tier
from larouter.dispatch.retry import Persistence
from larouter.outbound.endpoint import Limits


@dataclass(frozen=True, slots=True)
class Patience:
    """The deadlines of a request.

    Attributes:
        limits: Of an attempt.
        by_tier: Of an attempt in tiers that have their own.
        request: Seconds for the whole request, all attempts together.
        persistence: How often a deployment is asked again, and how soon.
        escalations: How many answers may be replaced in one request.
    """

    limits: Limits = field(default_factory=Limits)
    by_tier: Mapping[Tier, Limits] = field(default_factory=dict)
    request: float = 1800.0
    persistence: Persistence = field(default_factory=Persistence)
    escalations: int = 2

    def of(self, tier: Tier, left: float) -> Limits:
        """The deadlines of an attempt of that tier, when so many seconds are left for the request."""
        limits = self.by_tier.get(tier, self.limits)
        return limits if limits.total <= left else replace(limits, total=left)


def patience_of(settings: Settings) -> Patience:
    """The patience that the settings ask for."""
    common, again = settings.deadlines, settings.escalation
    limits = Limits(common.connect, common.first_byte, common.idle, common.total)
    by_tier = {
        Tier[name]: Limits(
            own.connect or limits.connect,
            own.first_byte or limits.first_byte,
            own.idle or limits.idle,
            own.total or limits.total,
        )
        for name, own in common.tiers.items()
    }
    persistence = Persistence(again.max_retries, again.retry_delay / 1000)
    return Patience(limits, by_tier, common.request, persistence, again.max_retries if again.enabled else 0)
