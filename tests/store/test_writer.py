"""The writer thread: order, batches, isolation of broken work, and patience when the surroundings fail."""

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from larouter.store import writer as writing
from larouter.store.database import Connection, DatabaseError, DiskFull, Locked
from larouter.store.writer import Writer


class Bench:
    """A writer on a file with one table of numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.checkpoints = 0
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.05)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("CREATE TABLE IF NOT EXISTS t (x INTEGER)")
        self.writer = Writer(self.connection, str(path), self.count)

    def count(self) -> None:
        self.checkpoints += 1

    def write(self, work: Callable[[Connection], Any]) -> asyncio.Future[Any]:
        future = asyncio.get_running_loop().create_future()
        self.writer.put(work, future)
        return future

    def add(self, x: int) -> Callable[[Connection], object]:
        return lambda connection: connection.execute("INSERT INTO t VALUES (?)", (x,)) and x

    def stop(self) -> list[int]:
        self.writer.stop()
        rows = [x for (x,) in self.connection.execute("SELECT x FROM t ORDER BY rowid")]
        self.connection.close()
        return rows


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "w.db")


def broken_checkpoint() -> None:
    raise ZeroDivisionError


def broken(_: Connection) -> None:
    raise ValueError("a broken work")


def half_broken(connection: Connection) -> None:
    connection.execute("INSERT INTO t VALUES (666)")
    raise ValueError("broken after its first row")


def seen_from_outside(path: Path) -> bool:
    """Wait until another connection sees a row."""
    other = sqlite3.connect(path)
    until = time.monotonic() + 30
    while other.execute("SELECT COUNT(*) FROM t").fetchone() == (0,) and time.monotonic() < until:
        time.sleep(0.005)
    (rows,) = other.execute("SELECT COUNT(*) FROM t").fetchone()
    other.close()
    return bool(rows)


async def test_a_future_resolves_when_the_row_can_be_seen_from_outside(bench: Bench) -> None:
    other = sqlite3.connect(bench.path)
    for x in range(50):
        assert await bench.write(bench.add(x)) == x
        assert other.execute("SELECT MAX(x) FROM t").fetchone() == (x,)
    other.close()
    bench.stop()


async def test_work_is_done_in_the_order_it_was_queued(bench: Bench) -> None:
    for x in range(3000):
        if x % 7:
            bench.writer.put(bench.add(x), None)
        else:
            bench.write(bench.add(x))
    assert bench.stop() == list(range(3000))


async def test_work_that_nobody_waits_for_is_committed_by_itself(bench: Bench) -> None:
    bench.writer.put(bench.add(1), None)
    assert await asyncio.to_thread(seen_from_outside, bench.path)
    bench.stop()


def test_work_of_a_thread_without_an_event_loop_is_committed_by_itself(bench: Bench) -> None:
    bench.writer.put(bench.add(1), None)
    assert seen_from_outside(bench.path)
    bench.stop()


async def test_the_thread_is_woken_when_the_step_that_queued_has_ended(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.write(bench.add(1))
    await asyncio.sleep(0.1)
    woken: list[str] = []
    rouse = bench.writer._rouse
    monkeypatch.setattr(bench.writer, "_rouse", lambda: (woken.append("writer"), rouse()))
    waited = bench.write(bench.add(2))
    bench.writer.put(bench.add(3), None)
    woken.append("the step goes on")
    await waited
    assert woken[:2] == ["the step goes on", "writer"]
    assert bench.stop() == [1, 2, 3]


async def test_what_gathers_is_one_transaction(bench: Bench) -> None:
    begun: list[str] = []
    bench.connection.set_trace_callback(lambda sql: begun.append(sql) if sql.startswith("BEGIN") else None)
    first = bench.write(lambda _: asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result())
    loop = asyncio.get_running_loop()
    rest = [bench.write(bench.add(x)) for x in range(200)]
    await first
    await asyncio.gather(*rest)
    assert len(begun) <= 3
    bench.stop()


async def test_a_broken_work_does_not_undo_its_neighbours(bench: Bench) -> None:
    futures = [bench.write(work) for work in (bench.add(1), half_broken, bench.add(2), broken, bench.add(3))]
    results = await asyncio.gather(*futures, return_exceptions=True)
    assert [type(result) for result in results] == [int, ValueError, int, ValueError, int]
    assert bench.stop() == [1, 2, 3]


async def test_an_error_of_the_system_in_a_work_is_the_fault_of_the_work(bench: Bench) -> None:
    def missing(_: Connection) -> None:
        raise FileNotFoundError

    futures = [bench.write(work) for work in (bench.add(1), missing, bench.add(2))]
    results = await asyncio.gather(*futures, return_exceptions=True)
    assert [type(result) for result in results] == [int, FileNotFoundError, int]
    assert bench.stop() == [1, 2]


async def test_a_broken_work_that_nobody_waits_for_is_logged(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.writer.put(broken, None)
    bench.writer.put(bench.add(1), None)
    with caplog.at_level(logging.ERROR, "larouter.store"):
        assert bench.stop() == [1]
    assert "a row could not be written" in caplog.text


@settings(max_examples=30, deadline=None)
@given(kinds=st.lists(st.sampled_from(["write", "post", "broken", "half"]), max_size=40))
def test_whatever_is_queued_exactly_the_sound_works_are_committed(
    kinds: list[str], tmp_path_factory: Any
) -> None:
    async def run() -> None:
        bench = Bench(tmp_path_factory.mktemp("any") / "w.db")
        waiting = []
        for x, kind in enumerate(kinds):
            if kind == "post":
                bench.writer.put(bench.add(x), None)
            else:
                work = {"write": bench.add(x), "broken": broken, "half": half_broken}[kind]
                waiting.append((kind, bench.write(work)))
        for kind, future in waiting:
            outcome = (await asyncio.gather(future, return_exceptions=True))[0]
            assert isinstance(outcome, ValueError) is (kind in ("broken", "half"))
        assert bench.stop() == [x for x, kind in enumerate(kinds) if kind in ("write", "post")]

    asyncio.run(run())


async def test_a_future_that_was_cancelled_disturbs_nobody(bench: Bench) -> None:
    gone = bench.write(bench.add(1))
    gone.cancel()
    assert await bench.write(bench.add(2)) == 2
    assert bench.stop() == [1, 2]


async def test_a_full_disk_is_told_to_those_who_wait_and_the_rest_is_kept(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PAUSE_S", 0.01)
    (pages,) = await bench.write(lambda c: c.execute("PRAGMA page_count").fetchone())
    await bench.write(lambda c: c.execute(f"PRAGMA max_page_count={pages}").fetchone())
    bench.writer.put(lambda c: c.execute("INSERT INTO t VALUES (zeroblob(50000))"), None)
    with pytest.raises(DiskFull, match="full"):
        await bench.write(lambda c: c.execute("INSERT INTO t VALUES (zeroblob(50000))"))
    bench.connection.execute("PRAGMA max_page_count=1000000").fetchone()
    assert seen_from_outside(bench.path)
    assert len(bench.stop()) == 1


async def test_who_waits_is_told_when_the_end_comes_first(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(writing, "PAUSE_S", 0.01)
    monkeypatch.setattr(writing, "LAST_TRIES_S", 0.05)
    other = sqlite3.connect(bench.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = bench.write(bench.add(1))
    bench.writer.put(bench.add(2), None)
    await asyncio.to_thread(bench.writer.stop)
    with pytest.raises(DatabaseError, match="locked"):
        await waiting
    assert "1 rows could not be written" in caplog.text
    other.close()
    bench.connection.close()


async def test_a_lock_that_goes_away_is_waited_for(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PAUSE_S", 0.01)
    other = sqlite3.connect(bench.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = bench.write(bench.add(1))
    done, _ = await asyncio.wait([waiting], timeout=0.2)
    assert not done
    other.execute("COMMIT")
    other.close()
    assert await waiting == 1
    bench.stop()


async def test_a_lock_that_stays_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PAUSE_S", 0.01)
    monkeypatch.setattr(writing, "PATIENCE_S", 0.05)
    other = sqlite3.connect(bench.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    bench.writer.put(bench.add(1), None)
    with pytest.raises(Locked, match="Close the program"):
        await bench.write(bench.add(2))
    other.execute("COMMIT")
    other.close()
    assert await bench.write(bench.add(3)) == 3
    assert bench.stop() == [1, 3]


async def test_nothing_is_queued_after_the_end(bench: Bench) -> None:
    bench.stop()
    with pytest.raises(DatabaseError, match="closed"):
        bench.writer.put(broken, None)


async def test_checkpoints_are_asked_for_as_rows_gather(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHECKPOINT_EVERY", 100)
    for x in range(20):
        await bench.write(bench.add(x))
    bench.stop()
    assert bench.checkpoints == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_thread_that_dies_leaves_nobody_waiting(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHECKPOINT_EVERY", 1)
    bench.writer._checkpoint = broken_checkpoint
    assert await bench.write(bench.add(1)) == 1
    with pytest.raises(DatabaseError, match="closed"):
        await bench.write(bench.add(2))
    assert bench.stop() == [1]


async def test_the_lag_is_the_age_of_what_waits_and_nothing_once_it_is_committed(bench: Bench) -> None:
    assert bench.writer.lag_s == 0
    holding, held = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        held.set()
        holding.wait(10)

    began = time.monotonic()
    waited = bench.write(hold)
    held.wait(10)
    behind = bench.write(bench.add(1))
    await asyncio.sleep(0.05)
    assert 0.05 <= bench.writer.lag_s <= time.monotonic() - began
    holding.set()
    await asyncio.gather(waited, behind)
    await bench.write(bench.add(2))
    assert bench.stop() == [1, 2]
    assert bench.writer.lag_s == 0


async def test_an_idle_time_does_not_count_as_lag(bench: Bench) -> None:
    await bench.write(bench.add(1))
    await asyncio.sleep(0.3)
    bench.writer.put(bench.add(2), None)
    assert bench.writer.lag_s < 0.2
    assert bench.stop() == [1, 2]
