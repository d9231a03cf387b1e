"""OpenAI chat completions: a request as a neutral conversation.

Source: `CreateChatCompletionRequest`. `reasoning_details` on an assistant message is what `openai_chat_tell`
gave the client to echo back; `cache_control` on parts is Anthropic's marker as many clients write it.
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
    Seal,
    Source,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from larouter.wire.openai_chat import limit_of
from larouter.wire.openai_chat_options import (
    cache_of,
    choice_of,
    format_of,
    reasoning_of,
    sampling_of,
    text_of,
    tools_of,
)

_DATA_URL = re.compile(r"data:([a-zA-Z0-9.+/-]*)(?:;[a-zA-Z0-9=.-]+)*;base64,")
_KNOWN = frozenset(
    {
        *(
            "messages",
            "model",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "n",
            "stop",
        ),
        *("temperature", "top_p", "top_k", "seed", "frequency_penalty", "presence_penalty", "logprobs"),
        *("top_logprobs", "tools", "tool_choice", "parallel_tool_calls", "functions", "function_call"),
        *("response_format", "reasoning_effort", "thinking", "user", "grammar"),
    }
)


def parse_chat(body: Body) -> Conversation:
    """The conversation of a chat completion request that `read_chat` has accepted.

    Raises:
        BadRequest: A member is of the wrong kind; the error names it.
    """
    members = body.members
    return Conversation(
        messages=_messages(cast("list[Object]", members["messages"])),
        stream=members.get("stream") is True,
        max_tokens=limit_of(members),
        tools=tools_of(members),
        choice=choice_of(members),
        parallel=cast("bool | None", members.get("parallel_tool_calls")),
        format=format_of(members),
        sampling=sampling_of(members),
        reasoning=reasoning_of(members),
        user=cast("str", members.get("user") or ""),
        extras={name: value for name, value in members.items() if value is not None and name not in _KNOWN},
    )


def _messages(messages: Sequence[Object]) -> tuple[Message, ...]:
    names: dict[str, str] = {}
    legacy = ""
    said = []
    for at, message in enumerate(messages):
        where = f"messages[{at}]"
        role = cast("str", message["role"])
        if role == "assistant":
            parts = _assistant(message, where)
            for part in parts:
                if type(part) is ToolCall:
                    names[part.id] = part.name
                    legacy = part.id
            said.append(Message("assistant", _marked(parts, message), _name(message), where))
        elif role in ("tool", "function"):
            call = cast("str", message["tool_call_id"]) if role == "tool" else legacy
            name = names.get(call) or _name(message)
            result = ToolResult(
                call, _result(message.get("content"), where), name=name, cache=cache_of(message)
            )
            said.append(Message("user", (result,), where=where))
        else:
            content = _parts(message.get("content"), where)
            said.append(Message(cast("Role", role), _marked(content, message), _name(message), where))
    return tuple(said)


def _marked(parts: list[Part], message: Object) -> tuple[Part, ...]:
    """The parts with the cache marker of the whole message on the last one, as many clients write it."""
    if (
        (cache := cache_of(message)) is not None
        and parts
        and isinstance(parts[-1], Text | Image | Audio | Document)
    ):
        parts[-1] = replace(parts[-1], cache=cache)
    return tuple(parts)


def _name(message: Object) -> str:
    name = message.get("name")
    return name if isinstance(name, str) else ""


def _parts(content: object, where: str) -> list[Part]:
    if type(content) is str:
        return [Text(content)]
    return [
        _part(part, f"{where}.content[{at}]") for at, part in enumerate(cast("list[Object]", content or ()))
    ]


def _part(part: Object, where: str) -> Part:
    kind = part["type"]
    if kind == "text":
        return Text(cast("str", part["text"]), cache_of(part))
    if kind == "refusal":
        return Refusal(cast("str", part["refusal"]))
    media = cast("Object", part[cast("str", kind)])
    if kind == "image_url":
        return Image(
            _image(text_of(media, "url", f"{where}.image_url")),
            str(media.get("detail") or ""),
            cache_of(part),
        )
    if kind == "input_audio":
        sound = f"{where}.input_audio"
        return Audio(
            Source(f"audio/{text_of(media, 'format', sound)}", text_of(media, "data", sound)), cache_of(part)
        )
    return Document(_file(media, f"{where}.file"), str(media.get("filename") or ""), cache_of(part))


def _image(url: str) -> Source:
    found = _DATA_URL.match(url)
    return Source(found[1] or "image/png", url[found.end() :]) if found else Source(url=url)


def _file(file: Object, where: str) -> Source:
    if isinstance(identifier := file.get("file_id"), str) and identifier:
        return Source(file_id=identifier)
    data = text_of(file, "file_data", where)
    found = _DATA_URL.match(data)
    return (
        Source(found[1] or "application/pdf", data[found.end() :])
        if found
        else Source("application/pdf", data)
    )


def _result(content: object, where: str) -> tuple[Text | Image | Document, ...]:
    if type(content) is str:
        return (Text(content),)
    parts = _parts(content, where)
    for part in parts:
        if not isinstance(part, Text | Image | Document):
            raise BadRequest(f"{where}.content may hold text, images and files", param=f"{where}.content")
    return tuple(cast("list[Text | Image | Document]", parts))


def _assistant(message: Object, where: str) -> list[Part]:
    parts = _parts(message.get("content"), where)
    if isinstance(refusal := message.get("refusal"), str):
        parts.append(Refusal(refusal))
    if message.get("audio") is not None:
        audio = f"{where}.audio"
        raise BadRequest(f"{audio} refers to an answer of another provider; send its transcript", param=audio)
    for at, call in enumerate(cast("Sequence[Object]", message.get("tool_calls") or ())):
        parts.append(_call(call, f"{where}.tool_calls[{at}]"))
    if isinstance(only := message.get("function_call"), dict):
        name = text_of(only, "name", f"{where}.function_call")
        parts.append(ToolCall(f"call_{where[9:-1]}", name, _arguments(only.get("arguments"))))
    return _thoughts(message, parts)


def _call(call: Object, where: str) -> ToolCall:
    identifier = text_of(call, "id", where)
    if isinstance(custom := call.get("custom"), dict):
        name = text_of(custom, "name", f"{where}.custom")
        return ToolCall(identifier, name, str(custom.get("input") or ""), custom=True)
    function = cast("Object", call["function"])
    name, arguments = cast("str", function["name"]), _arguments(function.get("arguments"))
    return ToolCall(identifier, name, arguments, seal=_call_seal(call), cache=cache_of(call))


def _arguments(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    raise BadRequest("the arguments of a tool call must be a string that holds JSON", param="messages")


def _call_seal(call: Object) -> Seal | None:
    """Google's place for the signature of a call; source: ai.google.dev/gemini-api/docs/openai."""
    extra = call.get("extra_content")
    if not isinstance(extra, dict):
        return None
    google = extra.get("google")
    value = google.get("thought_signature") if isinstance(google, Mapping) else None
    if not isinstance(value, str):
        return None
    return Seal(value, str(google.get("model") or "") if isinstance(google, Mapping) else "")


