"""OpenAI Responses: what a request says, and what it wants to be remembered.

Source: `ResponseCreateParams` and `ResponseInputItemParam` of the `openai` package. Members that are not
known here are kept and passed on. What refers to a conversation that a server has kept is refused here; where
storage is switched on, `with_history` puts the kept items in first.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from larouter.core.chat import OPENAI_RESPONSES, Body, Chat, Turn
from larouter.core.errors import BadRequest
from larouter.wire.checks import (
    check_members,
    kind,
    number,
    read_model,
    strange,
    strings_in,
    texts_beside,
    whole,
)
from larouter.wire.hidden import note_code, note_names
from larouter.wire.members import read_object
from larouter.wire.neutral import Object
from larouter.wire.openai_responses_names import tools_in
from larouter.wire.passing import edited
from larouter.wire.sse import data_of

RESPONSES_PATH = "/v1/responses"
MOST_TOKENS = 10_000_000
ROLES = frozenset(("user", "assistant", "system", "developer"))
CALLERS_TOOLS = frozenset(("function", "custom"))
_NO_TEXT = frozenset(("input", "instructions", "model", "stream", "store", "include"))
_NEEDS = {"input_image": "vision", "input_file": "documents", "input_audio": "audio"}
_OVER = (b"response.completed", b"response.incomplete")
_MESSAGE = frozenset(("type", "role", "content", "id", "status"))
_CALL = frozenset(("type", "id", "call_id", "name", "namespace", "arguments", "input", "status"))
_RESULT = frozenset(("type", "id", "call_id", "output", "status"))
_WORDS = frozenset(("type", "text"))
_FILE = frozenset(
    ("type", "refusal", "image_url", "file_url", "filename", "file_id", "detail", "file_data", "input_audio")
)
_CURES = {
    "previous_response_id": "send the whole conversation as input",
    "conversation": "send the whole conversation as input, or go on by previous_response_id where responses are kept",
    "prompt": "send its text as instructions and input",
}
_SOUND = frozenset(("data", "format"))
_SAYING = ("refusal", "file_url", "filename", "file_id")
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Stored:
    """What a request says of storage.

    Attributes:
        previous: The response that it goes on from; empty when there is none.
        keep: Whether the client wants the answer kept; None when it did not say (OpenAI keeps it then).
    """

    previous: str
    keep: bool | None


def stored_of(body: Body) -> Stored:
    """What the request says of storage.

    Raises:
        BadRequest: `previous_response_id` is not a string.
    """
    previous, keep = body.members.get("previous_response_id"), body.members.get("store")
    if previous is not None and not isinstance(previous, str):
        raise BadRequest("previous_response_id must be a string", param="previous_response_id")
    return Stored(previous or "", keep if isinstance(keep, bool) else None)


def with_history(body: Body, items: Sequence[object]) -> Body:
    """The request with kept items before its own, in place of the reference to them.

    Args:
        body: The request.
        items: Input and output items of the earlier responses, oldest first.
    """
    own = body.members.get("input")
    asked = [{"role": "user", "content": own}] if isinstance(own, str) else own or []
    joined = json.dumps([*items, *cast("list[object]", asked)], ensure_ascii=False)
    return read_object(edited(body, {"input": joined, "previous_response_id": None}))


def finished_in(part: bytes, *, stream: bool) -> dict[str, Any] | None:
    """The whole response, if this part of an answer to a client ends it well.

    Args:
        part: Whole events of a stream, or a whole answer.
        stream: Which of the two.
    """
    if not stream:
        value = msgspec.json.decode(part)
        return value if isinstance(value, dict) and value.get("object") == "response" else None
    if not any(mark in part for mark in _OVER):
        return None
    for event in part.replace(b"\r\n", b"\n").split(b"\n\n"):
        data = data_of(event)
        if data is None or not any(mark in data for mark in _OVER):
            continue
        value = msgspec.json.decode(data)
        if isinstance(value, dict) and str(value.get("type")).encode() in _OVER:
            return cast("dict[str, Any]", value["response"])
    return None


def refuse_stored(body: Body) -> None:
    """Refuse what refers to a conversation that was not kept.

    Raises:
        BadRequest: It goes on from an earlier response, a kept conversation or a kept prompt.
    """
    for name, cure in _CURES.items():
        if body.members.get(name) is not None:
            raise BadRequest(
                f"{name} refers to something kept on a server, and nothing of the kind is kept here; {cure}",
                param=name,
            )


def read_responses(body: Body) -> Chat:
    """The request in `body`.

    Raises:
        BadRequest: A member is missing or of the wrong kind, or refers to what was not kept; the error names
            it and the cure.
    """
    refuse_stored(body)
    members = body.members
    check_members(members, _CHECKS)
    needs: set[str] = set()
    tools = _read_tools(members, needs)
    if tools:
        needs.add("tools")
    text = members.get("text")
    form = text.get("format") if isinstance(text, dict) else None
    if isinstance(form, dict) and form.get("type") in ("json_schema", "json_object"):
        needs.add(str(form["type"]))
    return Chat(
        protocol=OPENAI_RESPONSES,
        model=read_model(members.get("model")),
        stream=members.get("stream") is True,
        turns=read_turns(members, needs),
        needs=frozenset(needs),
        tools=tools,
        definitions=texts_beside(body, _NO_TEXT) + _included(members.get("include")),
        max_tokens=cast("int", members.get("max_output_tokens") or 0),
        answers=1,
        wants_usage=True,
        body=body,
    )


def read_turns(members: Object, needs: set[str]) -> list[Turn]:
    """The turns of `input` after those of `instructions`.

    Args:
        members: Of the request.
        needs: Told of what the input takes to read, such as `vision`.

    Raises:
        BadRequest: There is no input, or an item of it is of the wrong kind.
    """
    value, instructions = members.get("input"), members.get("instructions")
    turns = [Turn("system", instructions)] if isinstance(instructions, str) and instructions else []
    if isinstance(value, str):
        return [*turns, Turn("user", value)]
    if not isinstance(value, list) or not value:
        raise BadRequest("input is required: a string, or a non-empty array of items", param="input")
    return turns + [_read_item(item, f"input[{at}]", needs) for at, item in enumerate(value)]


def _included(include: object) -> tuple[str, ...]:
    said: list[str] = []
    if include:
        note_names(strings_in(include), said)
    return tuple(said)


def _read_item(item: object, where: str, needs: set[str]) -> Turn:
    if not isinstance(item, dict):
        raise BadRequest(f"{where} must be an object", param=where)
    sort = item.get("type") or "message"
    named: list[str] = []
    note_names((sort, item.get("id"), item.get("call_id"), item.get("status")), named)
    if sort == "item_reference" or item.keys() == {"id"}:
        raise BadRequest(
            f"{where} refers to an item kept on a server, and none are kept here; send the item itself",
            param=where,
        )
    if sort == "message":
        role = item.get("role")
        if not isinstance(role, str) or role not in ROLES:
            raise BadRequest(
                f"{where}.role must be one of {', '.join(sorted(ROLES))}; got {role!r}", param=f"{where}.role"
            )
        said = [_read_content(item.get("content"), f"{where}.content", needs), *named]
        strange(item, _MESSAGE, said)
        return Turn(role, "\n".join(said))
    if sort in ("function_call", "custom_tool_call"):
        said = [str(item.get(name) or "") for name in ("namespace", "name", "arguments", "input")]
        strange(item, _CALL, said)
        return Turn("assistant", "\n".join(filter(None, (*said, *named))), 1)
    if sort in ("function_call_output", "custom_tool_call_output"):
        said = [_read_content(item.get("output"), f"{where}.output", needs), *named]
        strange(item, _RESULT, said)
        return Turn("tool", "\n".join(said))
    rest = {name: value for name, value in item.items() if name not in ("encrypted_content", "id", "type")}
    note_code(item.get("encrypted_content"), named)
    return Turn("assistant" if sort == "reasoning" else "tool", "\n".join([_encode(rest).decode(), *named]))


def _read_content(content: object, where: str, needs: set[str]) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise BadRequest(f"{where} must be a string or an array of content parts", param=where)
    return "\n".join([_read_part(part, f"{where}[{at}]", needs) for at, part in enumerate(content)])


def _read_part(part: object, where: str, needs: set[str]) -> str:
    if not isinstance(part, dict) or not isinstance(sort := part.get("type"), str):
        raise BadRequest(f"{where} must be an object with a type, such as input_text", param=where)
    if sort in ("input_text", "output_text", "text"):
        if not isinstance(text := part.get("text"), str):
            raise BadRequest(f"{where}.text must be a string", param=f"{where}.text")
        if len(part) == 2:
            return text
        words = [text]
        strange(part, _WORDS, words)
        return "\n".join(words)
    if sort in _NEEDS:
        needs.add(_NEEDS[sort])
    said = [value for name in _SAYING if isinstance(value := part.get(name), str)]
    address = part.get("image_url")
    if isinstance(address, str) and not address.startswith("data:"):
        said.append(address)
    else:
        note_code(address, said)
    note_code(part.get("file_data"), said)
    if isinstance(sound := part.get("input_audio"), dict):
        note_code(sound.get("data"), said)
        note_names((sound.get("format"),), said)
        strange(sound, _SOUND, said)
    note_names((sort, part.get("detail")), said)
    strange(part, _FILE, said)
    return " ".join(said)


def _read_tools(members: Object, needs: set[str]) -> tuple[str, ...]:
    """The names of the tools; one that runs at OpenAI is a capability of its own, under its type."""
    names = []
    for where, tool in tools_in(members):
        if not isinstance(sort := tool.get("type"), str):
            raise BadRequest(f"{where} must be an object with a type, such as function", param=where)
        name = tool.get("name")
        if sort in CALLERS_TOOLS:
            if not isinstance(name, str) or not name:
                raise BadRequest(f"{where}.name must be a string", param=f"{where}.name")
            names.append(name)
        else:
            needs.add(sort)
            names.append(sort)
    return tuple(names)


_CHECKS: dict[str, Callable[[str, object], None]] = {
    "background": kind(bool, "true or false"),
    "stream": kind(bool, "true or false"),
    "store": kind(bool, "true or false"),
    "instructions": kind(str, "a string"),
    "max_output_tokens": whole(1, MOST_TOKENS),
    "temperature": number(0, 2),
    "top_p": number(0, 1),
    "top_logprobs": whole(0, 20),
    "parallel_tool_calls": kind(bool, "true or false"),
    "tools": kind(list, "an array of tool definitions"),
    "text": kind(dict, 'an object such as {"format": {"type": "text"}}'),
    "reasoning": kind(dict, 'an object such as {"effort": "low"}'),
    "include": kind(list, "an array of strings"),
    "metadata": kind(dict, "an object of strings"),
    "user": kind(str, "a string"),
}
