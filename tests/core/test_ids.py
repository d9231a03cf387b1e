"""Ids sort by time, and hold the randomness that a replay repeats."""

import json
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.ids import content_hash, dice, pseudonym, request_id

moments = st.integers(0, (1 << 48) - 1)
entropies = st.integers(0, (1 << 80) - 1)
json_values = st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.integers()), max_size=5)


@given(moments, entropies, moments, entropies)
def test_ids_sort_by_the_time_at_which_they_were_made(early: int, one: int, late: int, other: int) -> None:
    if early != late:
        assert (request_id(early, one) < request_id(late, other)) == (early < late)


@given(moments, entropies)
def test_an_id_is_a_prefix_and_26_letters_that_nobody_mixes_up(moment: int, entropy: int) -> None:
    identifier = request_id(moment, entropy)
    assert identifier.startswith("req_")
    assert len(identifier) == 30
    assert set(identifier[4:]) <= set("0123456789abcdefghjkmnpqrstvwxyz")


@given(moments, entropies, entropies)
def test_different_entropy_makes_different_ids(moment: int, one: int, other: int) -> None:
    assert (request_id(moment, one) == request_id(moment, other)) == (one == other)


def test_more_bits_than_there_is_room_for_are_left_out() -> None:
    assert request_id(1 << 48, 1 << 80) == request_id(0, 0)


@given(moments, entropies)
def test_the_dice_follow_from_the_id(moment: int, entropy: int) -> None:
    identifier = request_id(moment, entropy)
    assert 0 <= dice(identifier) < 10_000
    assert dice(identifier) == dice(identifier)


def test_the_dice_are_fair() -> None:
    entropy = Random(1)
    rolls = Counter(dice(request_id(1, entropy.getrandbits(80))) // 1000 for _ in range(20_000))
    assert sorted(rolls) == list(range(10))
    # Ten classes of 2,000: 200 off is four and a half standard deviations.
    assert all(abs(count - 2_000) < 200 for count in rolls.values())


@given(json_values, st.randoms())
def test_the_hash_of_an_object_does_not_depend_on_the_order_of_its_members(
    value: dict[str, object], random: Random
) -> None:
    items = list(value.items())
    random.shuffle(items)
    assert content_hash(dict(items)) == content_hash(value)


@given(json_values)
def test_the_hash_survives_json(value: dict[str, object]) -> None:
    assert content_hash(json.loads(json.dumps(value))) == content_hash(value)


@given(json_values, json_values)
def test_different_objects_have_different_hashes(one: dict[str, object], other: dict[str, object]) -> None:
    assert (content_hash(one) == content_hash(other)) == (one == other)


@pytest.mark.parametrize(
    ("value", "digits"), [([], "4f53cda18c2baa0c"), ({"b": 1, "a": "é"}, "aa58fba8483623be")]
)
def test_a_hash_is_the_beginning_of_the_sha_256_of_the_canonical_text(
    value: dict[str, object], digits: str
) -> None:
    assert content_hash(value) == digits


def test_a_pseudonym_is_always_the_same_and_says_nothing() -> None:
    assert pseudonym("ann@example.org") == pseudonym("ann@example.org")
    assert pseudonym("ann@example.org") != pseudonym("bob@example.org")
    assert "ann" not in pseudonym("ann@example.org")
    assert len(pseudonym("\ud800")) == 18
