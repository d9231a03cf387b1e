"""Tiers: what a good answer to the last turn, given the history, needs."""

from enum import IntEnum


class Tier(IntEnum):
    """The five tiers, in the order of what they can do and cost.

    Attributes:
        word: Its name; an enumeration's own `name` is looked up anew each time, and this is told with every answer.
    """

    HEARTBEAT = 0
    SIMPLE = 1
    MODERATE = 2
    COMPLEX = 3
    FRONTIER = 4

    def __init__(self, _value: int) -> None:
        self.word = self.name


LOCAL_TIERS = (Tier.HEARTBEAT, Tier.SIMPLE, Tier.MODERATE)
CLOUD_TIERS = (Tier.COMPLEX, Tier.FRONTIER)
DEFAULT_THRESHOLDS = (0.1, 0.3, 0.5, 0.75)
_BY_NAME = {tier.name.lower(): tier for tier in Tier}


def tier_named(name: str) -> Tier | None:
    """The tier of that name in any case, or None when there is none."""
    return _BY_NAME.get(name.lower())
