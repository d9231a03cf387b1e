"""OpenAI chat completions: what a request says.

Source: the `CreateChatCompletionRequest` of OpenAI's published API description. Members that are not known here
are kept and passed on.
"""

from collections.abc import Callable, Mapping
from typing import cast

from larouter.core.chat import OPENAI_CHAT, Body, Chat, Turn
from larouter.core.errors import BadRequest
from larouter.core.frozen import frozen
from larouter.wire.checks import (
    check_members,
    kind,
    marked,
    number,
    read_model,
    shown,
    strange,
    string_or_strings,
    strings_in,
    texts_beside,
    whole,
)
from larouter.wire.hidden import note_code, note_names

ROLES = frozenset({"developer", "system", "user", "assistant", "tool", "function"})
MOST_TOKENS = 10_000_000
MOST_ANSWERS = 128
_NO_TEXT = frozenset({"messages", "model", "stream", "stream_options"})
_PART_NEEDS = {"image_url": "vision", "input_audio": "audio", "file": "documents"}
_MESSAGE = frozenset({"role", "content", "tool_calls", "tool_call_id"})
_FILES = frozenset({"url", "data", "file_data"})
_PART = frozenset({"type", "text", "refusal", "cache_control", *_PART_NEEDS})
_CALL = frozenset({"type", "id", "index", "function", "custom"})
_FUNCTION = frozenset({"name", "arguments", "input"})
_EMPTY: Mapping[str, object] = {}


def read_chat(body: Body) -> Chat:
    """The request in `body`.

    Raises:
        BadRequest: A member is missing or of the wrong kind; the error names it and the cure.
    """
    members = body.members
    check_members(members, _CHECKS)
    streaming = read_streaming(members)
    needs: set[str] = set()
    turns = _read_turns(members.get("messages"), needs)
    tools = _read_tools(members.get("tools"))
    if tools:
        needs.add("tools")
    form = cast("Mapping[str, object]", members.get("response_format") or _EMPTY).get("type")
    if form in ("json_schema", "json_object"):
        needs.add(str(form))
    return Chat(
        protocol=OPENAI_CHAT,
        model=read_model(members.get("model")),
        stream=streaming.wanted,
        turns=turns,
        needs=frozenset(needs),
        tools=tools,
        definitions=texts_beside(body, _NO_TEXT) + streaming.texts,
        max_tokens=limit_of(members) or 0,
        answers=cast("int", members.get("n") or 1),
        wants_usage=streaming.with_usage,
        body=body,
    )


@frozen
class Streaming:
    """What a request of chat completions or completions says of a stream.

    Attributes:
        wanted: Whether the answer is wanted piece by piece.
        with_usage: Whether it should end with the usage.
        texts: What its options say beside that.
    """

    wanted: bool
    with_usage: bool
    texts: tuple[str, ...]


def read_streaming(members: Mapping[str, object]) -> Streaming:
    """What the request says of a stream.

    Raises:
        BadRequest: It has options for one and wants none.
    """
    wanted = members.get("stream") is True
    options = cast("Mapping[str, object]", members.get("stream_options") or _EMPTY)
    if options and not wanted:
        raise BadRequest("stream_options is only allowed when stream is true", param="stream_options")
    if not options:
        return Streaming(wanted, False, ())
    return Streaming(wanted, options.get("include_usage") is True, tuple(strings_in(options)))


def limit_of(members: Mapping[str, object]) -> int | None:
    """The longest answer wanted, in tokens: of two limits the smaller; None when there is none."""
    given = [members.get(name) for name in ("max_completion_tokens", "max_tokens")]
    return min([limit for limit in given if isinstance(limit, int)], default=None)


def _read_turns(value: object, needs: set[str]) -> list[Turn]:
    if not isinstance(value, list) or not value:
        raise BadRequest("messages is required: a non-empty array of message objects", param="messages")
    return [_read_turn(message, at, needs) for at, message in enumerate(value)]


def _read_turn(message: object, at: int, needs: set[str]) -> Turn:
    if not isinstance(message, dict):
        raise BadRequest(f"messages[{at}] must be an object with a role and content", param=f"messages[{at}]")
    role = message.get("role")
    if not isinstance(role, str) or role not in ROLES:
        raise BadRequest(
            f"messages[{at}].role must be one of {', '.join(sorted(ROLES))}; got {shown(role)}",
            param=f"messages[{at}].role",
        )
    content = message.get("content")
    if isinstance(content, str):
        if len(message) == 2 and role != "tool":
            return Turn(role, content)
        texts = [content]
    elif isinstance(content, list):
        others: list[str] = []
        texts = [
            _read_part(part, f"messages[{at}].content[{i}]", needs, others) for i, part in enumerate(content)
        ]
        texts += others
    elif content is None and (role == "assistant" or "function_call" in message):
        texts = []
    else:
        raise BadRequest(
            f"messages[{at}].content must be a string or an array of parts", param=f"messages[{at}].content"
        )
    if role == "tool" and not isinstance(message.get("tool_call_id"), str):
        raise BadRequest(
            f"messages[{at}].tool_call_id must name the tool call that this is the result of",
            param=f"messages[{at}].tool_call_id",
        )
    if (answered := message.get("tool_call_id")) is not None:
        note_names((answered,), texts)
    calls = _read_tool_calls(message.get("tool_calls"), f"messages[{at}].tool_calls", texts)
    strange(message, _MESSAGE, texts)
    return Turn(role, "\n".join(texts), calls)


