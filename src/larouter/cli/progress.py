"""How far something is that takes longer than a second: on standard error, and only where a terminal is."""

import contextlib
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator

PATIENCE_SECONDS = 1.0
_WIDTH = 30


@contextlib.asynccontextmanager
async def waiting(what: str) -> AsyncIterator[None]:
    """Say that one waits, and for how long, as long as the block takes."""
    if not sys.stderr.isatty():
        yield
        return
    import asyncio

    telling = asyncio.ensure_future(_tell(what))
    try:
        yield
    finally:
        telling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await telling


async def _tell(what: str) -> None:
    import asyncio

    seconds = 0
    try:
        while True:
            await asyncio.sleep(PATIENCE_SECONDS)
            seconds += 1
            print(f"\r{what}, {seconds} s", end="", file=sys.stderr, flush=True)
    finally:
        if seconds:
            print("\r" + " " * 79 + "\r", end="", file=sys.stderr, flush=True)


@contextlib.contextmanager
def working(what: str) -> Iterator[Callable[[int, int], None]]:
    """Say that one works, and for how long; what it gives turns that into a bar once it is told how much is done."""
    over = threading.Event()
    state = [0, 0]

    def told(done: int, total: int) -> None:
        state[:] = done, total

    if not sys.stderr.isatty():
        yield told
        return
    teller = threading.Thread(target=_tell_work, args=(what, state, over), daemon=True)
    teller.start()
    try:
        yield told
    finally:
        over.set()
        teller.join()


def _tell_work(what: str, state: list[int], over: threading.Event) -> None:
    began = time.monotonic()
    while not over.wait(PATIENCE_SECONDS):
        done, total = state
        line = f"{bar(what, done, total)}, " if total else f"{what}, "
        print(f"\r{line}{time.monotonic() - began:.0f} s", end="", file=sys.stderr, flush=True)
    if time.monotonic() - began >= PATIENCE_SECONDS:
        print("\r" + " " * 79 + "\r", end="", file=sys.stderr, flush=True)


@contextlib.contextmanager
def reading(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar for reading so many bytes: what it gives is called with each number of bytes that were read."""
    began = shown = time.monotonic()
    done = 0
    on_terminal = sys.stderr.isatty()

    def read(count: int) -> None:
        nonlocal done, shown
        done += count
        now = time.monotonic()
        if on_terminal and now - began > PATIENCE_SECONDS and now - shown > 0.1:
            shown = now
            print(f"\r{bar(what, done, total)}", end="", file=sys.stderr, flush=True)

    try:
        yield read
    finally:
        if shown != began:
            print("\r" + " " * 79 + "\r", end="", file=sys.stderr, flush=True)


def bar(what: str, done: int, total: int) -> str:
    """The bar at one moment."""
    share = min(1.0, done / total) if total else 0.0
    filled = round(share * _WIDTH)
    return f"{what}  [{'#' * filled}{'.' * (_WIDTH - filled)}] {share:4.0%}"
