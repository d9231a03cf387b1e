"""Schemas for Gemini: what it takes, what moves into words, what is refused."""

from typing import Any

import pytest

from larouter.core.errors import Unsayable
from larouter.wire.gemini_schema import SchemaWriter, json_schema_of


def write(schema: Any, *, strict: Any = False) -> Any:
    moved = []
    return SchemaWriter(moved, strict=strict).write(schema, "s"), moved


def test_what_it_knows_stays_as_it_is() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": ["string", "null"], "enum": ["x"]},
            "b": {"type": "array", "items": {"type": "integer"}},
        },
        "required": ["a"],
        "additionalProperties": False,
        "propertyOrdering": ["b", "a"],
    }
    assert write(schema, strict=True) == (schema, [])


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ({"const": "x"}, {"enum": ["x"]}),
        (
            {"type": "string", "enum": ["x", None]},
            {"anyOf": [{"enum": ["x"], "type": "string"}, {"type": "null"}]},
        ),
        ({"allOf": [{"type": "string"}], "title": "T"}, {"type": "string", "title": "T"}),
        (
            {"definitions": {"X": {}}, "items": {"$ref": "#/definitions/X"}},
            {"$defs": {"X": {}}, "items": {"$ref": "#/$defs/X"}},
        ),
        ({"$ref": "#/$defs/X", "description": "d"}, {"anyOf": [{"$ref": "#/$defs/X"}], "description": "d"}),
        ({"type": "string", "default": "x", "examples": []}, {"type": "string"}),
    ],
)
def test_other_words_for_the_same_are_found(schema: Any, written: Any) -> None:
    assert write(schema, strict=True) == (written, [])


def test_what_it_cannot_be_held_to_moves_into_the_description() -> None:
    written, moved = write({"properties": {"a": {"type": "string", "minLength": 2, "description": "d"}}})
    assert written["properties"]["a"]["description"] == "d\n\n{minLength: 2}"
    assert moved == ["s.properties.a.minLength"]


@pytest.mark.parametrize("keyword", ["not", "if", "patternProperties", "dependentRequired", "contains"])
def test_a_strict_schema_is_not_loosened(keyword: Any) -> None:
    with pytest.raises(Unsayable, match=keyword) as found:
        write({"properties": {"a": {keyword: {}}}}, strict=True)
    assert found.value.param == f"s.properties.a.{keyword}"
    assert write({keyword: {}})[1] == [f"s.{keyword}"]


def test_references_of_googles_own_language_are_renamed() -> None:
    schema = {"ref": "#/defs/X", "defs": {"X": {"type": "STRING"}}}
    assert json_schema_of(schema) == {"$defs": {"X": {"type": "string"}}, "$ref": "#/$defs/X"}
