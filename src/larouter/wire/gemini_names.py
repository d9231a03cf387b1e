"""Google's JSON: every member has two spellings, and a list of one may be written without its brackets.

Source: the JSON mapping of protocol buffers (protobuf.dev/programming-guides/json): a parser takes the
lowerCamelCase name and the original one. A member that comes in both is refused, since what was inspected and
what the provider reads could differ.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import cast

from larouter.core.errors import BadRequest
from larouter.wire.neutral import Object

_CAPITAL = re.compile("[A-Z]")
_EMPTY: Object = {}


@cache
def other_name(name: str) -> str:
    """The original spelling of a lowerCamelCase name."""
    return _CAPITAL.sub(lambda found: f"_{found[0].lower()}", name)


def member(value: Object, name: str) -> object:
    """A member in either spelling, or None.

    Raises:
        BadRequest: It comes in both.
    """
    other = other_name(name)
    if other == name or other not in value:
        return value.get(name)
    if name in value:
        raise BadRequest(f"{name} comes as {other} as well; send it once", param=name)
    return value[other]


def object_of(value: Object, name: str, where: str = "") -> Object:
    """A member that is an object; empty when there is none.

    Raises:
        BadRequest: It is something else.
    """
    found = member(value, name)
    if found is None:
        return _EMPTY
    if not isinstance(found, Mapping):
        raise BadRequest(f"{where}{name} must be an object", param=f"{where}{name}")
    return found


def objects_of(value: Object, name: str, where: str = "") -> list[Object]:
    """A member that is a list of objects; one without brackets counts as a list of it.

    Raises:
        BadRequest: It is something else.
    """
    found = member(value, name)
    if found is None:
        return []
    if isinstance(found, Mapping):
        return [found]
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise BadRequest(f"{where}{name} must be an array of objects", param=f"{where}{name}")
    return cast("list[Object]", found)


def text_of(value: Object, name: str, where: str) -> str:
    """A member that must be a string that is not empty.

    Raises:
        BadRequest: It is not.
    """
    found = member(value, name)
    if not isinstance(found, str) or not found:
        raise BadRequest(f"{where}.{name} must be a string that is not empty", param=f"{where}.{name}")
    return found
