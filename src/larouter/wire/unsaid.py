"""What stands inside a request and has no word in a neutral conversation; it is listed when the request is converted.

Sources: the parameter types of the `openai`, `anthropic` and `google-genai` packages. A shape names the members that a
parser reads, and inside which of them it looks further. Members at the top of a request are the parsers' own affair.
"""

from collections.abc import Mapping
from typing import TypeAlias

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.wire.neutral import Object

Shape: TypeAlias = "Mapping[str, Shape | None]"
MOST = 20
_LONGEST = 60


def _leaves(*names: str, **inside: Shape) -> "dict[str, Shape | None]":
    return {**dict.fromkeys(names), **inside}


_MARKS = ("cache_control", "prompt_cache_breakpoint")
_FUNCTION = _leaves("name", "description", "parameters", "strict", "arguments")
_CUSTOM = _leaves("name", "description", "format", "input")
_SCHEMA = _leaves("name", "description", "schema", "strict")
_SOUND = _leaves("data", "format")

_CHAT_PART = _leaves(
    *("type", "text", "refusal", *_MARKS),
    image_url=_leaves("url", "detail"),
    input_audio=_SOUND,
    file=_leaves("file_id", "file_data", "filename"),
)
_CHAT_CALL = _leaves(
    *("id", "type", "index", "extra_content", "cache_control"), function=_FUNCTION, custom=_CUSTOM
)
_CHAT: Shape = {
    "messages": _leaves(
        *("role", "name", "tool_call_id", "refusal", "audio", "function_call", *_MARKS),
        *("reasoning_details", "reasoning_content", "reasoning"),
        content=_CHAT_PART,
        tool_calls=_CHAT_CALL,
    ),
    "tools": _leaves("type", "cache_control", function=_FUNCTION, custom=_CUSTOM),
    "functions": _FUNCTION,
    "response_format": _leaves("type", "schema", json_schema=_SCHEMA),
}

_ITEM_PART = _leaves(
    *("type", "text", "refusal", "image_url", "file_id", "file_url", "filename", "file_data", "detail"),
    *("logprobs", *_MARKS),
    input_audio=_SOUND,
)
_ITEM_TOOL = _leaves("type", "name", "description", "parameters", "strict", "format", "output_schema")
_ITEM_TOOL["tools"] = _ITEM_TOOL
_RESPONSES: Shape = {
    "input": _leaves(
        *("type", "role", "id", "status", "call_id", "name", "namespace", "arguments", "input", "summary"),
        "encrypted_content",
        content=_ITEM_PART,
        output=_ITEM_PART,
        tools=_ITEM_TOOL,
    ),
    "tools": _ITEM_TOOL,
    "text": _leaves("verbosity", format=_leaves("type", *_SCHEMA)),
    "reasoning": _leaves("effort", "summary", "generate_summary", "context", "mode"),
}

_SOURCE = _leaves("type", "media_type", "data", "url", "file_id")
_BLOCK = _leaves(
    *("type", "text", "title", "context", "id", "name", "input", "tool_use_id", "is_error", "thinking"),
    *("signature", "data", "cache_control"),
)
_BLOCK["content"] = _BLOCK
_BLOCK["source"] = _SOURCE | {"content": _BLOCK}
_MESSAGES: Shape = {
    "system": _BLOCK,
    "messages": _leaves("role", content=_BLOCK),
    "tools": _leaves(
        *("type", "name", "description", "input_schema", "strict", "input_examples", "cache_control")
    ),
    "tool_choice": _leaves("type", "name", "disable_parallel_tool_use"),
    "output_config": _leaves("effort", "format"),
    "thinking": _leaves("type", "budget_tokens", "display"),
}

_PART = _leaves(
    *("text", "thought", "thoughtSignature", "videoMetadata"),
    inlineData=_leaves("mimeType", "data", "displayName"),
    fileData=_leaves("mimeType", "fileUri", "displayName"),
    functionCall=_leaves("id", "name", "args"),
)
_PART["functionResponse"] = _leaves("id", "name", "response", parts=_PART)
_DECLARED = _leaves(
    *("name", "description", "parameters", "parametersJsonSchema", "response", "responseJsonSchema")
)
_GENERATE: Shape = {
    "contents": _leaves("role", parts=_PART),
    "systemInstruction": _leaves("role", parts=_PART),
    "tools": _leaves(functionDeclarations=_DECLARED),
    "toolConfig": _leaves("retrievalConfig", functionCallingConfig=_leaves("mode", "allowedFunctionNames")),
}

_SHAPES: Mapping[str, Shape] = {
    OPENAI_CHAT: _CHAT,
    OPENAI_RESPONSES: _RESPONSES,
    ANTHROPIC: _MESSAGES,
    GEMINI: _GENERATE,
}
_USUAL = (
    ("caller", {"type": "direct"}),
    ("allowed_callers", ["direct"]),
    ("behavior", "BLOCKING"),
    ("behavior", "UNSPECIFIED"),
    ("citations", {"enabled": True}),  # refused by the parser
    ("citations", {"enabled": False}),
)


def unsaid(protocol: str, members: Object) -> tuple[str, ...]:
    """The members that are left out of a conversation, as `messages.content.citations`; each once, at most twenty.

    What says no more than its absence would (null, false, an empty list, the usual value) is not among them.

    Args:
        protocol: Of the client.
        members: Of its request, which the protocol's own `read_…` has accepted.
    """
    found: dict[str, None] = {}
    shapes = _SHAPES.get(protocol, {})
    for name, value in members.items():
        if type(value) is list or type(value) is dict:
            plain = _camel(name) if "_" in name and protocol == GEMINI else name
            if (shape := shapes.get(plain)) is not None:
                _walk(value, shape, plain, found)
    return tuple(found)[:MOST]


def _walk(value: object, shape: Shape, where: str, found: dict[str, None]) -> None:
    if type(value) is list:
        for one in value:
            _walk(one, shape, where, found)
    elif type(value) is dict:
        for name, one in value.items():
            inner = shape.get(name, _NOT_READ)
            if inner is _NOT_READ and "_" in name:
                inner = shape.get(_camel(name), _NOT_READ)
            if inner is None:
                continue
            if inner is _NOT_READ:
                _note(name, one, where, found)
            elif type(one) is list or type(one) is dict:
                _walk(one, inner, f"{where}.{name}", found)


_NOT_READ: Shape = {}


def _note(name: str, value: object, where: str, found: dict[str, None]) -> None:
    if not value or (name, value) in _USUAL:
        return
    if name.isidentifier() and name.isascii() and len(name) <= _LONGEST:
        found[f"{where}.{name}"] = None


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join([word.capitalize() for word in rest])
