"""What the doctor finds: one sentence, and the cure where there is something to cure."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding.

    Attributes:
        check: What was looked at.
        state: `broken` keeps the router from its work; a `note` is worth knowing.
        said: What was found.
        cure: What to do; empty when nothing.
    """

    check: str
    state: State
    said: str
    cure: str = ""


def ok(check: str, said: str) -> Finding:
    """As it should be."""
    return Finding(check, "ok", said)


def note(check: str, said: str, cure: str) -> Finding:
    """Worth knowing."""
    return Finding(check, "note", said, cure)


def broken(check: str, said: str, cure: str) -> Finding:
    """It keeps the router from its work."""
    return Finding(check, "broken", said, cure)
