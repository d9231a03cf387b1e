"""Background tasks that are neither lost to the garbage collector nor silent when they fail."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_running: set[asyncio.Task[Any]] = set()
_log = logging.getLogger("larouter.background")


def spawn(work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
    """Start a task that is kept until it ends and whose failure is logged."""
    task = asyncio.get_running_loop().create_task(work, name=name)
    _running.add(task)
    task.add_done_callback(_ended)
    return task


async def ever(step: Callable[[], Awaitable[object]], every_seconds: float, name: str) -> None:
    """Take a step for ever; what fails is told, once in a row, and the next step is taken all the same."""
    failing = False
    while True:
        await asyncio.sleep(every_seconds)
        try:
            await step()
        except Exception:  # noqa: BLE001 - whatever it was, the next step may go well
            if not failing:
                _log.exception("%s failed; it is tried again every %g s", name, every_seconds)
            failing = True
        else:
            if failing:
                _log.warning("%s works again", name)
            failing = False


def _ended(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("background task %s failed", task.get_name(), exc_info=error)
