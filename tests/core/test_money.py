"""Money is whole micro-dollars, and rounding never favours the wrong side."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.money import (
    FREE,
    PICO_PER_MICRO,
    UNKNOWN,
    MicroUSD,
    dollars,
    micro_usd,
    rate,
    round_charge,
    round_worst,
)

pico = st.integers(0, 10**21)


@given(pico)
def test_what_is_reserved_always_covers_what_is_charged(sum_of: int) -> None:
    assert 0 <= round_worst(sum_of) - round_charge(sum_of) <= 1


@given(pico)
def test_a_charge_is_off_by_half_a_micro_dollar_at_most(sum_of: int) -> None:
    assert abs(round_charge(sum_of) * PICO_PER_MICRO - sum_of) * 2 <= PICO_PER_MICRO


@given(pico)
def test_a_reservation_is_the_least_that_covers_the_sum(sum_of: int) -> None:
    worst = round_worst(sum_of)
    assert (worst - 1) * PICO_PER_MICRO < sum_of <= worst * PICO_PER_MICRO


@given(pico, pico)
def test_rounding_once_at_the_end_never_costs_more_than_rounding_each_part_up(one: int, other: int) -> None:
    assert round_worst(one + other) <= round_worst(one) + round_worst(other)


def test_half_a_micro_dollar_is_charged_as_one() -> None:
    assert round_charge(PICO_PER_MICRO // 2) == 1
    assert round_charge(PICO_PER_MICRO // 2 - 1) == 0


@given(st.integers(0, 10**15))
def test_whole_micro_dollars_survive_the_way_through_dollars(amount: int) -> None:
    assert micro_usd(Decimal(amount) / 1_000_000) == amount


@given(st.integers(0, 10**14))
def test_an_amount_shown_as_dollars_is_read_back_the_same(amount: int) -> None:
    assert micro_usd(repr(dollars(MicroUSD(amount)))) == amount


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1", 1_000_000),
        ("0.000001", 1),
        ("0.0000005", 0),
        ("0.0000015", 2),
        ("1e-6", 1),
        (3, 3_000_000),
        (Decimal("2.5"), 2_500_000),
    ],
)
def test_dollars_become_micro_dollars_half_to_even(written: str | int | Decimal, amount: int) -> None:
    assert micro_usd(written) == amount


@pytest.mark.parametrize(("usd", "pico_a_token"), [("0.003", 3_000), (1, 1_000_000), ("1.25", 1_250_000)])
def test_a_price_per_million_is_a_whole_number_of_pico_dollars_a_token(
    usd: str | int, pico_a_token: int
) -> None:
    assert rate(usd) == pico_a_token


def test_free_is_not_the_same_as_unknown() -> None:
    assert FREE.known
    assert not UNKNOWN.known
    assert FREE != UNKNOWN