def _read_part(part: object, where: str, needs: set[str], others: list[str]) -> str:
    if not isinstance(part, dict) or not isinstance(sort := part.get("type"), str):
        raise BadRequest(f"{where} must be an object with a type, such as text or image_url", param=where)
    if len(part) > 2:
        strange(part, _PART - ({"text", "refusal", *_PART_NEEDS} - {sort}), others)
        marked(part, others)
    if sort in ("text", "refusal"):
        if not isinstance(text := part.get(sort), str):
            raise BadRequest(f"{where}.{sort} must be a string", param=f"{where}.{sort}")
        return text
    if sort in _PART_NEEDS:
        media = _media(part.get(sort), sort, f"{where}.{sort}")
        needs.add(_PART_NEEDS[sort])
        others += [text for one in media.values() if not isinstance(one, str) for text in strings_in(one)]
        said: list[str] = []
        for name, value in media.items():
            if name in _FILES and isinstance(value, str) and (name != "url" or value.startswith("data:")):
                note_code(value, others)
            elif isinstance(value, str):
                said.append(value)
        return " ".join(said)
    raise BadRequest(
        f"{where}.type {shown(sort)} is not known; use text, image_url, input_audio or file", param=where
    )


def _media(media: object, sort: str, where: str) -> dict[str, object]:
    if not isinstance(media, dict):
        raise BadRequest(f"{where} must be an object", param=where)
    if sort == "image_url" and not isinstance(media.get("url"), str):
        raise BadRequest(
            f"{where}.url must be a string: an address, or data:image/…;base64,…", param=f"{where}.url"
        )
    return media


def _read_tool_calls(value: object, where: str, texts: list[str]) -> int:
    if value is None:
        return 0
    if not isinstance(value, list):
        raise BadRequest(f"{where} must be an array", param=where)
    for at, call in enumerate(value):
        function = (call.get("function") or call.get("custom")) if isinstance(call, dict) else None
        if not isinstance(function, dict) or not isinstance(function.get("name"), str):
            raise BadRequest(
                f"{where}[{at}].function.name must be a string", param=f"{where}[{at}].function.name"
            )
        texts += (function["name"], str(function.get("arguments", function.get("input", ""))))
        note_names((call.get("id"), call.get("type")), texts)
        if not isinstance(at_index := call.get("index"), int):
            texts += strings_in(at_index)
        strange(function, _FUNCTION, texts)
        strange(call, _CALL, texts)
    return len(value)


def _read_tools(value: object) -> tuple[str, ...]:
    names = []
    for at, tool in enumerate(cast("list[object]", value or [])):
        if not isinstance(tool, dict):
            raise BadRequest(f"tools[{at}] must be an object", param=f"tools[{at}]")
        function = tool.get("function", tool)
        name = function.get("name") if isinstance(function, dict) else None
        if tool.get("type", "function") == "function" and not isinstance(name, str):
            raise BadRequest(
                f"tools[{at}].function.name must be a string", param=f"tools[{at}].function.name"
            )
        names.append(name if isinstance(name, str) else str(tool.get("type")))
    return tuple(names)


CHECKS: Mapping[str, Callable[[str, object], None]] = {
    "stream": kind(bool, "true or false"),
    "stream_options": kind(dict, "an object"),
    "n": whole(1, MOST_ANSWERS),
    "temperature": number(0, 2),
    "top_p": number(0, 1),
    "frequency_penalty": number(-2, 2),
    "presence_penalty": number(-2, 2),
    "seed": whole(-(2**63), 2**63 - 1),
    "stop": string_or_strings,
    "user": kind(str, "a string"),
}
"""What chat completions and completions have in common."""
_CHECKS: Mapping[str, Callable[[str, object], None]] = {
    **CHECKS,
    "max_tokens": whole(1, MOST_TOKENS),
    "max_completion_tokens": whole(1, MOST_TOKENS),
    "tools": kind(list, "an array of tool definitions"),
    "response_format": kind(dict, 'an object such as {"type": "json_object"}'),
    "metadata": kind(dict, "an object of strings"),
}
