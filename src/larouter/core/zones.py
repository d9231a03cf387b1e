"""Zones say where bytes go; sensitivity says what the bytes are."""

from enum import IntEnum


class Zone(IntEnum):
    """How far a backend is: this machine or network, a cloud of one's own, anybody's cloud.

    Attributes:
        word: Its name in lower case; made once, as it is told with every answer.
    """

    LOCAL = 0
    PRIVATE = 1
    PUBLIC = 2

    def __init__(self, _value: int) -> None:
        self.word = self.name.lower()


class Sensitivity(IntEnum):
    """What a request holds, from what anyone may read to what must stay.

    Attributes:
        word: Its name in lower case.
    """

    PUBLIC = 0
    INTERNAL = 1
    CONFIDENTIAL = 2

    def __init__(self, _value: int) -> None:
        self.word = self.name.lower()


_ZONES = {zone.word: zone for zone in Zone}
_SENSITIVITIES = {level.word: level for level in Sensitivity}


def zone_named(name: str) -> Zone | None:
    """The zone of that name in any case, or None when there is none."""
    return _ZONES.get(name.lower())


def sensitivity_named(name: str) -> Sensitivity | None:
    """The sensitivity of that name in any case, or None when there is none."""
    return _SENSITIVITIES.get(name.lower())
