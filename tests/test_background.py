"""Background tasks are kept until they end, and their failures are heard."""

import asyncio
import gc
import logging

import pytest

from larouter import background
from larouter.background import ever, spawn


async def test_a_task_gives_its_result_to_who_waits() -> None:
    async def work() -> int:
        return 5

    assert await spawn(work(), "work") == 5


async def test_a_task_that_nobody_holds_is_not_lost() -> None:
    done = asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0)
        gc.collect()
        await asyncio.sleep(0)
        done.set()

    spawn(work(), "work")
    gc.collect()
    async with asyncio.timeout(2):
        await done.wait()


async def test_a_task_that_is_over_is_let_go() -> None:
    async def work() -> None:
        pass

    task = spawn(work(), "work")
    await task
    await asyncio.sleep(0)
    assert task not in background._running


async def test_a_failure_is_logged_under_the_name_of_the_task(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        raise ValueError("it went wrong")

    task = spawn(work(), "the cleaning")
    with pytest.raises(ValueError, match="it went wrong"):
        await task
    await asyncio.sleep(0)
    assert "background task the cleaning failed" in caplog.text
    assert "it went wrong" in caplog.text


async def test_being_cancelled_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    task = spawn(asyncio.sleep(60), "sleep")
    task.cancel()
    with caplog.at_level(logging.DEBUG, "larouter.background"), pytest.raises(asyncio.CancelledError):
        await task
    assert "failed" not in caplog.text


async def test_what_is_done_for_ever_goes_on_after_a_failure_and_tells_of_it_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    steps: list[int] = []
    done = asyncio.Event()

    async def step() -> None:
        steps.append(len(steps))
        if len(steps) < 4:
            raise ValueError("the disk is full")
        if len(steps) > 5:
            done.set()

    task = spawn(ever(step, 0.0, "the sweeping"), "sweeping")
    async with asyncio.timeout(5):
        await done.wait()
    task.cancel()
    assert caplog.text.count("the sweeping failed") == 1
    assert caplog.text.count("the sweeping works again") == 1
