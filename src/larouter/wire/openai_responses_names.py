"""OpenAI Responses: tools that stand in a namespace, under one name each, as every other protocol has them.

Source: `NamespaceToolParam`, `AdditionalTools` and `ResponseFunctionToolCallParam` of the `openai` package. Codex
declares the tools of each MCP server as a namespace, and finds a call by its namespace and its name.
"""

from collections.abc import Iterator, Mapping
from typing import cast

from larouter.core.errors import BadRequest
from larouter.wire.neutral import Object

NAMESPACE = "namespace"
ADDITIONAL = "additional_tools"
Homes = Mapping[str, tuple[str, str]]
NO_HOMES: Homes = {}


def full_name(namespace: str, name: str) -> str:
    """The one name of a tool in a namespace."""
    return f"{namespace}{'' if namespace.endswith('__') else '__'}{name}"


def named_in(item: Object) -> object:
    """The one name that a call says, its namespace included."""
    namespace, name = item.get(NAMESPACE), item.get("name")
    return (
        full_name(namespace, name)
        if namespace and isinstance(namespace, str) and isinstance(name, str)
        else name
    )


def tools_in(members: Object) -> Iterator[tuple[str, Object]]:
    """The tools of a request with their places, those of namespaces under their full names.

    Raises:
        BadRequest: One is no object, or a namespace without a name or tools.
    """
    for where, tool in _given(members):
        if not isinstance(tool, Mapping):
            raise BadRequest(f"{where} must be an object with a type, such as function", param=where)
        if tool.get("type") == NAMESPACE:
            yield from _inside(tool, where)
        else:
            yield where, tool


def _given(members: Object) -> Iterator[tuple[str, object]]:
    """The tools as they came; those of the items `additional_tools` too, by which Codex offers them to some models."""
    for at, tool in enumerate(cast("list[object]", members.get("tools") or ())):
        yield f"tools[{at}]", tool
    items = members.get("input")
    for at, item in enumerate(items if isinstance(items, list) else ()):
        if (
            isinstance(item, Mapping)
            and item.get("type") == ADDITIONAL
            and isinstance(item.get("tools"), list)
        ):
            for place, tool in enumerate(item["tools"]):
                yield f"input[{at}].tools[{place}]", tool


def _inside(space: Object, where: str) -> Iterator[tuple[str, Object]]:
    name, tools = space.get("name"), space.get("tools")
    if not isinstance(name, str) or not name:
        raise BadRequest(f"{where}.name must be a string", param=f"{where}.name")
    if not isinstance(tools, list):
        raise BadRequest(f"{where}.tools must be an array of tools", param=f"{where}.tools")
    told = space.get("description")
    note = (
        f"About all tools whose names begin with {name}: {told}\n\n" if told and isinstance(told, str) else ""
    )
    for at, tool in enumerate(tools):
        place = f"{where}.tools[{at}]"
        if not isinstance(tool, Mapping) or not isinstance(tool.get("name"), str):
            raise BadRequest(f"{place} must be an object with a type and a name", param=place)
        said = tool.get("description")
        described = note + (said if isinstance(said, str) else "")
        yield place, {**tool, "name": full_name(name, str(tool["name"])), "description": described.rstrip()}
        note = ""


def homes_in(members: Object) -> Homes:
    """The namespace and the name of each tool that stands in one, by its full name."""
    return {
        full_name(str(space.get("name")), str(tool.get("name"))): (
            str(space.get("name")),
            str(tool.get("name")),
        )
        for _, space in _given(members)
        if isinstance(space, Mapping) and space.get("type") == NAMESPACE
        for tool in cast("list[Object]", space.get("tools") or ())
    }


def chosen(names: tuple[str, ...], homes: Homes) -> tuple[str, ...]:
    """Full names for those of a choice: a tool may be chosen by its own name, and a namespace for all it has."""
    found: list[str] = []
    for name in names:
        inside = [full for full, (space, own) in homes.items() if name in (space, own)]
        found += inside if inside and name not in homes else [name]
    return tuple(dict.fromkeys(found))
