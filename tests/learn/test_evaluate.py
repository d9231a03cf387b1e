"""Marks: exact, acceptable, the direction of errors, calibration."""

from dataclasses import replace

import pytest
from labelled import example

from larouter.core.tiers import Tier
from larouter.learn.evaluate import Guess, by, calibration_error, confusion, intervals, marks, report

WANTED = [
    example("x", Tier.SIMPLE),
    example("y", Tier.COMPLEX),
    example("z", Tier.FRONTIER),
    example("w", Tier.HEARTBEAT),
]
LENIENT = [replace(WANTED[0], accepted=frozenset({Tier.SIMPLE, Tier.MODERATE})), *WANTED[1:]]


def guesses(*tiers: Tier, confidence: float | None = None) -> list[Guess]:
    return [Guess(tier, confidence) for tier in tiers]


def test_an_acceptable_tier_is_neither_exact_nor_an_error() -> None:
    found = marks(LENIENT, guesses(Tier.MODERATE, Tier.COMPLEX, Tier.FRONTIER, Tier.HEARTBEAT))
    assert (found.exact, found.accepted, found.under, found.over) == (0.75, 1.0, 0.0, 0.0)


def test_under_and_over_are_counted_apart() -> None:
    found = marks(WANTED, guesses(Tier.MODERATE, Tier.MODERATE, Tier.FRONTIER, Tier.HEARTBEAT))
    assert (found.under, found.over) == (0.25, 0.25)


def test_a_side_is_right_when_local_stays_local_and_cloud_goes_to_the_cloud() -> None:
    assert marks(WANTED, guesses(Tier.HEARTBEAT, Tier.FRONTIER, Tier.MODERATE, Tier.COMPLEX)).side == 0.5


def test_the_interval_holds_the_mark() -> None:
    said = guesses(Tier.SIMPLE, Tier.COMPLEX, Tier.FRONTIER, Tier.SIMPLE)
    low, high = intervals(WANTED, said, 200)["exact"]
    assert low <= 0.75 <= high


def test_the_calibration_error_is_the_distance_of_what_was_said_from_what_came() -> None:
    said = guesses(Tier.SIMPLE, Tier.COMPLEX, Tier.FRONTIER, Tier.SIMPLE, confidence=0.95)
    assert calibration_error(WANTED, said) == pytest.approx(0.2)
    assert calibration_error(WANTED, guesses(*Tier.__members__.values())[:4]) is None


def test_the_confusion_has_best_labels_in_rows() -> None:
    assert confusion(WANTED[:1], guesses(Tier.FRONTIER))[Tier.SIMPLE][Tier.FRONTIER] == 1


def test_small_groups_are_left_out() -> None:
    rows = [example(str(at), Tier.SIMPLE, tags=("code",)) for at in range(8)] + WANTED
    found = by(lambda one: one.tags, rows, guesses(*[Tier.SIMPLE] * 12))
    assert list(found) == ["code"]


def test_a_report_holds_plain_values() -> None:
    assert report(WANTED, guesses(*[Tier.SIMPLE] * 4))["marks"]["exact"] == 0.25
