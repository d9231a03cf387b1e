"""Checks of single members."""

from typing import Any

import pytest

from larouter.core.errors import BadRequest
from larouter.wire.checks import (
    check_members,
    kind,
    marked,
    number,
    read_model,
    strange,
    string_or_strings,
    strings,
    texts_beside,
    whole,
)
from larouter.wire.members import read_object


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (kind(bool, "true or false"), True),
        (whole(1, 5), 5),
        (number(0, 2), 0),
        (number(0, 2), 1.5),
        (string_or_strings, "a"),
        (string_or_strings, ["a"]),
        (strings, []),
    ],
)
def test_what_is_right_passes(check: Any, value: Any) -> None:
    check("x", value)


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (kind(bool, "true or false"), 1),
        (whole(1, 5), 6),
        (whole(1, 5), True),
        (whole(1, 5), 2.0),
        (number(0, 2), True),
        (number(0, 2), "1"),
        (string_or_strings, [1]),
        (strings, "a"),
    ],
)
def test_what_is_wrong_is_named(check: Any, value: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        check("x", value)
    assert caught.value.param == "x"


@pytest.mark.parametrize("value", [None, "", "  ", 5, "a" * 257, "a\nb"])
def test_a_model_is_a_name(value: Any) -> None:
    assert read_model(" auto ") == "auto"
    with pytest.raises(BadRequest):
        read_model(value)


def test_every_text_under_an_unknown_member_is_collected() -> None:
    texts: list[str] = []
    strange({"role": "x", "new": ["a", {"data": "b", "deep": [["c"]]}, 1, None]}, frozenset({"role"}), texts)
    assert texts == ["a", "b", "c"]


def test_only_what_clients_echo_may_hold_what_no_one_can_read() -> None:
    texts: list[str] = []
    echoed = [{"text": "seen", "signature": "EqQBCkYIBxgC", "data": "iVBORw0KGgo="}]
    strange({"reasoning_details": echoed, "other": {"signature": "seen too"}}, frozenset(), texts)
    assert texts == ["seen", "seen too"]


def test_a_cache_marker_says_no_more_than_its_kind_and_its_time() -> None:
    texts: list[str] = []
    marked({"cache_control": {"type": "ephemeral", "ttl": "1h"}}, texts)
    marked({"cache_control": None}, texts)
    assert texts == []
    marked({"cache_control": {"type": "ephemeral", "note": "seen"}}, texts)
    assert texts == ["seen"]


def test_members_that_are_there_are_checked_and_those_that_are_null_are_not() -> None:
    checks = {"a": whole(1, 3), "b": whole(1, 3)}
    check_members({"a": 2, "b": None, "c": "free"}, checks)
    with pytest.raises(BadRequest) as caught:
        check_members({"c": 1, "b": 9}, checks)
    assert caught.value.param == "b"


def test_what_no_turn_has_read_is_for_the_inspectors_as_it_came() -> None:
    body = read_object(b'{"messages": [], "stream": false, "user": "somebody", "n": 1}')
    assert texts_beside(body, frozenset({"messages"})) == ('"somebody"',)
    assert texts_beside(body, frozenset({"messages"}), 0) == ("false", '"somebody"', "1")
