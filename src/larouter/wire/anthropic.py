"""Anthropic Messages: what a request says.

Source: `MessageCreateParams` and `MessageCountTokensParams` of the `anthropic` package. Members that are not
known here are kept and passed on.
"""

from collections.abc import Callable, Mapping
from typing import cast

import msgspec

from larouter.core.chat import ANTHROPIC, Body, Chat, Turn
from larouter.core.errors import BadRequest
from larouter.wire.checks import (
    check_members,
    kind,
    marked,
    number,
    read_model,
    strange,
    strings,
    texts_beside,
    whole,
)
from larouter.wire.hidden import note_code, note_names

MESSAGES_PATH = "/v1/messages"
COUNT_PATH = "/v1/messages/count_tokens"
HEADERS = (("anthropic-version", "2023-06-01"),)
ROLES = frozenset({"user", "assistant", "system"})
MOST_TOKENS = 10_000_000
_NO_TEXT = frozenset({"messages", "model", "stream", "max_tokens"})
_NEEDS = {"image": "vision", "document": "documents"}
_EMPTY: Mapping[str, object] = {}


def read_messages(body: Body) -> Chat:
    """The request in `body`.

    Raises:
        BadRequest: A member is missing or of the wrong kind; the error names it and the cure.
    """
    if body.members.get("max_tokens") is None:
        raise BadRequest("max_tokens is required: the longest answer wanted, in tokens", param="max_tokens")
    return read_count(body)


def read_count(body: Body) -> Chat:
    """The request in `body`, which asks how long its prompt is; it needs no `max_tokens`.

    Raises:
        BadRequest: As `read_messages`.
    """
    members = body.members
    check_members(members, _CHECKS)
    needs: set[str] = set()
    tools = _read_tools(members.get("tools"))
    if tools:
        needs.add("tools")
    config = members.get("output_config")
    if isinstance(config, Mapping) and config.get("format"):
        needs.add("json_schema")
    return Chat(
        protocol=ANTHROPIC,
        model=read_model(members.get("model")),
        stream=members.get("stream") is True,
        turns=_read_turns(members, needs),
        needs=frozenset(needs),
        tools=tools,
        definitions=texts_beside(body, _NO_TEXT),
        max_tokens=cast("int", members.get("max_tokens") or 0),
        answers=1,
        wants_usage=True,
        body=body,
    )


_MESSAGE = frozenset({"role", "content"})
_SOURCE = frozenset({"type", "media_type", "data", "url", "file_id", "content"})
_KNOWN: Mapping[str, frozenset[str]] = {
    "text": frozenset({"type", "text", "cache_control"}),
    "tool_result": frozenset({"type", "tool_use_id", "content", "is_error", "cache_control"}),
    "tool_use": frozenset({"type", "id", "name", "input", "cache_control"}),
    "image": frozenset({"type", "source", "cache_control", "title", "context"}),
    "document": frozenset({"type", "source", "cache_control", "title", "context"}),
    "thinking": frozenset({"type", "thinking", "signature"}),
    "redacted_thinking": frozenset({"type", "data"}),
}


def _read_turns(members: Mapping[str, object], needs: set[str]) -> list[Turn]:
    value = members.get("messages")
    if not isinstance(value, list) or not value:
        raise BadRequest("messages is required: a non-empty array of message objects", param="messages")
    turns = [_read_turn(message, f"messages[{at}]", needs) for at, message in enumerate(value)]
    system = members.get("system")
    if not system:
        return turns
    texts: list[str] = []
    _read_content(system, "system", needs, texts)
    return [Turn("system", "\n".join(texts)), *turns]


def _read_turn(message: object, where: str, needs: set[str]) -> Turn:
    if not isinstance(message, dict):
        raise BadRequest(f"{where} must be an object with a role and content", param=where)
    role = message.get("role")
    if not isinstance(role, str) or role not in ROLES:
        raise BadRequest(f"{where}.role must be user or assistant; got {role!r}", param=f"{where}.role")
    content = message.get("content")
    if isinstance(content, str) and len(message) == 2:
        return Turn(role, content)
    texts: list[str] = []
    calls = _read_content(content, f"{where}.content", needs, texts)
    strange(message, _MESSAGE, texts)
    return Turn(role, "\n".join(texts), calls)


