"""A request's turn at a backend that answers only so many at once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Self

from larouter.core.decision import Decision
from larouter.core.errors import QueueFull, QueueTooSlow
from larouter.core.lane import Flow, Full, Lane, Place, Size
from larouter.core.pulse import Pulses

TOLERANCE = 1.25
LEAST_SECONDS = 30.0


def longest_wait(ceiling_ms: int, foreseen_ms: int) -> float:
    """Seconds that a request waits in a queue before it tries somebody else.

    A quarter more than the latency ceiling; without one, four times as long as was foreseen, and half a minute at
    least, for a backend that hangs.
    """
    return TOLERANCE * ceiling_ms / 1000 if ceiling_ms else max(LEAST_SECONDS, 4 * foreseen_ms / 1000)


@dataclass(slots=True)
class Turn:
    """Where a request stands.

    Attributes:
        flow: Whose it is.
        size: How large it is.
        steady: Seconds of a clock that only goes forward.
        until: How long it waits where another deployment may answer instead, on that clock; None for as long as
            it has.
        place: The place that it took when it was decided on, until it is used or given up.
    """

    flow: Flow
    size: Size
    steady: Callable[[], float]
    until: float | None = None
    place: Place | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def stand(self, decision: Decision, pulses: Pulses) -> None:
        """Take a place at the first of the plan at the moment of the decision, so that the next decision sees it."""
        if decision.plan:
            lane = pulses.of(decision.plan[0].deployment).lane
            if lane is not None and not lane.is_full(self.flow):
                self.place = lane.join(self.flow, self.size, self.steady())

    async def come(self, lane: Lane | None, give_up_at: float) -> Place | None:
        """Wait for the turn in a lane; the place is to be left when the attempt is over. None where there is no lane.

        Args:
            lane: Which one; a place that was taken in another is given up.
            give_up_at: When to stop waiting.

        Raises:
            QueueFull: As many wait as may.
            QueueTooSlow: It took too long, or everybody was sent away because the backend went.
        """
        place = self.place
        if place is None or lane is None or not place.is_in(lane):
            self.leave()
            place = None if lane is None else self._join(lane)
        self.place = None
        if place is not None and not place.serving:
            await self._wait(place, give_up_at)
        return place

    def leave(self) -> None:
        """Give up the place that was not used."""
        if self.place is not None:
            self.place.leave(self.steady())
            self.place = None

    def _join(self, lane: Lane) -> Place:
        now = self.steady()
        try:
            return lane.join(self.flow, self.size, now)
        except Full:
            seconds = ceil(lane.wait(self.flow, now)) or 1
            raise QueueFull("too many requests wait already", retry_after=seconds) from None

    async def _wait(self, place: Place, give_up_at: float) -> None:
        ready = asyncio.get_running_loop().create_future()
        place.call(lambda: None if ready.done() else ready.set_result(None))
        try:
            async with asyncio.timeout(give_up_at - self.steady()):
                await ready
        except TimeoutError:
            pass
        except BaseException:
            place.leave(self.steady())
            raise
        place.call(None)
        if not place.serving:
            place.leave(self.steady())
            raise QueueTooSlow(
                "the wait for the backend was too long", retry_after=max(1.0, round(place.seconds))
            )
