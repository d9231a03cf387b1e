"""What a budget says of itself."""

import pytest

from larouter.account.reading import Reading, Refusal, moment, usd
from larouter.core.money import MicroUSD
from larouter.store.budgets import Budget

NOON = 1_795_003_200_000


def reading(amount: int = 100, period: str = "daily", spent: int = 0, reserved: int = 0) -> Reading:
    budget = Budget("bud_1", "prj_a", MicroUSD(amount), period, True, 1)
    return Reading(budget, NOON, NOON + 60_000, spent, reserved)


def test_what_is_left_is_never_negative() -> None:
    assert reading(100, spent=30, reserved=30).left == 40
    assert reading(100, spent=130).left == 0


@pytest.mark.parametrize(
    ("amount", "spent", "reserved", "used"),
    [(100, 30, 30, 60), (100, 0, 0, 0), (0, 0, 0, 100), (3, 1, 0, 33)],
)
def test_what_is_used_is_told_in_per_cent(amount: int, spent: int, reserved: int, used: int) -> None:
    assert reading(amount, spent=spent, reserved=reserved).used == used


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("daily", "It starts anew at 2026-11-18T12:01:00Z."),
        ("24h", "Room begins to come back at 2026-11-18T12:01:00Z."),
        ("request", "It holds for every request."),
    ],
)
def test_it_says_when_there_is_room_again(period: str, said: str) -> None:
    assert reading(period=period).starts_anew == said


def test_a_refusal_says_in_how_many_seconds_to_come_back() -> None:
    error = Refusal(reading(), MicroUSD(101), NOON).error()
    assert (error.status, error.retry_after) == (402, 60)
    assert Refusal(reading(), MicroUSD(101)).error().retry_after is None


def test_money_and_moments_are_written_out() -> None:
    assert usd(1_500_000) == "1.500000"
    assert moment(NOON) == "2026-11-18T12:00:00Z"