def _read_content(content: object, where: str, needs: set[str], texts: list[str]) -> int:
    """Collect the text of some content; returns how many tools it calls."""
    if isinstance(content, str):
        texts.append(content)
        return 0
    if not isinstance(content, list):
        raise BadRequest(f"{where} must be a string or an array of content blocks", param=where)
    calls = 0
    for at, block in enumerate(content):
        if not isinstance(block, dict) or not isinstance(sort := block.get("type"), str):
            raise BadRequest(
                f"{where}[{at}] must be an object with a type, such as text", param=f"{where}[{at}]"
            )
        if sort == "text" and not isinstance(block.get("text"), str):
            raise BadRequest(f"{where}[{at}].text must be a string", param=f"{where}[{at}].text")
        if sort in _NEEDS:
            needs.add(_NEEDS[sort])
        calls += sort == "tool_use"
        _read_block(sort, block, f"{where}[{at}]", needs, texts)
        if (len(block) > 2 or "source" in block) and sort in _KNOWN:
            strange(block, _KNOWN[sort], texts)
            marked(block, texts)
            if isinstance(source := block.get("source"), dict):
                _read_source(source, texts)
    return calls


def _read_source(source: dict[str, object], texts: list[str]) -> None:
    strange(source, _SOURCE, texts)
    note_names((source.get("type"), source.get("media_type"), source.get("file_id")), texts)
    if source.get("type") != "text":
        note_code(source.get("data"), texts)
    if source.get("url"):
        note_names((source.get("data"),), texts)


def _read_block(sort: str, block: dict[str, object], where: str, needs: set[str], texts: list[str]) -> None:
    if sort == "text":
        texts.append(cast("str", block["text"]))
    elif sort == "tool_result":
        note_names((block.get("tool_use_id"),), texts)
        if (content := block.get("content")) is not None:
            _read_content(content, f"{where}.content", needs, texts)
    elif sort == "tool_use":
        texts += (str(block.get("name") or ""), _encode(block.get("input")).decode())
        note_names((block.get("id"),), texts)
    elif sort in ("image", "document"):
        source = block.get("source")
        said = [block.get("title"), block.get("context")]
        if isinstance(source, dict):
            said.append(source.get("url") or (source.get("data") if source.get("type") == "text" else None))
            if isinstance(source.get("content"), str | list):
                _read_content(source["content"], f"{where}.source.content", needs, texts)
        texts += [one for one in said if isinstance(one, str)]
    elif sort == "thinking":
        texts.append(str(block.get("thinking") or ""))
        note_code(block.get("signature"), texts)
    elif sort == "redacted_thinking":
        note_code(block.get("data"), texts)
    else:
        texts.append(_encode(block).decode())


def _read_tools(value: object) -> tuple[str, ...]:
    names = []
    for at, tool in enumerate(cast("list[object]", value or [])):
        if not isinstance(tool, dict):
            raise BadRequest(f"tools[{at}] must be an object", param=f"tools[{at}]")
        name = tool.get("name") or tool.get("type")
        if not isinstance(name, str):
            raise BadRequest(f"tools[{at}].name must be a string", param=f"tools[{at}].name")
        names.append(name)
    return tuple(names)


def count_request(chat: Chat, upstream_id: str) -> bytes:
    """The body that asks a backend of the same protocol for the length of the prompt, at `COUNT_PATH`."""
    return chat.body.with_members({"model": _encode(upstream_id).decode()})


def count_answer(tokens: int) -> bytes:
    """`MessageTokensCount`."""
    return _encode({"input_tokens": tokens})


_encode = msgspec.json.Encoder().encode
_CHECKS: dict[str, Callable[[str, object], None]] = {
    "stream": kind(bool, "true or false"),
    "max_tokens": whole(0, MOST_TOKENS),
    "temperature": number(0, 1),
    "top_p": number(0, 1),
    "top_k": whole(0, 2**31),
    "stop_sequences": strings,
    "tools": kind(list, "an array of tool definitions"),
    "tool_choice": kind(dict, 'an object such as {"type": "auto"}'),
    "thinking": kind(dict, 'an object such as {"type": "adaptive"}'),
    "output_config": kind(dict, "an object with effort or format"),
    "metadata": kind(dict, "an object with a user_id"),
}
