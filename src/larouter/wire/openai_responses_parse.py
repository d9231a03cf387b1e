"""OpenAI Responses: a request as a neutral conversation.

Source: `ResponseInputItemParam` of the `openai` package. What the model said in one go comes as several
items; here they are one message, because every other protocol has them so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from larouter.core.chat import Body
from larouter.core.errors import BadRequest
from larouter.wire.neutral import (
    Audio,
    Conversation,
    Document,
    Image,
    Message,
    Object,
    Part,
    Refusal,
    Role,
    Source,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from larouter.wire.openai_chat_options import cache_of, text_of
from larouter.wire.openai_responses_names import ADDITIONAL, named_in
from larouter.wire.openai_responses_options import parse_options
from larouter.wire.profiles import unsayable
from larouter.wire.seals import read_label

REDACTED = "redacted"
_DATA_URL = re.compile(r"data:([a-zA-Z0-9.+/-]*)(?:;[a-zA-Z0-9=.-]+)*;base64,")
_CALLS = ("function_call", "custom_tool_call")
_RESULTS = ("function_call_output", "custom_tool_call_output")


def parse_responses(body: Body) -> Conversation:
    """The conversation of a request that `read_responses` has accepted.

    Raises:
        BadRequest: A member is of the wrong kind; the error names it.
        Unsayable: An item or tool is OpenAI's alone.
    """
    members = body.members
    said: list[Message] = []
    if isinstance(instructions := members.get("instructions"), str) and instructions:
        said.append(Message("system", (Text(instructions),), where="instructions"))
    value = members["input"]
    if isinstance(value, str):
        said.append(Message("user", (Text(value),), where="input"))
    else:
        _add_items(cast("list[Object]", value), said)
    return replace(parse_options(members), messages=tuple(said))


def _add_items(items: Sequence[Object], said: list[Message]) -> None:
    names: dict[str, str] = {}
    for at, item in enumerate(items):
        where, kind = f"input[{at}]", item.get("type") or "message"
        if kind == "message" and item.get("role") != "assistant":
            said.append(Message(cast("Role", item["role"]), _parts(item.get("content"), where), where=where))
        elif kind in _RESULTS:
            said.append(Message("user", (_result(item, names, where),), where=where))
        elif kind == "reasoning":
            _add_thought(item, said, where)
        elif kind == ADDITIONAL:
            continue  # they are among the tools
        else:
            _add_to_assistant(_assistant(item, str(kind), where), said, where)
            if kind in _CALLS:
                names[str(item.get("call_id"))] = str(named_in(item))


def _add_to_assistant(parts: tuple[Part, ...], said: list[Message], where: str) -> None:
    """Go on with what the model said, unless it has finished a text and begins another."""
    last = said[-1] if said else None
    if last is None or last.role != "assistant" or (_ends_in_text(last) and isinstance(parts[0], Text)):
        said.append(Message("assistant", parts, where=where))
    else:
        said[-1] = Message("assistant", (*last.parts, *parts), where=last.where)


def _ends_in_text(message: Message) -> bool:
    calls = any(isinstance(part, ToolCall) for part in message.parts)
    return not calls and isinstance(message.parts[-1], Text)


def _add_thought(item: Object, said: list[Message], where: str) -> None:
    """A thought, or the signature of the part before it, which had no place of its own."""
    sealed, identifier = item.get("encrypted_content"), str(item.get("id") or "")
    seal, kind = read_label(sealed) if isinstance(sealed, str) and sealed else (None, "")
    last = said[-1] if said and said[-1].role == "assistant" else None
    part = last.parts[-1] if last is not None else None
    if (
        last is not None
        and isinstance(part, ToolCall if kind == "call" else Text)
        and kind in ("call", "text")
    ):
        sealing = replace(part, seal=seal)
        said[-1] = replace(last, parts=(*last.parts[:-1], sealing))
    elif kind == "text":
        _add_to_assistant((Text("", seal=seal),), said, where)
    elif kind != "call":
        thought = Thinking(_words(item), seal, kind == REDACTED, identifier)
        _add_to_assistant((thought,), said, where)


def _words(item: Object) -> str:
    lists = [item.get(name) for name in ("summary", "content")]
    return "\n\n".join(
        str(part.get("text") or "")
        for some in lists
        for part in (some if isinstance(some, list) else ())
        if isinstance(part, Mapping)
    )


def _assistant(item: Object, kind: str, where: str) -> tuple[Part, ...]:
    if kind == "message":
        return _parts(item.get("content"), where) or (Text(""),)
    if kind in _CALLS:
        text_of(item, "name", where)
        said = str(item.get("input" if kind == "custom_tool_call" else "arguments") or "")
        call = ToolCall(text_of(item, "call_id", where), str(named_in(item)), said)
        return (replace(call, custom=True) if kind == "custom_tool_call" else call,)
    raise unsayable(f"{where}.type", f"{kind} belongs to a tool that runs at OpenAI")


def _result(item: Object, names: Mapping[str, str], where: str) -> ToolResult:
    identifier, output = text_of(item, "call_id", where), item.get("output")
    parts = _parts(output, where)
    if not all(isinstance(part, Text | Image | Document) for part in parts):
        raise BadRequest(f"{where}.output may hold text, images and files", param=f"{where}.output")
    return ToolResult(
        identifier, cast("tuple[Text | Image | Document, ...]", parts), name=names.get(identifier, "")
    )


def _parts(content: object, where: str) -> tuple[Part, ...]:
    if isinstance(content, str):
        return (Text(content),)
    parts = cast("list[Object]", content)
    return tuple([_part(part, f"{where}.content[{at}]") for at, part in enumerate(parts)])


def _part(part: Object, where: str) -> Part:
    kind = part["type"]
    if kind in ("input_text", "output_text", "text"):
        return Text(cast("str", part["text"]), cache_of(part))
    if kind == "refusal":
        return Refusal(str(part.get("refusal") or ""))
    if kind == "input_image":
        return Image(_image(part, where), str(part.get("detail") or ""), cache_of(part))
    if kind == "input_file":
        return Document(_file(part, where), str(part.get("filename") or ""), cache_of(part))
    if kind == "input_audio" and isinstance(sound := part.get("input_audio"), Mapping):
        place = f"{where}.input_audio"
        return Audio(Source(f"audio/{text_of(sound, 'format', place)}", text_of(sound, "data", place)))
    raise BadRequest(
        f"{where}.type {kind!r} is not known; use input_text, input_image or input_file", param=where
    )


def _image(part: Object, where: str) -> Source:
    if isinstance(identifier := part.get("file_id"), str) and identifier:
        return Source(file_id=identifier)
    return _source(text_of(part, "image_url", where), "image/png")


def _file(part: Object, where: str) -> Source:
    if isinstance(identifier := part.get("file_id"), str) and identifier:
        return Source(file_id=identifier)
    if isinstance(address := part.get("file_url"), str) and address:
        return Source("application/pdf", url=address)
    data = text_of(part, "file_data", where)
    return _source(data, "application/pdf") if data.startswith("data:") else Source("application/pdf", data)


def _source(url: str, kind: str) -> Source:
    found = _DATA_URL.match(url)
    return Source(found[1] or kind, url[found.end() :]) if found else Source(url=url)
