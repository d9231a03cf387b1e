"""Waiting for a backend: the turn comes, or the request leaves; and no place is ever kept by nobody."""

import asyncio
import contextlib
import time

import pytest

from larouter.background import spawn
from larouter.core.decision import Decision, Step
from larouter.core.errors import QueueFull, QueueTooSlow
from larouter.core.lane import Flow, Lane, Size
from larouter.core.money import MicroUSD
from larouter.core.pulse import Pulses
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.dispatch.turn import LEAST_SECONDS, Turn, longest_wait

FLOW, SIZE = Flow("prj_a"), Size(10)


def turn() -> Turn:
    return Turn(FLOW, SIZE, time.monotonic)


def soon(seconds: float = 5.0) -> float:
    return time.monotonic() + seconds


def decision(*names: str) -> Decision:
    plan = tuple(Step(name, Tier.SIMPLE, MicroUSD(0), 10, "serves it") for name in names)
    return Decision(Tier.SIMPLE, "", Zone.LOCAL, "", plan, (), "p", "f")


async def test_where_there_is_no_lane_nobody_waits() -> None:
    assert await turn().come(None, soon()) is None


async def test_a_free_slot_is_taken_at_once() -> None:
    place = await turn().come(Lane(1), soon())
    assert place is not None
    assert place.serving


async def test_the_turn_comes_when_another_leaves() -> None:
    lane = Lane(1)
    first = lane.join(FLOW, SIZE, 0.0)
    waiting = spawn(turn().come(lane, soon()), "wait")
    await asyncio.sleep(0)
    assert (lane.waiting, waiting.done()) == (1, False)
    first.leave(0.0)
    place = await waiting
    assert place is not None
    assert place.serving


async def test_who_waited_as_long_as_it_could_leaves_with_the_truth() -> None:
    lane = Lane(1)
    lane.join(FLOW, SIZE, 0.0)
    with pytest.raises(QueueTooSlow) as told:
        await turn().come(lane, soon(0.01))
    assert told.value.retry_after
    assert lane.waiting == 0


async def test_who_cannot_wait_any_longer_takes_a_free_slot_all_the_same() -> None:
    assert await turn().come(Lane(1), soon(-1))


async def test_a_full_line_is_told_with_the_time_after_which_to_come_back() -> None:
    lane = Lane(1, most=1)
    lane.join(FLOW, SIZE, 0.0)
    lane.join(FLOW, SIZE, 0.0)
    with pytest.raises(QueueFull) as told:
        await turn().come(lane, soon())
    assert told.value.retry_after
    assert lane.waiting == 1


async def test_a_client_that_leaves_while_it_waits_leaves_the_line_at_once() -> None:
    lane = Lane(1)
    first = lane.join(FLOW, SIZE, 0.0)
    waiting = spawn(turn().come(lane, soon()), "wait")
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert lane.waiting == 0
    first.leave(0.0)
    assert lane.serving == 0


async def test_a_client_that_leaves_in_the_moment_in_which_its_turn_comes_keeps_no_slot() -> None:
    lane = Lane(1)
    first = lane.join(FLOW, SIZE, 0.0)
    waiting = spawn(turn().come(lane, soon()), "wait")
    await asyncio.sleep(0)
    first.leave(0.0)
    assert lane.serving == 1
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting
    assert (lane.serving, lane.waiting) == (0, 0)


async def test_when_the_backend_goes_those_who_wait_are_told_at_once() -> None:
    lane = Lane(1)
    lane.join(FLOW, SIZE, 0.0)
    waiting = spawn(turn().come(lane, soon()), "wait")
    await asyncio.sleep(0)
    lane.dismiss()
    with pytest.raises(QueueTooSlow):
        await waiting


async def test_the_place_is_taken_when_it_is_decided_and_used_by_the_first_attempt() -> None:
    pulses, mine = Pulses(), turn()
    lane = pulses.of("b/m").lane = Lane(1)
    mine.stand(decision("b/m", "c/m"), pulses)
    assert lane.serving == 1
    place = await mine.come(lane, soon())
    assert (lane.serving, mine.place) == (1, None)
    assert place is not None


async def test_a_place_that_is_not_used_is_given_up_when_another_backend_is_tried() -> None:
    pulses, mine, other = Pulses(), turn(), Lane(1)
    lane = pulses.of("b/m").lane = Lane(1)
    mine.stand(decision("b/m"), pulses)
    await mine.come(other, soon())
    assert (lane.serving, other.serving) == (0, 1)


def test_a_place_that_is_not_used_is_given_up_at_the_end() -> None:
    pulses = Pulses()
    lane = pulses.of("b/m").lane = Lane(1)
    with contextlib.suppress(ZeroDivisionError), turn() as mine:
        mine.stand(decision("b/m"), pulses)
        raise ZeroDivisionError
    assert lane.serving == 0


def test_a_refusal_takes_no_place() -> None:
    mine = turn()
    mine.stand(decision(), Pulses())
    assert mine.place is None


@pytest.mark.parametrize(
    ("ceiling_ms", "foreseen_ms", "seconds"), [(2000, 500, 2.5), (0, 0, LEAST_SECONDS), (0, 60_000, 240.0)]
)
def test_it_waits_a_little_longer_than_the_ceiling_and_four_times_what_was_foreseen(
    ceiling_ms: int, foreseen_ms: int, seconds: float
) -> None:
    assert longest_wait(ceiling_ms, foreseen_ms) == seconds
