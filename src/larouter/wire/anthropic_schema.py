"""The subset of JSON Schema that Anthropic keeps a model to.

Source: `lib/_parse/_transform.py` of the `anthropic` package, which rewrites schemas in the same way: what
the grammar cannot express moves into the description, where the model at least reads it.
"""

import json
from collections.abc import Mapping
from typing import cast

from larouter.wire.neutral import Object

Json = dict[str, object]
_KEPT = frozenset({"type", "enum", "const", "description", "title", "$ref", "default", "required", "pattern"})
_FORMATS = frozenset(
    {"date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"}
)
_LISTS = {"anyOf": "anyOf", "oneOf": "anyOf", "allOf": "allOf"}
_MAPS = frozenset({"properties", "$defs", "definitions"})
_SILENT = frozenset({"$schema", "$id", "$comment", "examples"})


def keepable(schema: Object, where: str, moved: list[str]) -> Json:
    """The schema as the provider accepts it.

    Args:
        schema: As the client wrote it.
        where: Its place in the request.
        moved: Gets the place of each keyword that became part of a description.
    """
    kept: Json = {}
    notes: list[str] = []
    for name, value in schema.items():
        place = f"{where}.{name}"
        if name in _MAPS and isinstance(value, Mapping):
            kept[name] = {key: _inner(one, f"{place}.{key}", moved) for key, one in value.items()}
        elif name in _LISTS and isinstance(value, list):
            kept[_LISTS[name]] = [_inner(one, f"{place}[{at}]", moved) for at, one in enumerate(value)]
        elif name == "items" and isinstance(value, Mapping):
            kept[name] = keepable(value, place, moved)
        elif name in _KEPT or _is_keepable(name, value):
            kept[name] = value
        elif name != "additionalProperties" and name not in _SILENT:
            notes.append(f"{name}: {json.dumps(value, ensure_ascii=False)}")
            moved.append(place)
    if schema.get("type") == "object" or "properties" in kept:
        kept.setdefault("properties", {})
        kept["additionalProperties"] = False
        if schema.get("additionalProperties", False) is not False:
            moved.append(f"{where}.additionalProperties")
    if notes:
        said = kept.get("description")
        kept["description"] = f"{said}\n\n{{{', '.join(notes)}}}" if said else f"{{{', '.join(notes)}}}"
    return kept


def _inner(schema: object, where: str, moved: list[str]) -> object:
    return keepable(cast("Object", schema), where, moved) if isinstance(schema, Mapping) else schema


def _is_keepable(name: str, value: object) -> bool:
    return (name == "format" and value in _FORMATS) or (name == "minItems" and value in (0, 1))
