"""A validator that never finds wrong what is right: held against the reference implementation."""

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.dispatch.checks.schema import fits

values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-5, 5) | st.sampled_from(("", "a", "abc")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


@st.composite
def schemas(draw: st.DrawFn, depth: int = 2) -> dict[str, object]:
    found: dict[str, object] = {}
    if draw(st.booleans()):
        found["type"] = draw(
            st.sampled_from(TYPES) | st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True)
        )
    if draw(st.integers(0, 4)) == 0:
        found["enum"] = draw(st.lists(values, min_size=1, max_size=3))
    bounds = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
    for bound in draw(st.lists(st.sampled_from(bounds), max_size=2, unique=True)):
        found[bound] = draw(st.integers(0, 4))
    if depth:
        inner = schemas(depth - 1)
        if draw(st.booleans()):
            found["properties"] = draw(st.dictionaries(st.sampled_from("abc"), inner, max_size=3))
            found["required"] = draw(st.lists(st.sampled_from("abc"), max_size=2, unique=True))
            found["additionalProperties"] = draw(st.booleans())
        if draw(st.booleans()):
            found["items"] = draw(inner)
        if draw(st.integers(0, 3)) == 0:
            found[draw(st.sampled_from(("anyOf", "allOf")))] = draw(st.lists(inner, min_size=1, max_size=2))
    return found


@given(values, schemas())
def test_it_judges_as_the_reference_implementation_does(value: object, schema: dict[str, object]) -> None:
    assert fits(value, schema) == jsonschema.Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    "schema",
    [True, {}, None, "text", {"type": "unheard-of"}, {"pattern": "^x"}, {"format": "email"},
     {"$ref": "https://example.org/s"}, {"$ref": "#/$defs/missing"}, {"oneOf": [{}, {}]}],
    ids=str,
)  # fmt: skip
def test_what_is_not_understood_matches(schema: object) -> None:
    assert fits("anything", schema)


def test_references_within_the_schema_are_followed_however_deep() -> None:
    tree = {
        "$ref": "#/$defs/node",
        "$defs": {
            "node": {"type": "object", "required": ["v"], "properties": {"next": {"$ref": "#/$defs/node"}}}
        },
    }
    assert fits({"v": 1, "next": {"v": 2}}, tree)
    assert not fits({"v": 1, "next": {}}, tree)
    endless = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}
    assert fits(1, endless)


def test_geminis_spelling_is_understood() -> None:
    assert fits(None, {"type": "STRING", "nullable": True})
    assert not fits(1, {"type": "STRING"})
