"""Packed weights: five sums at the price of one."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.tiers import Tier
from larouter.inspect.spaces import PIECES, Group
from larouter.inspect.weights import TIERS, Table, Weights, dump, load, pack, shipped, unpack

number = st.integers(-30_000, 30_000)
row = st.lists(number, min_size=TIERS, max_size=TIERS)
COSTS = [[abs(one - other) for other in range(TIERS)] for one in range(TIERS)]
ABOUT = {"unit": 0.001, "temperature": 1.0, "costs": COSTS}


@given(st.lists(row, max_size=60))
def test_a_sum_of_packed_rows_is_the_packed_sum(rows: Sequence[Sequence[int]]) -> None:
    assert unpack(sum(map(pack, rows))) == [sum(column) for column in zip(*rows, strict=True)] or not rows


@given(
    st.dictionaries(
        st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), min_size=1),
        row,
        max_size=9,
    )
)
def test_what_is_written_is_read_back(rows: dict[str, list[int]]) -> None:
    weights = load(dump(ABOUT, {"sign": rows}))
    assert {key: unpack(value) for key, value in weights.signs.items()} == rows


def test_a_word_that_was_never_met_is_put_together_from_its_pieces() -> None:
    table = Table({" pr": pack([0, 0, 0, 2, 0]), "rov": pack([0, 0, 0, 3, 0])}, PIECES["word"])
    assert unpack(table["prove"]) == [0, 0, 0, 5, 0]
    assert unpack(table["house"]) == [0] * TIERS


def test_logits_are_sums_times_factors() -> None:
    weights = load(
        dump(
            ABOUT,
            {"lead": {"a": [1000, 0, 0, 0, 0], "b": [0, 0, 0, 0, 2000]}, "sign": {"c": [0, -40, 0, 0, 0]}},
        )
    )
    found = weights.logits([Group("lead", ["a", "b"], 0.5)], weights.weigh(["c", "unheard of"]), 0.25)
    assert found == pytest.approx([0.5, -0.01, 0, 0, 1.0])


def test_sums_that_grow_too_large_are_wrong_and_no_error() -> None:
    assert len(unpack(pack([1 << 31] * TIERS) * 1000)) == TIERS


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("larouter.inspect.weights.MOST_REMEMBERED", 3)
    table = Table({"a": 1}, PIECES["lead"])
    assert [table.total(["a", str(at)]) for at in range(9)] == [1] * 9
    assert len(table) <= 3


def test_the_dearer_an_error_the_more_it_is_avoided() -> None:
    dear = [
        [0 if one == other else (9 if other < one else 1) for other in range(TIERS)] for one in range(TIERS)
    ]
    careful = Weights({**ABOUT, "costs": dear}, {})
    likely = [0.0, 0.6, 0.4, 0.0, 0.0]
    assert (Weights(ABOUT, {}).best(likely), careful.best(likely)) == (Tier.SIMPLE, Tier.MODERATE)


def test_the_shipped_file_is_small_and_says_how_it_was_made() -> None:
    about = shipped().about
    assert about["examples"] > 4_000
    assert len(about["authors"]) >= 4
