"""Schemas as Anthropic accepts them, judged by the way its own SDK rewrites them."""

from typing import Any

import pytest
from anthropic.lib._parse._transform import transform_schema

from larouter.wire.anthropic_schema import keepable

NESTED = {
    "$defs": {"Item": {"type": "object", "properties": {"n": {"type": "integer", "description": "count"}}}},
    "type": "object",
    "title": "Order",
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/$defs/Item"}, "minItems": 1},
        "when": {"type": "string", "format": "date-time"},
        "who": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "kind": {"enum": ["a", "b"]},
    },
    "required": ["items"],
    "additionalProperties": False,
}


def test_what_the_provider_accepts_stays_and_nothing_is_moved() -> None:
    moved = []
    assert keepable(NESTED, "s", moved) == transform_schema(NESTED)
    assert moved == []


@pytest.mark.parametrize(
    ("name", "value"), [("minimum", 1), ("multipleOf", 2), ("exclusiveMaximum", 9), ("format", "int32")]
)
def test_what_it_does_not_accept_moves_into_the_description_and_is_named(name: str, value: Any) -> None:
    moved = []
    schema = {"type": "object", "properties": {"n": {"type": "integer", "description": "count", name: value}}}
    kept = keepable(schema, "s", moved)
    assert name not in kept["properties"]["n"]
    assert f"{name}: " in kept["properties"]["n"]["description"]
    assert moved == [f"s.properties.n.{name}"]


def test_one_of_is_any_of_and_objects_are_closed() -> None:
    moved = []
    kept = keepable({"oneOf": [{"type": "object", "additionalProperties": True}]}, "s", moved)
    assert kept == {"anyOf": [{"type": "object", "properties": {}, "additionalProperties": False}]}
    assert moved == ["s.oneOf[0].additionalProperties"]
