"""Google's JSON has two spellings, and a list of one needs no brackets."""

from typing import Any

import pytest

from larouter.core.errors import BadRequest
from larouter.wire.gemini_names import member, object_of, objects_of, other_name, text_of


def test_either_spelling_is_read() -> None:
    assert other_name("maxOutputTokens") == "max_output_tokens"
    assert member({"inlineData": 1}, "inlineData") == member({"inline_data": 1}, "inlineData") == 1


def test_both_spellings_at_once_are_refused_since_two_readers_could_differ() -> None:
    with pytest.raises(BadRequest, match="inline_data"):
        member({"inlineData": 1, "inline_data": 2}, "inlineData")


def test_an_object_where_a_list_is_wanted_is_a_list_of_it() -> None:
    assert objects_of({"parts": {"text": "x"}}, "parts") == [{"text": "x"}]
    assert objects_of({}, "parts") == []


@pytest.mark.parametrize("value", [1, "x", ["x"], [1]])
def test_what_is_no_object_is_refused_by_its_name(value: Any) -> None:
    with pytest.raises(BadRequest, match=r"a\.b"):
        objects_of({"b": value}, "b", "a.")
    with pytest.raises(BadRequest, match=r"a\.b"):
        object_of({"b": value}, "b", "a.")


def test_a_text_must_not_be_empty() -> None:
    with pytest.raises(BadRequest, match=r"a\.b"):
        text_of({"b": ""}, "b", "a")
