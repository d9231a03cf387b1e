"""Where bytes may go, and what they are."""

from enum import IntEnum


class Sensitivity(IntEnum):
    """What the bytes of a request are; a higher value is more private."""

    PUBLIC = 0
    INTERNAL = 1
    CONFIDENTIAL = 2


class Zone(IntEnum):
    """Where bytes go; a higher value is a wider circle."""

    LOCAL = 0
    PRIVATE = 1
    PUBLIC = 2
