"""What OpenAI refuses within the messages and tools of a chat request, and in which words.

Source: the parameter types of the official SDK, `openai.types.chat` of release 3.50, and the texts of errors as
users reported them in public issues.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from larouter.testing.shapes import (
    ANYTHING,
    OBJECT,
    TEXT,
    TEXT_OR_NULL,
    YES_NO,
    Deviation,
    Items,
    Leaf,
    Members,
    Shape,
    Tagged,
    TextOr,
    deviations,
    one_of,
)
from larouter.testing.strict import Complaint

LONGEST_ID = 40
_MARK: dict[str, Shape] = {"prompt_cache_breakpoint": ANYTHING}
_TEXT_PART = Members({"type": TEXT, "text": TEXT}, _MARK)
_DETAIL = one_of("auto", "low", "high", "original")
_PARTS: dict[str, Shape] = {
    "text": _TEXT_PART,
    "image_url": Members(
        {"type": TEXT, "image_url": Members({"url": TEXT}, {"detail": _DETAIL})},
        _MARK,
    ),
    "input_audio": Members(
        {"type": TEXT, "input_audio": Members({"data": TEXT, "format": one_of("wav", "mp3")})}, _MARK
    ),
    "file": Members(
        {"type": TEXT, "file": Members({}, {"file_data": TEXT, "file_id": TEXT, "filename": TEXT})}, _MARK
    ),
}
_TEXTS = TextOr(Items(Tagged("type", {"text": _TEXT_PART}, shown=False)))
_REFUSAL_PART = Members({"type": TEXT, "refusal": TEXT})
_SAID = TextOr(Items(Tagged("type", {"text": _TEXT_PART, "refusal": _REFUSAL_PART}, shown=False)), null=True)
_CALL = Members({"id": TEXT, "type": TEXT, "function": Members({"name": TEXT, "arguments": TEXT})})
_CALLS = Items(Tagged("type", {"function": _CALL, "custom": OBJECT}, shown=False))
_SYSTEM = Members({"role": TEXT, "content": _TEXTS}, {"name": TEXT})
_MESSAGE = Tagged(
    "role",
    {
        "system": _SYSTEM,
        "developer": _SYSTEM,
        "user": Members(
            {"role": TEXT, "content": TextOr(Items(Tagged("type", _PARTS, shown=False)))},
            {"name": TEXT},
        ),
        "assistant": Members(
            {"role": TEXT},
            {
                "content": _SAID,
                "name": TEXT,
                "refusal": TEXT_OR_NULL,
                "tool_calls": _CALLS,
                "audio": Leaf((dict,), null=True),
                "function_call": Leaf((dict,), null=True),
                # Compatible servers take back what they sent.
                "reasoning_content": TEXT_OR_NULL,
            },
        ),
        "tool": Members({"role": TEXT, "content": _TEXTS, "tool_call_id": TEXT}),
        "function": OBJECT,
    },
    shown=False,
)
_FUNCTION = Members(
    {"name": TEXT},
    {"description": TEXT, "parameters": OBJECT, "strict": Leaf((bool,), null=True)},
)
_TOOL = Tagged(
    "type", {"function": Members({"type": TEXT, "function": _FUNCTION}), "custom": OBJECT}, shown=False
)
_SCHEMA = Members({"name": TEXT}, {"schema": OBJECT, "description": TEXT, "strict": Leaf((bool,), null=True)})
_FORMAT = Tagged(
    "type",
    {
        "text": Members({"type": TEXT}),
        "json_object": Members({"type": TEXT}),
        "json_schema": Members({"type": TEXT, "json_schema": _SCHEMA}),
    },
    shown=False,
)
_CHOICE = TextOr(
    Tagged(
        "type",
        {
            "function": Members({"type": TEXT, "function": Members({"name": TEXT})}),
            "allowed_tools": OBJECT,
            "custom": OBJECT,
        },
        shown=False,
    )
)
_CHECKED: Mapping[str, Shape] = {
    "messages": Items(_MESSAGE),
    "tools": Items(_TOOL),
    "tool_choice": _CHOICE,
    "response_format": _FORMAT,
    "parallel_tool_calls": YES_NO,
    "stop": TextOr(Items(TEXT), null=True),
    "reasoning_effort": Leaf((str,), ("none", "minimal", "low", "medium", "high", "xhigh"), null=True),
    "stream_options": Members({}, {"include_usage": YES_NO, "include_obfuscation": YES_NO}, null=True),
}


def exact_complaint(body: Mapping[str, Any]) -> Complaint | None:
    """The first thing that OpenAI would refuse within the members, or None; their names are known already."""
    for name, shape in _CHECKED.items():
        for found in deviations(shape, body[name], (name,)) if body.get(name) is not None else ():
            return worded(found)
    for problem in _wrong_together(body):
        return problem
    return None


def worded(found: Deviation) -> Complaint:
    """A deviation in the words of OpenAI."""
    where = ""
    for step in found.path:
        where += f"[{step}]" if isinstance(step, int) else f".{step}"
    where = where.removeprefix(".")
    match found.kind:
        case "missing":
            return Complaint(
                400, f"Missing required parameter: '{where}'.", where, "missing_required_parameter"
            )
        case "unknown":
            return Complaint(400, f"Unknown parameter: '{where}'.", where, "unknown_parameter")
        case "value":
            message = f"Invalid value for '{where}'. Supported values are: {found.expected}."
            return Complaint(400, message, where, "invalid_value")
        case _:
            return Complaint(
                400, f"Invalid type for '{where}': expected {found.expected}.", where, "invalid_type"
            )


def _wrong_together(body: Mapping[str, Any]) -> Iterator[Complaint]:
    yield from _wrong_pairs(body["messages"])
    for name in ("tool_choice", "parallel_tool_calls"):
        if body.get(name) is not None and not body.get("tools"):
            yield Complaint(
                400, f"Invalid value for '{name}': '{name}' is only allowed when 'tools' are specified.", name
            )
    if body.get("tools") == []:
        yield Complaint(400, "Invalid 'tools': empty array.", "tools", "empty_array")
    choice = body.get("tool_choice")
    if isinstance(choice, str) and choice not in ("auto", "none", "required"):
        yield Complaint(400, f"Invalid value: '{choice}'.", "tool_choice", "invalid_value")


def _wrong_pairs(messages: Sequence[Mapping[str, Any]]) -> Iterator[Complaint]:
    open_calls: set[str] = set()
    for at, message in enumerate(messages):
        where = f"messages.[{at}].role"
        if message["role"] == "tool":
            if message["tool_call_id"] not in open_calls:
                yield Complaint(
                    400,
                    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
                    "'tool_calls'.",
                    where,
                )
            open_calls.discard(message["tool_call_id"])
            continue
        if open_calls:
            yield _unanswered(open_calls, where)
        yield from _long_ids(message.get("tool_calls", ()), at)
        open_calls = {call["id"] for call in message.get("tool_calls", ())}
        said = message.get("content") is not None or message.get("refusal") is not None
        if message["role"] == "assistant" and not said and not open_calls:
            yield Complaint(400, "Invalid value for 'content': expected a string, got null.", where)
    if open_calls:
        yield _unanswered(open_calls, "messages")


def _long_ids(calls: Sequence[Mapping[str, Any]], at: int) -> Iterator[Complaint]:
    for number, call in enumerate(calls):
        if (size := len(call["id"])) > LONGEST_ID:
            where = f"messages[{at}].tool_calls[{number}].id"
            message = (
                f"Invalid '{where}': string too long. Expected a string with maximum length {LONGEST_ID}, "
                f"but got a string with length {size} instead."
            )
            yield Complaint(400, message, where, "string_above_max_length")


def _unanswered(calls: set[str], where: str) -> Complaint:
    message = (
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
        f"The following tool_call_ids did not have response messages: {', '.join(sorted(calls))}"
    )
    return Complaint(400, message, where)
