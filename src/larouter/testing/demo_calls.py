"""The tool call that a request forces, with arguments that fit its schema and mean nothing: for simulated servers."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from larouter.testing.completions import ToolCall

_DEEPEST = 8
_SAMPLES: Mapping[str, object] = {
    "string": "simulated",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "null": None,
    "array": [],
}


def forced_call(body: Mapping[str, Any]) -> ToolCall | None:
    """The call that `tool_choice` asks for, whatever the model would rather say; None where it leaves the choice."""
    tools = [tool["function"] for tool in body.get("tools") or () if "function" in tool]
    choice = body.get("tool_choice")
    if choice == "required":
        wanted = tools[:1]
    elif isinstance(choice, Mapping):
        name = (choice.get("function") or {}).get("name")
        wanted = [tool for tool in tools if tool.get("name") == name]
    else:
        wanted = []
    if not wanted:
        return None
    arguments = sample(wanted[0].get("parameters") or {"type": "object"})
    return ToolCall(wanted[0]["name"], json.dumps(arguments, ensure_ascii=False), "call_simulated")


def sample(schema: object, depth: int = 0) -> object:
    """A value that fits a JSON schema of the kind that tools have: types, enumerations, objects and alternatives."""
    if not isinstance(schema, Mapping) or depth > _DEEPEST:
        return None
    if "const" in schema:
        return schema["const"]
    for listed in ("enum", "anyOf", "oneOf"):
        if options := schema.get(listed):
            return options[0] if listed == "enum" else sample(options[0], depth + 1)
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, Sequence) and not isinstance(kind, str) else kind
    if kind == "object":
        members = schema.get("properties") or {}
        return {name: sample(members.get(name), depth + 1) for name in schema.get("required", ())}
    if kind == "array" and schema.get("minItems"):
        return [sample(schema.get("items"), depth + 1)] * schema["minItems"]
    return _SAMPLES.get(kind)
