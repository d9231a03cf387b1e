"""Anthropic Messages: a request as a neutral conversation.

Source: `MessageCreateParams` of the `anthropic` package. Tools that run at Anthropic, and blocks that only
they make, have no counterpart elsewhere and are refused by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

import msgspec

from larouter.core.chat import Body
from larouter.core.errors import BadRequest
from larouter.wire.neutral import (
    Cache,
    Conversation,
    Document,
    Format,
    Image,
    Message,
    Object,
    Part,
    Reasoning,
    Role,
    Sampling,
    Source,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
)
from larouter.wire.profiles import unsayable
from larouter.wire.seals import read_label

_KNOWN = frozenset(
    {
        *("model", "messages", "system", "max_tokens", "stream", "stop_sequences", "tools", "tool_choice"),
        *("temperature", "top_p", "top_k", "thinking", "output_config", "output_format"),
    }
)
_EMPTY: Object = {}
_encode = msgspec.json.Encoder().encode


def parse_messages(body: Body) -> Conversation:
    """The conversation of a request that `read_messages` has accepted.

    Raises:
        BadRequest: A member is of the wrong kind; the error names it.
        Unsayable: A block or tool is Anthropic's alone.
    """
    members = body.members
    return replace(parse_options(body), messages=_messages(members), tools=_tools(members.get("tools")))


def parse_options(body: Body) -> Conversation:
    """The request without its messages and tools.

    Raises:
        BadRequest: As `parse_messages`.
    """
    members = body.members
    choice = cast("Object", members.get("tool_choice") or _EMPTY)
    metadata = members.get("metadata")
    user = metadata.get("user_id") if isinstance(metadata, Mapping) else None
    single = choice.get("disable_parallel_tool_use")
    return Conversation(
        messages=(),
        stream=members.get("stream") is True,
        max_tokens=cast("int | None", members.get("max_tokens")),
        choice=_choice(choice),
        parallel=not single if isinstance(single, bool) else None,
        format=_format(members),
        sampling=Sampling(
            temperature=cast("float | None", members.get("temperature")),
            top_p=cast("float | None", members.get("top_p")),
            top_k=cast("int | None", members.get("top_k")),
            stop=tuple(cast("list[str]", members.get("stop_sequences") or ())),
        ),
        reasoning=_reasoning(members),
        user=user if isinstance(user, str) else "",
        extras={
            name: value
            for name, value in members.items()
            if value is not None and name not in _KNOWN and (name != "metadata" or not user)
        },
    )


def _messages(members: Object) -> tuple[Message, ...]:
    names: dict[str, str] = {}
    said: list[Message] = []
    if system := _content(members.get("system") or "", "system", names):
        said.append(Message("system", system, where="system"))
    for at, message in enumerate(cast("list[Object]", members["messages"])):
        where = f"messages[{at}]"
        parts = _content(message.get("content"), f"{where}.content", names)
        said.append(Message(cast("Role", message["role"]), parts, where=where))
    return tuple(said)


def _content(content: object, where: str, names: dict[str, str]) -> tuple[Part, ...]:
    if isinstance(content, str):
        return (Text(content),) if content else ()
    parts: list[Part] = []
    for at, block in enumerate(cast("Sequence[Object]", content or ())):
        _add(block, f"{where}[{at}]", names, parts)
    return tuple(parts)


def _add(block: Object, where: str, names: dict[str, str], parts: list[Part]) -> None:
    kind, cache = block["type"], _cache(block)
    if kind == "text":
        parts.append(Text(cast("str", block["text"]), cache))
    elif kind == "image":
        parts.append(Image(_source(block, where), cache=cache))
    elif kind == "document":
        parts.append(_document(block, where, cache))
    elif kind == "search_result":
        _refuse_citations(block, where)
        parts.append(Text(_search_result(block), cache))
    elif kind == "tool_use":
        identifier, name = _word(block, "id", where), _word(block, "name", where)
        names[identifier] = name
        parts.append(ToolCall(identifier, name, _json(block.get("input")), cache=cache))
    elif kind == "tool_result":
        identifier = _word(block, "tool_use_id", where)
        inner = cast(
            "tuple[Text | Image | Document, ...]", _content(block.get("content"), f"{where}.content", {})
        )
        failed = block.get("is_error") is True
        parts.append(ToolResult(identifier, inner, failed, names.get(identifier, ""), cache))
    elif kind == "thinking":
        signature = block.get("signature")
        seal = read_label(signature)[0] if isinstance(signature, str) and signature else None
        parts.append(Thinking(str(block.get("thinking") or ""), seal))
    elif kind == "redacted_thinking":
        _add_redacted(_word(block, "data", where), parts)
    else:
        raise unsayable(f"{where}.type", f"a {kind} block has no counterpart outside of Anthropic's API")


def _add_redacted(data: str, parts: list[Part]) -> None:
    """A redacted thought, or the signature of the part before it that another protocol had no place for."""
    seal, kind = read_label(data)
    last = parts[-1] if parts else None
    if kind == "call" and isinstance(last, ToolCall):
        parts[-1] = ToolCall(last.id, last.name, last.arguments, last.custom, seal, last.cache)
    elif kind == "text":
        text = parts.pop() if isinstance(last, Text) else Text("")
        parts.append(Text(cast("Text", text).text, cast("Text", text).cache, seal))
    elif not kind:
        parts.append(Thinking("", seal, redacted=True))


def _word(value: Object, name: str, where: str) -> str:
    found = value.get(name)
    if not isinstance(found, str) or not found:
        raise BadRequest(f"{where}.{name} must be a string that is not empty", param=f"{where}.{name}")
    return found


def _json(value: object) -> str:
    return _encode(value if value is not None else {}).decode()


def _cache(block: Object) -> Cache | None:
    marker = block.get("cache_control")
    if marker is None or not isinstance(marker, dict):
        return None
    ttl = marker.get("ttl")
    return Cache(ttl if isinstance(ttl, str) else "")


def _source(block: Object, where: str) -> Source:
    source = block.get("source")
    if not isinstance(source, Mapping):
        raise BadRequest(f"{where}.source must be an object", param=f"{where}.source")
    kind, where = source.get("type"), f"{where}.source"
    if kind == "base64":
        return Source(_word(source, "media_type", where), _word(source, "data", where))
    if kind == "url":
        return Source(url=_word(source, "url", where))
    if kind == "file":
        return Source(file_id=_word(source, "file_id", where))
    if kind == "text":
        return Source("text/plain", text=_word(source, "data", where))
    if kind == "content":
        parts = _content(source.get("content"), f"{where}.content", {})
        if all(isinstance(part, Text) for part in parts):
            return Source("text/plain", text="\n".join([cast("Text", part).text for part in parts]))
    raise unsayable(f"{where}.type", f"{kind!r} has no counterpart outside of Anthropic's API")


def _document(block: Object, where: str, cache: Cache | None) -> Document:
    _refuse_citations(block, where)
    title, context = block.get("title"), block.get("context")
    name = " - ".join([words for words in (title, context) if isinstance(words, str) and words])
    return Document(_source(block, where), name, cache)


def _refuse_citations(block: Object, where: str) -> None:
    citations = block.get("citations")
    if isinstance(citations, Mapping) and citations.get("enabled"):
        raise unsayable(f"{where}.citations", "it gives no citations")


def _search_result(block: Object) -> str:
    inner = block.get("content")
    texts = (
        [str(one.get("text") or "") for one in inner if isinstance(one, Mapping)]
        if isinstance(inner, list)
        else []
    )
    return "\n".join([f"{block.get('title') or ''} ({block.get('source') or ''})", *texts])


def _tools(tools: object) -> tuple[Tool, ...]:
    return tuple(_tool(tool, f"tools[{at}]") for at, tool in enumerate(cast("Sequence[Object]", tools or ())))


def _tool(tool: Object, where: str) -> Tool:
    if tool.get("type") not in (None, "custom"):
        raise unsayable(f"{where}.type", f"{tool['type']} is a tool of Anthropic's own")
    schema, strict = tool.get("input_schema"), tool.get("strict")
    if not isinstance(schema, Mapping):
        raise BadRequest(f"{where}.input_schema must be an object", param=f"{where}.input_schema")
    said = str(tool.get("description") or "")
    if examples := tool.get("input_examples"):
        said = f"{said}\nExamples of its input: {_encode(examples).decode()}".strip()
    return Tool(
        _word(tool, "name", where),
        said,
        schema,
        strict if isinstance(strict, bool) else None,
        cache=_cache(tool),
    )


_MODES: Mapping[str, Literal["auto", "none", "required"]] = {
    "auto": "auto",
    "none": "none",
    "any": "required",
    "tool": "required",
}


def _choice(choice: Object) -> ToolChoice | None:
    if not choice:
        return None
    mode = _MODES.get(str(choice.get("type")))
    if mode is None:
        raise BadRequest("tool_choice.type must be auto, any, tool or none", param="tool_choice.type")
    return ToolChoice(mode, (_word(choice, "name", "tool_choice"),) if choice["type"] == "tool" else ())


def _format(members: Object) -> Format | None:
    config = members.get("output_config")
    wanted = config.get("format") if isinstance(config, Mapping) else members.get("output_format")
    if not isinstance(wanted, Mapping):
        return None
    schema = wanted.get("schema")
    if wanted.get("type") != "json_schema" or not isinstance(schema, Mapping):
        where = "output_config.format"
        raise BadRequest(f"{where} must be of type json_schema, with a schema", param=where)
    return Format("schema", schema=schema, strict=True)


def _reasoning(members: Object) -> Reasoning:
    thinking, config = members.get("thinking"), members.get("output_config")
    asked = config.get("effort") if isinstance(config, Mapping) else None
    effort = asked if isinstance(asked, str) else ""
    if not isinstance(thinking, Mapping):
        return Reasoning(effort=effort)
    kind, budget, display = thinking.get("type"), thinking.get("budget_tokens"), thinking.get("display")
    if kind in ("disabled", "between_tools"):
        return Reasoning("off", effort)
    show = None if display is None else display != "omitted"
    return Reasoning(
        "on" if kind == "enabled" else "auto", effort, budget if isinstance(budget, int) else None, show
    )
