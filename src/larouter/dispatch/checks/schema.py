"""Whether a value matches a JSON Schema, as far as the schema is understood.

What is not understood (a remote reference, a pattern, a format) is taken to match, so that a value is never found
wrong for want of understanding. Source: JSON Schema 2020-12, validation vocabulary.
"""

from collections.abc import Callable, Mapping
from typing import cast

Schema = Mapping[str, object]
_DEEPEST = 64
_TYPES: Mapping[str, Callable[[object], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool))
        or (isinstance(value, float) and value.is_integer())
    ),
}


def fits(value: object, schema: object) -> bool:
    """Whether the value matches; a schema that is none is matched by everything."""
    return _Judge(schema).fits(value, schema, 0)


class _Judge:
    """Holds values against the parts of one schema."""

    def __init__(self, root: object) -> None:
        self._root = root

    def fits(self, value: object, schema: object, depth: int) -> bool:
        """Whether the value matches that part."""
        if schema is False:
            return False
        if not isinstance(schema, Mapping) or depth > _DEEPEST:
            return True
        if isinstance(reference := schema.get("$ref"), str):
            return self.fits(value, self._find(reference), depth + 1)
        return (
            _is_of_type(value, schema)
            and _is_listed(value, schema)
            and self._combines(value, schema, depth)
            and _is_within(value, schema)
            and self._holds(value, schema, depth)
        )

    def _find(self, reference: str) -> object:
        if not reference.startswith("#"):
            return True
        at: object = self._root
        for step in reference.lstrip("#").split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            at = at.get(name, True) if isinstance(at, Mapping) else True
        return at

    def _combines(self, value: object, schema: Schema, depth: int) -> bool:
        every, some = schema.get("allOf"), schema.get("anyOf") or schema.get("oneOf")
        if isinstance(every, list) and not all(self.fits(value, part, depth + 1) for part in every):
            return False
        return not isinstance(some, list) or any(self.fits(value, part, depth + 1) for part in some)

    def _holds(self, value: object, schema: Schema, depth: int) -> bool:
        if isinstance(value, dict):
            return self._has_members(value, schema, depth)
        if isinstance(value, list):
            items = schema.get("items")
            return items is None or all(self.fits(one, items, depth + 1) for one in value)
        return True

    def _has_members(self, value: dict[str, object], schema: Schema, depth: int) -> bool:
        required = schema.get("required")
        if isinstance(required, list) and not all(name in value for name in required):
            return False
        known = schema.get("properties")
        properties = cast("Schema", known) if isinstance(known, Mapping) else {}
        rest = schema.get("additionalProperties", True)
        patterns = "patternProperties" in schema
        for name, member in value.items():
            part = properties.get(name, True if patterns else rest)
            if not self.fits(member, part, depth + 1):
                return False
        return True


def _is_of_type(value: object, schema: Schema) -> bool:
    named = schema.get("type")
    if named is None or (value is None and schema.get("nullable") is True):
        return True
    names = named if isinstance(named, list) else [named]
    known = [str(name).lower() for name in names]
    return any(name not in _TYPES or _TYPES[name](value) for name in known)


def _is_listed(value: object, schema: Schema) -> bool:
    listed = schema.get("enum")
    if isinstance(listed, list) and not any(_same(value, one) for one in listed):
        return False
    return "const" not in schema or _same(value, schema["const"])


def _same(value: object, other: object) -> bool:
    return value == other and isinstance(value, bool) == isinstance(other, bool)


def _is_within(value: object, schema: Schema) -> bool:
    """Whether a number, or the length of what has one, keeps to its bounds."""
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int | float):
        return _between(value, schema.get("minimum"), schema.get("maximum"))
    if isinstance(value, str):
        return _between(len(value), schema.get("minLength"), schema.get("maxLength"))
    if isinstance(value, list):
        return _between(len(value), schema.get("minItems"), schema.get("maxItems"))
    return True


def _between(number: float, least: object, most: object) -> bool:
    return not (isinstance(least, int | float) and number < least) and not (
        isinstance(most, int | float) and number > most
    )
