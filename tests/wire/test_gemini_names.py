"""Google's JSON: two spellings of every member, and lists of one without brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.errors import BadRequest
from larouter.wire.gemini_names import member, object_of, objects_of, other_name, text_of


def test_a_member_may_be_spelled_either_way():
    assert other_name("maxOutputTokens") == "max_output_tokens"
    assert member({"maxOutputTokens": 1}, "maxOutputTokens") == 1
    assert member({"max_output_tokens": 1}, "maxOutputTokens") == 1
    assert member({}, "maxOutputTokens") is None


def test_a_member_in_both_spellings_is_refused_since_nobody_knows_which_counts():
    with pytest.raises(BadRequest, match="maxOutputTokens comes as max_output_tokens as well") as refused:
        member({"maxOutputTokens": 1, "max_output_tokens": 2}, "maxOutputTokens")
    assert refused.value.param == "maxOutputTokens"


def test_one_object_counts_as_a_list_of_it():
    one = {"text": "x"}
    assert objects_of({"parts": one}, "parts") == objects_of({"parts": [one]}, "parts") == [one]
    assert objects_of({}, "parts") == []
    assert object_of({}, "config") == {}


@given(st.one_of(st.integers(), st.text(), st.booleans(), st.lists(st.integers(), min_size=1)))
def test_another_kind_of_value_is_refused_by_its_place(value):
    for read in (object_of, objects_of):
        with pytest.raises(BadRequest) as refused:
            read({"a": value}, "a", "tools[0].")
        assert refused.value.param == "tools[0].a"


@pytest.mark.parametrize("value", ["", None, 5, ["x"]])
def test_a_name_is_a_string_that_is_not_empty(value):
    assert text_of({"name": "f"}, "name", "tools[0]") == "f"
    with pytest.raises(BadRequest, match=r"tools\[0\]\.name must be a string"):
        text_of({"name": value}, "name", "tools[0]")
