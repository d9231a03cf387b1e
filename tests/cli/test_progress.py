"""How far something is: told where a terminal is, silent elsewhere, gone when it is done."""

import asyncio
import io
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from larouter.cli import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    found = Terminal()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=found))
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", 0.01)
    return found


async def test_waiting_is_told_and_wiped(terminal: Terminal) -> None:
    async with progress.waiting("waiting for the router"):
        while "2 s" not in terminal.getvalue():  # noqa: ASYNC110 - what is written is what is waited for
            await asyncio.sleep(0.005)
    assert "waiting for the router, 1 s" in terminal.getvalue()
    assert terminal.getvalue().endswith(" \r")


async def test_without_a_terminal_nothing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    async with progress.waiting("waiting"):
        await asyncio.sleep(0)
    with progress.reading("reading", 10) as read:
        read(10)
    with progress.working("working") as told:
        told(1, 2)
    assert capsys.readouterr().err == ""


def test_work_is_told_with_its_seconds_becomes_a_bar_and_is_wiped(terminal: Terminal) -> None:
    with progress.working("training") as told:
        until(lambda: "\rtraining, 0 s" in terminal.getvalue())
        told(3, 4)
        until(lambda: progress.bar("training", 3, 4) in terminal.getvalue())
    assert terminal.getvalue().endswith(" \r")


def test_work_that_fails_is_wiped_as_well(terminal: Terminal) -> None:
    def fail() -> None:
        with progress.working("training"):
            until(lambda: "training" in terminal.getvalue())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert terminal.getvalue().endswith(" \r")


def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.005)
    raise AssertionError("it was never told")


def test_a_bar_shows_the_share(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 5.0, 6.0, 7.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(moments))
    with progress.reading("reading m", 100) as read:
        read(30)
        read(20)
    assert progress.bar("reading m", 30, 100) in terminal.getvalue()
    assert progress.bar("reading m", 50, 100) in terminal.getvalue()
    assert progress.bar("m", 200, 100).endswith("] 100%")
    assert progress.bar("m", 5, 0).endswith("]   0%")
