"""JSON of any shape is read without a stumble."""

from hypothesis import given
from hypothesis import strategies as st

from larouter.fleet.kinds import shape

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["a", "b"]), inner),
)


@given(ANYTHING)
def test_whatever_comes_every_reader_gives_its_own_kind(value: object) -> None:
    listed = shape.rows(value, "a")
    assert listed is None or all(isinstance(row, dict) for row in listed)
    found = shape.row(value, "a")
    assert isinstance(shape.text(found, "b"), str)
    assert shape.number(found, "b") >= 0
    assert all(isinstance(word, str) for word in shape.words(found, "b"))


def test_null_is_an_empty_list_and_absence_is_none() -> None:
    assert shape.rows({"data": None}, "data") == []
    assert shape.rows({}, "data") is None
    assert shape.rows({"data": "many"}, "data") is None


def test_true_is_not_the_number_1() -> None:
    assert shape.number({"n": True}, "n") == 0
    assert shape.number({"n": 7}, "n") == 7
