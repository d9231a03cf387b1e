"""Shapes find everything that deviates, and nothing else."""

import pytest
from hypothesis import given
from json_values import values

from larouter.testing.shapes import (
    ANYTHING,
    NUMBER,
    TEXT,
    WHOLE,
    YES_NO,
    Deviation,
    Items,
    Later,
    Leaf,
    Members,
    Shape,
    Table,
    Tagged,
    TextOr,
    deviations,
    one_of,
)

POINT = Members({"x": WHOLE}, {"name": TEXT})
EITHER = Tagged("type", {"a": Members({"type": TEXT, "n": WHOLE}), "b": Members({"type": TEXT})})


def found(shape: Shape, value: object) -> list[tuple[str, str]]:
    return [(".".join(map(str, it.path)), it.kind) for it in deviations(shape, value)]


def test_what_fits_does_not_deviate() -> None:
    assert found(POINT, {"x": 1, "name": "a"}) == []
    assert found(Items(POINT), [{"x": 1}, {"x": 2}]) == []
    assert found(EITHER, {"type": "a", "n": 1}) == []
    assert found(TextOr(Items(TEXT)), "x") == found(TextOr(Items(TEXT)), ["x"]) == []
    assert found(Table(WHOLE), {"any": 1}) == []


def test_every_deviation_is_found_with_its_place() -> None:
    value = {"y": 1, "name": 2}
    assert found(POINT, value) == [("x", "missing"), ("y", "unknown"), ("name", "type")]
    assert found(Items(POINT), [{"x": 1}, {}]) == [("1.x", "missing")]
    assert found(Table(WHOLE), {"any": "1"}) == [("any", "type")]


def test_a_tag_chooses_the_shape_and_joins_the_path_unless_hidden() -> None:
    assert found(EITHER, {"type": "a"}) == [("a.n", "missing")]
    assert found(EITHER, {"type": "c"}) == [("type", "value")]
    assert found(EITHER, {}) == [("type", "missing")]
    hidden = Tagged("type", {"a": POINT}, default="a", shown=False)
    assert found(hidden, {"x": "1"}) == [("x", "type")]


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        (WHOLE, 1, True),
        (WHOLE, 1, 1.5),
        (NUMBER, 1.5, "1"),
        (YES_NO, True, 1),
        (one_of("a", "b"), "a", "c"),
        (TEXT, "", None),
        (Leaf(null=True), None, 1),
    ],
)
def test_a_leaf_knows_its_types(shape: Shape, good: object, bad: object) -> None:
    assert found(shape, good) == []
    assert len(found(shape, bad)) == 1


def test_a_shape_may_contain_itself() -> None:
    tree = Later()
    tree.shape = Members({}, {"children": Items(tree)})
    assert found(tree, {"children": [{"children": []}]}) == []
    assert found(tree, {"children": [{"child": []}]}) == [("children.0.child", "unknown")]


def test_what_was_expected_is_told() -> None:
    assert next(deviations(TextOr(Items(TEXT)), 1)) == Deviation((), "type", "array")
    assert next(deviations(NUMBER, "1")).expected == "integer or number"
    assert next(deviations(one_of("a", "b"), "c")).expected == "'a', 'b'"


@given(values)
def test_anything_fits_anything(value: object) -> None:
    assert found(ANYTHING, value) == []


@given(values)
def test_no_value_makes_it_stumble(value: object) -> None:
    for shape in (POINT, EITHER, Items(EITHER), Table(POINT), TextOr(POINT)):
        list(deviations(shape, value))
