"""Waits as Erlang's C reckons them, held against known values and against a queue that is played out."""

import heapq
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.account.capacity import Load, erlang_c, in_its_place, loads, plan, wait
from larouter.store.load import HOUR_MS, Hour


@pytest.mark.parametrize(
    ("slots", "erlangs", "share"),
    [(1, 0.5, 0.5), (2, 1.0, 1 / 3), (3, 2.0, 4 / 9), (10, 8.0, 0.4092), (4, 0.0, 0.0)],
)
def test_the_share_that_waits_is_that_of_the_tables(slots: int, erlangs: float, share: float) -> None:
    assert erlang_c(slots, erlangs) == pytest.approx(share, abs=5e-5)


def played(slots: int, erlangs: float, requests: int) -> tuple[float, float]:
    """The share that waits and the mean wait of a queue that is played out, in units of the service time."""
    chance = random.Random(7)
    free = [0.0] * slots
    now, waited, total = 0.0, 0, 0.0
    for _ in range(requests):
        now += chance.expovariate(erlangs)
        begins = max(now, heapq.heappop(free))
        waited += begins > now
        total += begins - now
        heapq.heappush(free, begins + chance.expovariate(1.0))
    return waited / requests, total / requests


@pytest.mark.parametrize(("slots", "erlangs"), [(1, 0.6), (2, 1.2), (4, 3.0)])
def test_a_queue_that_is_played_out_waits_as_long_as_is_reckoned(slots: int, erlangs: float) -> None:
    share, mean = played(slots, erlangs, 60_000)
    found = wait(slots, erlangs, 1.0)
    assert found.waiting_share == pytest.approx(share, rel=0.08)
    assert found.mean_seconds == pytest.approx(mean, rel=0.12)


@given(st.integers(1, 64), st.floats(0.01, 60.0), st.floats(0.01, 100.0))
def test_more_slots_never_make_anybody_wait_longer(slots: int, erlangs: float, seconds: float) -> None:
    here, more = wait(slots, erlangs, seconds), wait(slots + 1, erlangs, seconds)
    assert more.mean_seconds <= here.mean_seconds
    assert more.p95_seconds <= here.p95_seconds + 1e-9
    assert 0 <= here.waiting_share <= 1


def test_more_work_than_slots_grows_without_end() -> None:
    found = wait(2, 2.0, 5.0)
    assert (found.stable, found.mean_seconds) == (False, math.inf)


def test_the_busiest_hour_is_the_one_with_the_most_work() -> None:
    hours = [
        Hour("a/x", 0, 10, 36_000, 1_000, 500, 10_000),
        Hour("a/x", HOUR_MS, 4, 7_200_000, 8_000, 100, 5_000),
        Hour("b/y", 0, 1, 100, 100, 0, 0),
    ]
    found = loads(hours)
    assert found["a/x"] == Load(14, round(9_000 / 14), 40.0, HOUR_MS, 4, 2.0, 1800.0)
    assert found["b/y"].tokens_per_second == 0


def test_a_plan_tells_what_each_step_would_bring() -> None:
    load = Load(100, 50, 10.0, 0, 100, 1.8, 2.0)
    steps = plan(load, 2)
    assert [(what, it.slots) for what, it in steps] == [
        ("as it is", 2),
        ("one slot more", 3),
        ("twice the slots", 4),
        ("a second server like it", 4),
    ]
    assert steps[0][1].mean_seconds > steps[1][1].mean_seconds > steps[2][1].mean_seconds


def load(ttft_ms: int, rate: float, seconds: float, erlangs: float = 1.0) -> Load:
    return Load(100, ttft_ms, rate, 0, 100, erlangs, seconds)


def test_a_model_that_writes_twice_as_fast_halves_the_time_in_which_answers_are_written() -> None:
    slow, quick = load(1000, 20.0, 5.0), load(500, 40.0, 9.0)
    found = in_its_place(slow, 2, quick)
    assert found == wait(2, 1.0 * 2.5 / 5.0, 0.5 + 4.0 / 2)


def test_a_model_that_is_as_quick_changes_nothing() -> None:
    same = load(1000, 20.0, 5.0)
    assert in_its_place(same, 3, same) == wait(3, 1.0, 5.0)


@pytest.mark.parametrize(("own", "other"), [(0.0, 20.0), (20.0, 0.0)])
def test_nothing_is_guessed_of_a_model_that_was_never_seen_writing(own: float, other: float) -> None:
    assert in_its_place(load(1000, own, 5.0), 2, load(1000, other, 5.0)) is None
