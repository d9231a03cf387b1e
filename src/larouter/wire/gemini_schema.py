"""The subset of JSON Schema that Gemini takes, and Google's own schema language as JSON Schema.

Source: `responseJsonSchema` in ai.google.dev/api/generate-content lists the keywords; the `Schema` type of
the `google-genai` package is the older language. What the first cannot express moves into the description,
where the model at least reads it; what decides about the shape is refused by name where a schema is strict.
"""

import json
from collections.abc import Mapping
from typing import cast

from larouter.wire.gemini_names import member
from larouter.wire.neutral import Object
from larouter.wire.profiles import unsayable

Json = dict[str, object]
_KEPT = frozenset(
    {
        *("$id", "$anchor", "type", "format", "title", "description", "minItems", "maxItems"),
        *("minimum", "maximum", "required", "propertyOrdering"),
    }
)
_MAPS = {"properties": "properties", "$defs": "$defs", "definitions": "$defs"}
_LISTS = frozenset(("anyOf", "oneOf", "prefixItems"))
_ONES = frozenset(("items", "additionalProperties"))
_SILENT = frozenset(("$schema", "$comment", "examples", "default", "deprecated", "readOnly", "writeOnly"))
_SHAPES = frozenset(
    {
        *("not", "if", "then", "else", "allOf", "patternProperties", "propertyNames", "dependentSchemas"),
        *("dependentRequired", "contains", "unevaluatedProperties", "$dynamicRef"),
    }
)


class SchemaWriter:
    """Writes a schema as the provider accepts it.

    Args:
        moved: Gets the place of each keyword that became part of a description.
        strict: Whether a keyword that decides about the shape must be kept to.
    """

    def __init__(self, moved: list[str], *, strict: bool) -> None:
        self._moved = moved
        self._strict = strict

    def write(self, schema: Object, where: str) -> Json:
        """The schema.

        Args:
            schema: As the client wrote it.
            where: Its place in the request.

        Raises:
            Unsayable: It is strict, and has a keyword that the provider does not know; the error names it.
        """
        kept: Json = {}
        notes: list[str] = []
        for name, value in _merged(schema).items():
            if not self._keep(name, value, f"{where}.{name}", kept) and name not in _SILENT:
                self._refuse(name, f"{where}.{name}")
                notes.append(f"{name}: {json.dumps(value, ensure_ascii=False)}")
        if notes:
            said, note = kept.get("description"), f"{{{', '.join(notes)}}}"
            kept["description"] = f"{said}\n\n{note}" if said else note
        return _lone_reference(kept)

    def _keep(self, name: str, value: object, where: str, kept: Json) -> bool:
        if name in _MAPS and isinstance(value, Mapping):
            kept[_MAPS[name]] = {key: self._inner(one, f"{where}.{key}") for key, one in value.items()}
        elif name in _LISTS and isinstance(value, list):
            kept[name] = [self._inner(one, f"{where}[{at}]") for at, one in enumerate(value)]
        elif name in _ONES:
            kept[name] = self._inner(value, where)
        elif name == "$ref" and isinstance(value, str):
            kept[name] = value.replace("#/definitions/", "#/$defs/")
        elif name == "const" and _is_plain(value):
            kept["enum"] = [value]
        elif name in _KEPT or (name == "enum" and _is_listing(value)):
            kept[name] = value
        else:
            return False
        return True

    def _inner(self, schema: object, where: str) -> object:
        return self.write(cast("Object", schema), where) if isinstance(schema, Mapping) else schema

    def _refuse(self, name: str, where: str) -> None:
        if self._strict and name in _SHAPES:
            raise unsayable(where, f"it cannot be held to the keyword {name!r} of a JSON schema")
        self._moved.append(where)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _is_listing(value: object) -> bool:
    return isinstance(value, list) and all(_is_plain(one) for one in value)


def _merged(schema: Object) -> Object:
    """The schema with an `allOf` of one, and a null among the values of an enum, in plainer words."""
    only = schema.get("allOf")
    if isinstance(only, list) and len(only) == 1 and isinstance(only[0], Mapping):
        rest = {name: value for name, value in schema.items() if name != "allOf"}
        if not rest.keys() & only[0].keys():
            schema = {**only[0], **rest}
    values = schema.get("enum")
    if not isinstance(values, list) or None not in values or "anyOf" in schema:
        return schema
    rest = {name: value for name, value in schema.items() if name not in ("enum", "type")}
    some: Json = {"enum": [one for one in values if one is not None]}
    kinds = schema.get("type")
    named = [one for one in kinds if one != "null"] if isinstance(kinds, list) else [kinds]
    if len(named) == 1 and isinstance(named[0], str):
        some["type"] = named[0]
    return {**rest, "anyOf": [some, {"type": "null"}]}


def _lone_reference(schema: Json) -> Json:
    """A reference may have no company but members that begin with a dollar sign."""
    if "$ref" not in schema or all(name.startswith("$") for name in schema):
        return schema
    return {"anyOf": [{"$ref": schema.pop("$ref")}], **schema}


_SHARED = (
    *("default", "description", "enum", "format", "maxItems", "maxLength", "maxProperties", "maximum"),
    *("minItems", "minLength", "minProperties", "minimum", "pattern", "required", "title"),
)
_COUNTS = frozenset(("maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"))


def json_schema_of(schema: Object) -> Json:
    """Google's schema language as JSON Schema."""
    written: Json = {}
    kind = member(schema, "type")
    if isinstance(kind, str) and kind.upper() != "TYPE_UNSPECIFIED":
        written["type"] = kind.lower()
    for name in _SHARED:
        value = member(schema, name)
        if value is not None and not (name == "format" and value == "enum"):
            is_count = name in _COUNTS and isinstance(value, str) and value.isdigit()
            written[name] = int(str(value)) if is_count else value
    _rename_inner(schema, written)
    if isinstance(reference := member(schema, "ref"), str):
        written["$ref"] = reference.replace("#/defs/", "#/$defs/")
    return _nullable(written) if member(schema, "nullable") is True else written


def _rename_inner(schema: Object, written: Json) -> None:
    if isinstance(some := member(schema, "anyOf"), list):
        written["anyOf"] = [_renamed(one) for one in some]
    for name in ("items", "additionalProperties"):
        if (value := member(schema, name)) is not None:
            written[name] = _renamed(value)
    for name, spoken in (("properties", "properties"), ("defs", "$defs")):
        if isinstance(value := member(schema, name), Mapping):
            written[spoken] = {key: _renamed(one) for key, one in value.items()}


def _renamed(schema: object) -> object:
    return json_schema_of(schema) if isinstance(schema, Mapping) else schema


def _nullable(schema: Json) -> Json:
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    if isinstance(some := schema.get("anyOf"), list):
        return {**schema, "anyOf": [*some, {"type": "null"}]}
    said = {"description": schema.pop("description")} if "description" in schema else {}
    return {"anyOf": [schema, {"type": "null"}], **said}
