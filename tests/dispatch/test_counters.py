"""Whatever becomes of requests, in the line, at the backend or on the way back: every counter returns to nothing."""

import asyncio
import contextlib
import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from journeys_of_one import Trip, errand, said, trip

from larouter.background import spawn
from larouter.core.errors import RouterError
from larouter.core.lane import Flow, Lane, Size
from larouter.dispatch.turn import Turn
from larouter.outbound.transport import Transport
from larouter.testing import faults
from larouter.testing.fake_openai import FakeOpenAI, Pace

WRONG = (
    None,
    None,
    faults.Status(500),
    faults.ResetBeforeHeaders(),
    faults.ResetAfterHeaders(),
    faults.Html(),
)
LEAVING = (None, None, 0.0, 0.002, 0.01, 0.03)  # seconds after which a client goes away
PLANS = (("one", "two"), ("two", "one"), ("one",))
request = st.tuples(
    st.sampled_from("abc"), st.booleans(), st.sampled_from(PLANS), st.sampled_from(LEAVING), st.booleans()
)


async def ask(way: Trip, who: Flow, plan: tuple[str, ...], *, hurried: bool) -> None:
    turn = Turn(who, Size(5), time.monotonic)
    if hurried:
        turn.until = time.monotonic() + 0.01
    with contextlib.suppress(RouterError), turn:
        await said(await way.walk(*plan, what=replace(errand(), turn=turn)))


async def play(
    requests: list[tuple[str, bool, tuple[str, ...], float | None, bool]], wrong: list[object]
) -> Trip:
    transport = Transport()
    pace = Pace(0.005)
    async with FakeOpenAI(pace=pace) as one, FakeOpenAI(pace=pace) as two:
        one.faults.extend(wrong)  # type: ignore[arg-type]
        way = trip(transport, one=one.url, two=two.url)
        for name, capacity in (("one", 1), ("two", 2)):
            way.pulses.of(f"{name}/gpt-fake").lane = Lane(capacity, most=3)
        tasks = []
        for project, batch, plan, leaves, hurried in requests:
            task = spawn(ask(way, Flow(project, batch), plan, hurried=hurried), "ask")
            if leaves is not None:
                asyncio.get_running_loop().call_later(leaves, task.cancel)
            tasks.append(task)
        await asyncio.gather(*tasks, return_exceptions=True)
    await transport.close()
    return way


@given(st.lists(request, min_size=1, max_size=14), st.lists(st.sampled_from(WRONG), max_size=8))
@settings(max_examples=25, deadline=None)
def test_nothing_is_left_in_flight_or_in_a_line(
    requests: list[tuple[str, bool, tuple[str, ...], float | None, bool]], wrong: list[object]
) -> None:
    way = asyncio.run(play(requests, wrong))
    for name in ("one", "two"):
        pulse = way.pulses.of(f"{name}/gpt-fake")
        assert pulse.lane is not None
        assert (pulse.in_flight, pulse.lane.serving, pulse.lane.waiting) == (0, 0, 0)
