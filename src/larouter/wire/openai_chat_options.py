"""OpenAI chat completions: the parameters of a request, apart from its messages, in neutral words."""

from collections.abc import Mapping
from typing import Literal, cast

from larouter.core.errors import BadRequest
from larouter.wire.neutral import (
    Cache,
    Format,
    Object,
    Reasoning,
    Sampling,
    Tool,
    ToolChoice,
)

_EMPTY: Object = {}


def text_of(value: Object, name: str, where: str) -> str:
    """A member that must be a string that is not empty."""
    text = value.get(name)
    if not isinstance(text, str) or not text:
        raise BadRequest(f"{where}.{name} must be a string that is not empty", param=f"{where}.{name}")
    return text


def cache_of(value: Object) -> Cache | None:
    """The cache marker that something carries."""
    marker = value.get("cache_control") or value.get("prompt_cache_breakpoint")
    if marker is None or not isinstance(marker, dict):
        return None
    ttl = marker.get("ttl")
    return Cache(ttl if isinstance(ttl, str) else "")


def tools_of(members: Object) -> tuple[Tool, ...]:
    """The tools on offer."""
    tools = [
        _tool(tool, f"tools[{at}]")
        for at, tool in enumerate(cast("list[Object]", members.get("tools") or ()))
    ]
    for at, function in enumerate(cast("list[Object]", members.get("functions") or ())):
        tools.append(_tool({"type": "function", "function": function}, f"functions[{at}]"))
    return tuple(tools)


def _tool(tool: Object, where: str) -> Tool:
    kind = tool.get("type", "function")
    if kind == "custom":
        given = tool.get("custom")
        custom: Object = given if isinstance(given, Mapping) else _EMPTY
        name = text_of(custom, "name", f"{where}.custom")
        return Tool(
            name, str(custom.get("description") or ""), custom=cast("Object", custom.get("format") or _EMPTY)
        )
    function = tool.get("function")
    if kind != "function" or not isinstance(function, Mapping):
        raise BadRequest(f"{where}.type {kind!r} is not known; use function or custom", param=f"{where}.type")
    schema = function.get("parameters")
    if schema is not None and not isinstance(schema, Mapping):
        raise BadRequest(
            f"{where}.function.parameters must be an object", param=f"{where}.function.parameters"
        )
    strict = function.get("strict")
    return Tool(
        text_of(function, "name", f"{where}.function"),
        str(function.get("description") or ""),
        schema,
        strict if isinstance(strict, bool) else None,
        cache=cache_of(tool),
    )


def choice_of(members: Object) -> ToolChoice | None:
    """How tools are to be used."""
    value = members.get("tool_choice") or members.get("function_call")
    if value is None:
        return None
    if value in ("auto", "none", "required"):
        return ToolChoice(value)
    if isinstance(value, Mapping):
        kind = value.get("type", "function")
        inner = value.get(kind) if isinstance(kind, str) else None
        if kind == "allowed_tools" and isinstance(inner, Mapping):
            named = cast("list[Object]", inner.get("tools") or ())
            names = tuple(name for tool in named if (name := _named(tool)))
            return ToolChoice("required" if inner.get("mode") == "required" else "auto", names)
        if name := _named(value):
            return ToolChoice("required", (name,))
    raise BadRequest(
        'tool_choice must be "auto", "none", "required" or name a tool: '
        '{"type": "function", "function": {"name": "..."}}',
        param="tool_choice",
    )


def _named(value: Object) -> str:
    for inner in (value.get("function"), value.get("custom"), value):
        if isinstance(inner, Mapping) and isinstance(name := inner.get("name"), str):
            return name
    return ""


def format_of(members: Object) -> Format | None:
    """The form the answer must have."""
    if isinstance(grammar := members.get("grammar"), str):
        return Format("grammar", grammar=grammar)
    value = cast("Object", members.get("response_format") or _EMPTY)
    kind = value.get("type", "text")
    if kind == "text":
        return None
    if kind == "json_object":
        plain = value.get("schema")  # llama.cpp accepts a schema here
        return Format("schema", schema=plain) if isinstance(plain, Mapping) else Format("json")
    inner = value.get("json_schema")
    if kind != "json_schema" or not isinstance(inner, Mapping):
        raise BadRequest(
            "response_format.type must be text, json_object or json_schema", param="response_format"
        )
    schema, strict = inner.get("schema"), inner.get("strict")
    if schema is not None and not isinstance(schema, Mapping):
        raise BadRequest(
            "response_format.json_schema.schema must be an object", param="response_format.json_schema.schema"
        )
    return Format(
        "schema",
        str(inner.get("name") or ""),
        str(inner.get("description") or ""),
        schema or _EMPTY,
        strict if isinstance(strict, bool) else None,
    )


def sampling_of(members: Object) -> Sampling:
    """How tokens are to be drawn; `read_chat` has checked the kinds and ranges."""
    stop = members.get("stop")
    return Sampling(
        temperature=cast("float | None", members.get("temperature")),
        top_p=cast("float | None", members.get("top_p")),
        top_k=cast("int | None", members.get("top_k")),
        seed=cast("int | None", members.get("seed")),
        frequency_penalty=cast("float | None", members.get("frequency_penalty")),
        presence_penalty=cast("float | None", members.get("presence_penalty")),
        stop=(stop,) if isinstance(stop, str) else tuple(cast("list[str]", stop or ())),
        answers=cast("int | None", members.get("n")) or 1,
        logprobs=members.get("logprobs") is True,
        top_logprobs=cast("int | None", members.get("top_logprobs")),
    )


def reasoning_of(members: Object) -> Reasoning:
    """How much to think; `thinking` is DeepSeek's word, and LiteLLM's for Anthropic's."""
    effort, thinking = members.get("reasoning_effort"), members.get("thinking")
    if isinstance(thinking, Mapping) and isinstance(kind := thinking.get("type"), str):
        budget = thinking.get("budget_tokens")
        mode: Literal["off", "on"] = "off" if kind == "disabled" else "on"
        said = effort if isinstance(effort, str) and mode == "on" else ""
        return Reasoning(mode, said, budget if isinstance(budget, int) else None)
    if not isinstance(effort, str):
        return Reasoning()
    return Reasoning("off" if effort == "none" else "on", effort)
