"""Whether and when a deployment is asked once more.

Only for what passes by itself, and never so often that retries become the load that keeps it down.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from larouter.core.errors import Unreachable, UpstreamBusy, UpstreamError

LONGEST_WAIT = 10.0
SHARE = 0.2
_RESERVE = 10.0


@dataclass(frozen=True, slots=True)
class Persistence:
    """How often a deployment is asked again for one request, and how soon.

    Attributes:
        most: Retries of one request.
        first_delay: The longest wait before the first of them, in seconds; doubles for the next.
    """

    most: int = 2
    first_delay: float = 1.0


class RetryBudget:
    """Allows one retry for every five requests, and a few at the start."""

    def __init__(self) -> None:
        self._left = _RESERVE

    def earn(self) -> None:
        """A request has been dispatched."""
        self._left = min(_RESERVE, self._left + SHARE)

    def spend(self) -> bool:
        """Whether a retry is allowed; it is counted."""
        if self._left < 1:
            return False
        self._left -= 1
        return True


def delay(
    error: UpstreamError,
    retries: int,
    seconds_left: float,
    how: Persistence,
    chance: Callable[[], float] = random.random,
) -> float | None:
    """Seconds to wait before the same deployment is asked again, or None when it is not worth it.

    A connection that was lost before the first byte and a backend that is overloaded pass by themselves; a backend
    that says when to come back is believed when that is soon. Waits have full jitter, so that those who were refused
    together do not come back together.

    Args:
        error: Why the last attempt failed.
        retries: How often it has been retried for this request.
        seconds_left: Until the deadline of the request.
        how: How often and how soon at most.
        chance: A number from 0 to 1.
    """
    if retries >= how.most or not _passes(error):
        return None
    jitter, asked = chance() * how.first_delay * 2**retries, error.retry_after
    wait = jitter if asked is None else asked + jitter
    return wait if wait < min(seconds_left, LONGEST_WAIT) else None


def _passes(error: UpstreamError) -> bool:
    if isinstance(error, UpstreamBusy):
        return error.retry_after is not None
    return isinstance(error, Unreachable) or error.upstream_status in (502, 503, 529)
