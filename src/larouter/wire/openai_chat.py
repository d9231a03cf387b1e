"""OpenAI chat completions: what a request says.

Source: the `CreateChatCompletionRequest` of OpenAI's published API description. Members that are not known here
are kept and passed on.
"""

from collections.abc import Callable, Mapping
from typing import cast

from larouter.core.chat import OPENAI_CHAT, Body, Chat, Turn
from larouter.core.errors import BadRequest

ROLES = frozenset({"developer", "system", "user", "assistant", "tool", "function"})
MOST_TOKENS = 10_000_000
MOST_ANSWERS = 128
_MOST_SHOWN = 60
_NO_TEXT = frozenset({"messages", "model", "stream", "stream_options"})
_PART_NEEDS = {"image_url": "vision", "input_audio": "audio", "file": "documents"}
_EMPTY: Mapping[str, object] = {}


def read_chat(body: Body) -> Chat:
    """The request in `body`.

    Raises:
        BadRequest: A member is missing or of the wrong kind; the error names it and the cure.
    """
    members = body.members
    for name, value in members.items():
        if (check := _CHECKS.get(name)) is not None and value is not None:
            check(name, value)
    stream = members.get("stream") is True
    options = cast("Mapping[str, object]", members.get("stream_options") or _EMPTY)
    if options and not stream:
        raise BadRequest("stream_options is only allowed when stream is true", param="stream_options")
    needs: set[str] = set()
    turns = _read_turns(members.get("messages"), needs)
    tools = _read_tools(members.get("tools"))
    if tools:
        needs.add("tools")
    kind = cast("Mapping[str, object]", members.get("response_format") or _EMPTY).get("type")
    if kind in ("json_schema", "json_object"):
        needs.add(str(kind))
    return Chat(
        protocol=OPENAI_CHAT,
        model=_read_model(members.get("model")),
        stream=stream,
        turns=turns,
        needs=frozenset(needs),
        tools=tools,
        definitions=tuple(
            body.text[start:end]
            for name, (start, end) in body.spans.items()
            if name not in _NO_TEXT and end - start > 5
        ),
        max_tokens=cast("int", members.get("max_completion_tokens") or members.get("max_tokens") or 0),
        answers=cast("int", members.get("n") or 1),
        wants_usage=options.get("include_usage") is True,
        body=body,
    )


def _read_model(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadRequest(
            'model is required: "auto", a tier such as "auto:complex", or a model id', param="model"
        )
    if len(value) > 256 or not value.isprintable():
        raise BadRequest("model must be a printable name of at most 256 characters", param="model")
    return value.strip()


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
            f"messages[{at}].role must be one of {', '.join(sorted(ROLES))}; got {_shown(role)}",
            param=f"messages[{at}].role",
        )
    content = message.get("content")
    if isinstance(content, str):
        if len(message) == 2 and role != "tool":
            return Turn(role, content)
        texts = [content]
    elif isinstance(content, list):
        texts = [_read_part(part, f"messages[{at}].content[{i}]", needs) for i, part in enumerate(content)]
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
    calls = _read_tool_calls(message.get("tool_calls"), f"messages[{at}].tool_calls", texts)
    texts += [
        text
        for name in ("name", "refusal", "reasoning_content")
        if isinstance(text := message.get(name), str)
    ]
    return Turn(role, "\n".join(texts), calls)


def _read_part(part: object, where: str, needs: set[str]) -> str:
    if not isinstance(part, dict) or not isinstance(kind := part.get("type"), str):
        raise BadRequest(f"{where} must be an object with a type, such as text or image_url", param=where)
    if kind in ("text", "refusal"):
        if not isinstance(text := part.get(kind), str):
            raise BadRequest(f"{where}.{kind} must be a string", param=f"{where}.{kind}")
        return text
    if kind in _PART_NEEDS:
        if not isinstance(media := part.get(kind), dict):
            raise BadRequest(f"{where}.{kind} must be an object", param=f"{where}.{kind}")
        needs.add(_PART_NEEDS[kind])
        return " ".join(
            value for value in media.values() if isinstance(value, str) and not value.startswith("data:")
        )
    raise BadRequest(
        f"{where}.type {_shown(kind)} is not known; use text, image_url, input_audio or file", param=where
    )


def _read_tool_calls(value: object, where: str, texts: list[str]) -> int:
    if value is None:
        return 0
    if not isinstance(value, list):
        raise BadRequest(f"{where} must be an array", param=where)
    for at, call in enumerate(value):
        function = call.get("function") if isinstance(call, dict) else None
        if not isinstance(function, dict) or not isinstance(function.get("name"), str):
            raise BadRequest(
                f"{where}[{at}].function.name must be a string", param=f"{where}[{at}].function.name"
            )
        texts += (function["name"], str(function.get("arguments", "")))
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


def _shown(value: object) -> str:
    """As much of a wrong value as helps to find it."""
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _kind(wanted: type, article: str) -> Callable[[str, object], None]:
    def check(name: str, value: object) -> None:
        if not isinstance(value, wanted):
            raise BadRequest(f"{name} must be {article}", param=name)

    return check


def _whole(least: int, most: int) -> Callable[[str, object], None]:
    def check(name: str, value: object) -> None:
        if type(value) is not int or not least <= value <= most:
            raise BadRequest(
                f"{name} must be a whole number from {least:,} to {most:,}; got {_shown(value)}", param=name
            )

    return check


def _number(least: float, most: float) -> Callable[[str, object], None]:
    def check(name: str, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise BadRequest(
                f"{name} must be a number from {least:g} to {most:g}; got {_shown(value)}", param=name
            )

    return check


def _stop(name: str, value: object) -> None:
    if not isinstance(value, str) and not (
        isinstance(value, list) and all(isinstance(one, str) for one in value)
    ):
        raise BadRequest(f"{name} must be a string or an array of strings", param=name)


_CHECKS: dict[str, Callable[[str, object], None]] = {
    "stream": _kind(bool, "true or false"),
    "stream_options": _kind(dict, "an object"),
    "max_tokens": _whole(1, MOST_TOKENS),
    "max_completion_tokens": _whole(1, MOST_TOKENS),
    "n": _whole(1, MOST_ANSWERS),
    "temperature": _number(0, 2),
    "top_p": _number(0, 1),
    "frequency_penalty": _number(-2, 2),
    "presence_penalty": _number(-2, 2),
    "seed": _whole(-(2**63), 2**63 - 1),
    "stop": _stop,
    "tools": _kind(list, "an array of tool definitions"),
    "response_format": _kind(dict, 'an object such as {"type": "json_object"}'),
    "metadata": _kind(dict, "an object of strings"),
    "user": _kind(str, "a string"),
}
