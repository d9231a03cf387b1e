"""A second attempt when the first is unusually late: whoever has content first answers, the other is cancelled.

Late is what 95 of 100 answers of that deployment were not (Dean and Barroso, "The Tail at Scale", 2013). Hedges are
counted with the retries, so that together they stay below a fifth of the traffic.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

from larouter.background import spawn
from larouter.core.errors import RouterError
from larouter.dispatch.attempt import Attempt, Target
from larouter.dispatch.bill import HEDGE_LOST

FEWEST = 20
_KEPT = 200
_SHARE = 0.95
_MOST_KNOWN = 4096
Try = Callable[[Target], Coroutine[Any, Any, Attempt | None]]
Discard = Callable[[Attempt, BaseException], None]
Outcome = Attempt | RouterError | None


class Lateness:
    """How long deployments took to their first content lately, whole answers and streams apart."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[str, bool], deque[float]] = {}

    def note(self, deployment: str, seconds: float, *, stream: bool) -> None:
        """It answered after so long."""
        if len(self._seconds) > _MOST_KNOWN:
            self._seconds.clear()
        self._seconds.setdefault((deployment, stream), deque(maxlen=_KEPT)).append(seconds)

    def p95(self, deployment: str, *, stream: bool) -> float | None:
        """What 95 of 100 answers took at most, in seconds; None when too few are known."""
        known = self._seconds.get((deployment, stream), ())
        return sorted(known)[int(_SHARE * (len(known) - 1))] if len(known) >= FEWEST else None


class Hedging:
    """Asks the deployments of one walk, each with another beside it when it is late.

    Args:
        lateness: What is late.
        spend: Whether one more attempt may be made beside another; it is counted.
        now: Seconds of a clock that only goes forward.
        try_: Makes an attempt.
        discard: Ends an attempt that has begun to answer too late.
        stream: Whether the answer is wanted piece by piece.
    """

    def __init__(
        self,
        lateness: Lateness,
        spend: Callable[[], bool],
        now: Callable[[], float],
        try_: Try,
        discard: Discard,
        *,
        stream: bool,
    ) -> None:
        self._lateness = lateness
        self._spend = spend
        self._now = now
        self._try = try_
        self._discard = discard
        self._stream = stream
        self._asked: set[str] = set()

    async def ask(self, first: Target, among: Sequence[Target]) -> Attempt | None:
        """The answer of a deployment, or of another that was asked beside it; None when they fail.

        Args:
            first: Who is asked.
            among: Who may be asked as well: one of at least the same tier, on another backend.

        Raises:
            RouterError: Nobody else would do better.
        """
        name, began = first.deployment.name, self._now()
        if name in self._asked:
            return None
        self._asked.add(name)
        late = self._lateness.p95(name, stream=self._stream)
        if late is None:
            attempt = await self._try(first)
        else:
            attempt = await race(first, lambda: self._other(first, among), late, self._try, self._discard)
        if attempt is not None:
            self._note(attempt.target, attempt.first_byte_at - attempt.began)
            if attempt.target is not first:
                self._note(first, self._now() - began)  # at least so long it would have taken
        return attempt

    def _other(self, first: Target, among: Sequence[Target]) -> Target | None:
        for target in among:
            fits = (
                target.step.tier >= first.step.tier and target.deployment.backend != first.deployment.backend
            )
            if fits and target.deployment.name not in self._asked:
                if not self._spend():
                    return None
                self._asked.add(target.deployment.name)
                return target
        return None

    def _note(self, target: Target, seconds: float) -> None:
        self._lateness.note(target.deployment.name, seconds, stream=self._stream)


async def race(
    first: Target,
    second: Callable[[], Target | None],
    after: float,
    try_: Try,
    discard: Discard,
) -> Attempt | None:
    """The answer that begins first; None when both fail.

    Args:
        first: Who is asked at once.
        second: Who is asked as well when it is late; None for nobody.
        after: When it is late, in seconds.
        try_: Makes an attempt.
        discard: Ends an attempt that has begun to answer too late.

    Raises:
        RouterError: One of them found out that nobody else would do better.
    """
    running = [spawn(_outcome(try_(first)), "attempt")]
    winner: Attempt | None = None
    try:
        done, _ = await asyncio.wait(running, timeout=after)
        if not done and (other := second()) is not None:
            running.append(spawn(_outcome(try_(other)), "hedge"))
        winner = await _first_of(running)
    finally:
        await _end_losers(running, winner, discard)
    return winner


async def _outcome(attempt: Awaitable[Attempt | None]) -> Outcome:
    """What became of an attempt; its failure is a value, since nobody may be there to hear it raised."""
    try:
        return await attempt
    except RouterError as error:
        return error


async def _first_of(running: list[asyncio.Task[Outcome]]) -> Attempt | None:
    pending = set(running)
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in sorted(done, key=running.index):
            found = task.result()
            if isinstance(found, RouterError):
                raise found
            if found is not None:
                return found
    return None


async def _end_losers(
    running: list[asyncio.Task[Outcome]],
    winner: Attempt | None,
    discard: Discard,
) -> None:
    """Cancel what still runs and end what has begun to answer; nothing of it stays behind."""
    why = (HEDGE_LOST,) if winner is not None else ()
    for task in running:
        task.cancel(*why)
    for found in await asyncio.gather(*running, return_exceptions=True):
        if isinstance(found, Attempt) and found is not winner:
            discard(found, asyncio.CancelledError(*why))
