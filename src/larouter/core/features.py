"""What the inspectors found out about a request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired and how often; never what it matched."""

    rule: str
    count: int
