"""Drift: no alarm on more of the same, an alarm when requests become something else."""

import random

from larouter.learn.drift import drift


def some(count: int, middle: float, seed: int) -> list[float]:
    dice = random.Random(seed)
    return [min(0.99, max(0.0, dice.gauss(middle, 0.2))) for _ in range(count)]


def test_a_few_requests_say_nothing() -> None:
    assert drift([]) is None
    assert drift(some(350, 0.4, 1)) is None


def test_more_of_the_same_is_no_alarm() -> None:
    alarms = [drift(some(1_300, 0.4, seed)) for seed in range(20)]
    assert not any(one is None or one.alarm for one in alarms)


def test_requests_that_become_harder_raise_the_alarm() -> None:
    found = drift(some(1_000, 0.3, 1) + some(300, 0.6, 2))
    assert found is not None
    assert found.alarm
    assert found.harder > 0.2
    assert (found.recent, found.earlier) == (300, 1_000)
