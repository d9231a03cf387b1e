"""What OpenAI refuses, and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.testing.strict import KNOWN, complaint

GOOD = {"model": "m", "messages": [{"role": "user", "content": "x"}]}


def test_a_plain_request_is_fine() -> None:
    assert complaint(GOOD) is None
    assert complaint({**GOOD, "stream": True, "stream_options": {"include_usage": True}, "n": 2}) is None


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"nope": 1}, "unknown_parameter"),
        ({"max_tokens": True}, "invalid_type"),
        ({"n": 0}, "integer_below_min_value"),
        ({"messages": {}}, "invalid_type"),
        ({"messages": []}, "empty_array"),
        ({"messages": ["text"]}, "invalid_value"),
    ],
)
def test_a_complaint_has_openais_shape_and_code(members: dict, code: str) -> None:
    found = complaint({**GOOD, **members})
    assert found is not None
    error = found.body()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert (found.status, error["code"], error["type"]) == (400, code, "invalid_request_error")


@given(
    st.dictionaries(
        st.sampled_from(sorted(KNOWN)), st.none() | st.integers() | st.text() | st.lists(st.none())
    )
)
def test_no_body_makes_it_stumble(body: dict) -> None:
    found = complaint(body)
    assert found is None or found.message