def _thoughts(message: Object, parts: list[Part]) -> list[Part]:
    """The parts with the reasoning where it stood; the client was given the place with it."""
    details = message.get("reasoning_details")
    if not isinstance(details, list):
        text = message.get("reasoning_content") or message.get("reasoning")
        return [Thinking(text), *parts] if isinstance(text, str) and text else parts
    for at, detail in enumerate(details):
        if not isinstance(detail, Mapping):
            continue
        place = detail.get("index")
        _place(detail, place if isinstance(place, int) else at, parts)
    return parts


def _place(detail: Object, place: int, parts: list[Part]) -> None:
    value = detail.get("signature") or detail.get("data")
    seal = Seal(value, str(detail.get("model") or "")) if isinstance(value, str) else None
    if detail.get("type") == "reasoning.signature":
        for at, part in enumerate(parts):
            if isinstance(part, Text) and part.seal is None:
                parts[at] = Text(part.text, part.cache, seal)
                return
        parts.insert(0, Text("", seal=seal))
        return
    text = detail.get("text") or detail.get("summary")
    redacted = detail.get("type") == "reasoning.encrypted" and not text
    thought = Thinking(text if isinstance(text, str) else "", seal, redacted, str(detail.get("id") or ""))
    parts.insert(min(max(place, 0), len(parts)), thought)
