"""A model that does what it is asked, whichever provider's protocol the request came in.

It calls the first tool that is on offer, says the weather once a tool has spoken, fills a schema when one is
wanted, and greets otherwise. A text that it fills in is the one that the request quotes in 'another script', or
"Rome"; where just any JSON is wanted its keys are the words that the request quotes.
"""

import re
from collections.abc import Iterable, Mapping
from json import dumps
from typing import Any

from larouter.testing.completions import Answer, ToolCall
from larouter.testing.http_server import Received

GREETING = "Hello from the other side of the router."
AFTER_TOOLS = "It is sunny in Rome today."
Json = Mapping[str, Any]
_SPELLINGS = {
    "function_declarations": "functionDeclarations",
    "function_response": "functionResponse",
    "parameters_json_schema": "parametersJsonSchema",
    "tool_config": "toolConfig",
    "function_calling_config": "functionCallingConfig",
    "allowed_function_names": "allowedFunctionNames",
    "generation_config": "generationConfig",
    "response_mime_type": "responseMimeType",
    "response_schema": "responseSchema",
    "response_json_schema": "responseJsonSchema",
}


def oblige(request: Received) -> Answer:
    """The answer to a request in OpenAI's, Anthropic's or Google's protocol."""
    body: Json = _camel(request.json())
    if _results(body):
        return Answer(AFTER_TOOLS)
    tools = [tool for tool in _tools(body) if _forced(body) in ("", tool[0])]
    if tools:
        name, schema = tools[0]
        return Answer("", (ToolCall(name, _json(schema, body), f"call_{len(str(body)):09}"),))
    schema = _schema(body)
    if schema == {}:
        words = re.findall(r"'(\w+)'", dumps(body, ensure_ascii=False))
        return Answer(dumps(dict.fromkeys(words, "Rome")))
    return Answer(_json(schema, body) if schema else GREETING)


def _json(schema: Json, body: Json) -> str:
    quoted = re.search(r"'([^']*[^\x00-\x7f][^']*)'", dumps(body, ensure_ascii=False))
    return dumps(fill(schema, schema, quoted[1] if quoted else "Rome"), ensure_ascii=False)


def fill(schema: Json, root: Json, text: str) -> Any:
    """A value that fits a JSON schema: that text, 3 for a number, yes, one item, every property."""
    if "$ref" in schema:
        at: Any = root
        for step in str(schema["$ref"]).removeprefix("#/").split("/"):
            at = at[step]
        return fill(at, root, text)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return fill(next(one for one in schema[several] if one.get("type") != "null"), root, text)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    match str(next(one for one in kind if one != "null") if isinstance(kind, list) else kind).lower():
        case "object":
            return {name: fill(one, root, text) for name, one in schema.get("properties", {}).items()}
        case "array":
            return [fill(schema.get("items", {"type": "string"}), root, text)]
        case "integer" | "number":
            return 3
        case "boolean":
            return True
        case _:
            return text


def _camel(value: Any) -> Any:
    """Google takes its names in both spellings; here they have one. Others have no name that this would change."""
    if isinstance(value, list):
        return [_camel(one) for one in value]
    if isinstance(value, dict):
        return {_SPELLINGS.get(name, name): _camel(one) for name, one in value.items()}
    return value


def _results(body: Json) -> bool:
    """Whether the last turn holds what a tool answered."""
    last = (body.get("messages") or body.get("contents"))[-1]
    if last.get("role") == "tool":
        return True
    parts = last.get("parts") or last.get("content")
    return isinstance(parts, list) and any(
        part.get("type") == "tool_result" or "functionResponse" in part for part in parts
    )


def _tools(body: Json) -> Iterable[tuple[str, Json]]:
    for tool in body.get("tools") or ():
        for one in tool.get("functionDeclarations") or (tool.get("function") or tool,):
            schema = one.get("parameters") or one.get("input_schema") or one.get("parametersJsonSchema")
            yield one["name"], schema or {}


def _forced(body: Json) -> str:
    """The tool that must be called, or that none may be; empty when the model is free."""
    choice = body.get("tool_choice")
    if isinstance(choice, str):
        return "no tool at all" if choice == "none" else ""
    if isinstance(choice, dict):
        return str(choice.get("name") or choice.get("function", {}).get("name") or "")
    calling = body.get("toolConfig", {}).get("functionCallingConfig", {})
    return str(next(iter(calling.get("allowedFunctionNames", ())), ""))


def _schema(body: Json) -> Json | None:
    """The schema that the answer shall have; an empty one for any JSON, which Anthropic is asked for in words."""
    if body.get("response_format") == {"type": "json_object"} or "JSON" in dumps(body.get("system", "")):
        return {}
    if wanted := body.get("response_format", {}).get("json_schema"):
        return dict(wanted["schema"])
    if wanted := body.get("output_config", {}).get("format"):
        return dict(wanted["schema"])
    options = body.get("generationConfig", {})
    any_json = {} if options.get("responseMimeType") == "application/json" else None
    return options.get("responseJsonSchema") or options.get("responseSchema") or any_json
