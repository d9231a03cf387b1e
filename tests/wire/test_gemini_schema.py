"""JSON schemas as Gemini takes them, and Google's schema language as JSON Schema."""

import pytest

from larouter.core.errors import Unsayable
from larouter.wire.gemini_schema import SchemaWriter, json_schema_of


def written(schema, *, strict=False):
    moved = []
    return SchemaWriter(moved, strict=strict).write(schema, "schema"), moved


def test_what_is_known_is_kept_as_it_is_at_any_depth():
    schema = {
        "type": "object",
        "properties": {"a": {"type": "array", "items": {"type": "integer", "minimum": 1}, "maxItems": 3}},
        "required": ["a"],
        "additionalProperties": False,
    }
    assert written(schema, strict=True) == (schema, [])


def test_what_is_not_known_moves_into_the_description_with_its_place():
    schema = {"properties": {"a": {"type": "string", "pattern": "^x", "description": "A."}}}
    kept, moved = written(schema)
    assert kept["properties"]["a"] == {"type": "string", "description": 'A.\n\n{pattern: "^x"}'}
    assert moved == ["schema.properties.a.pattern"]


def test_a_keyword_that_decides_about_the_shape_is_refused_where_the_schema_is_strict():
    schema = {"items": {"not": {"type": "string"}}}
    assert written(schema)[1] == ["schema.items.not"]
    with pytest.raises(Unsayable, match="'not'") as refused:
        written(schema, strict=True)
    assert refused.value.param == "schema.items.not"


def test_what_says_nothing_about_values_goes_in_silence():
    assert written({"$schema": "x", "default": 1, "type": "integer"}) == ({"type": "integer"}, [])


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"const": "a"}, {"enum": ["a"]}),
        ({"definitions": {"a": {}}}, {"$defs": {"a": {}}}),
        ({"$ref": "#/definitions/a"}, {"$ref": "#/$defs/a"}),
        ({"$ref": "#/$defs/a", "title": "A"}, {"anyOf": [{"$ref": "#/$defs/a"}], "title": "A"}),
        ({"allOf": [{"type": "string"}], "title": "A"}, {"type": "string", "title": "A"}),
        (
            {"type": ["string", "null"], "enum": ["a", None]},
            {"anyOf": [{"enum": ["a"], "type": "string"}, {"type": "null"}]},
        ),
    ],
)
def test_other_words_for_the_same_are_found(schema, said):
    assert written(schema) == (said, [])


@pytest.mark.parametrize(
    ("google", "plain"),
    [
        ({"type": "STRING", "format": "enum", "enum": ["a"]}, {"type": "string", "enum": ["a"]}),
        ({"type": "TYPE_UNSPECIFIED"}, {}),
        ({"type": "STRING", "min_length": "2"}, {"type": "string", "minLength": 2}),
        ({"type": "STRING", "nullable": True}, {"type": ["string", "null"]}),
        (
            {"any_of": [{"type": "STRING"}], "nullable": True, "description": "A."},
            {"anyOf": [{"type": "string"}, {"type": "null"}], "description": "A."},
        ),
        (
            {"properties": {"a": {"ref": "#/defs/b"}}, "defs": {"b": {"type": "NUMBER"}}},
            {"properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"type": "number"}}},
        ),
    ],
)
def test_googles_own_language_is_json_schema(google, plain):
    assert json_schema_of(google) == plain
