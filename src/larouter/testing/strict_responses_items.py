"""What OpenAI refuses within the input items of a request for a response, and in which words.

Sources: the official SDK's types; the guides on function calling and reasoning at developers.openai.com; the texts of
errors as users reported them in public issues.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from larouter.testing.strict import Complaint

Body = Mapping[str, Any]
Verify = Callable[[str, str], bool]

MOST_ID = 64
_NAME = re.compile(r"[a-zA-Z0-9_-]+")
_MOST_NAME = 64
_PREFIXES = {"message": "msg", "reasoning": "rs", "function_call": "fc", "custom_tool_call": "ctc"}
_CALLS = {"function_call": "function call", "custom_tool_call": "custom tool call"}
_OUTPUTS = {f"{name}_output": words for name, words in _CALLS.items()}


def wrong_items(items: Sequence[Body], model: str, verify: Verify) -> Iterator[Complaint]:
    """Everything that would be refused of items whose shape is right.

    Args:
        items: The input.
        model: That is asked.
        verify: Whether encrypted reasoning was made by a model: called with the encrypted content and the model.
    """
    yield from _wrong_ids(items)
    yield from _wrong_pairs(items)
    yield from _wrong_parts(items)
    yield from _wrong_thoughts(items, model, verify)


def wrong_name(name: str, where: str) -> Iterator[Complaint]:
    """What is wrong with the name of a tool or a schema."""
    if len(name) > _MOST_NAME:
        message = (
            f"Invalid '{where}': string too long. Expected a string with maximum length {_MOST_NAME}, but got a "
            f"string with length {len(name)} instead."
        )
        yield Complaint(400, message, where, "string_above_max_length")
    if not _NAME.fullmatch(name):
        message = (
            f"Invalid '{where}': string does not match pattern. Expected a string that matches the pattern "
            "'^[a-zA-Z0-9_-]+$'."
        )
        yield Complaint(400, message, where, "invalid_value")


def _wrong_ids(items: Sequence[Body]) -> Iterator[Complaint]:
    for at, item in enumerate(items):
        kind = item.get("type") or "message"
        prefix, given = _PREFIXES.get(kind), item.get("id")
        if kind in _CALLS:
            yield from wrong_name(item["name"], f"input[{at}].name")
        if prefix and given and not given.startswith(prefix):
            message = f"Invalid 'input[{at}].id': '{given}'. Expected an ID that begins with '{prefix}'."
            yield Complaint(400, message, f"input[{at}].id", "invalid_value")
        if len(call := item.get("call_id") or "-") > MOST_ID:
            message = (
                f"Invalid 'input[{at}].call_id': string too long. Expected a string with maximum length {MOST_ID}, "
                f"but got a string with length {len(call)} instead."
            )
            yield Complaint(400, message, f"input[{at}].call_id", "string_above_max_length")


def _wrong_pairs(items: Sequence[Body]) -> Iterator[Complaint]:
    waiting: dict[tuple[str, str], None] = {}
    for item in items:
        kind = item.get("type") or "message"
        if kind in _CALLS:
            waiting[_CALLS[kind], item["call_id"]] = None
        elif kind in _OUTPUTS:
            if (_OUTPUTS[kind], item["call_id"]) not in waiting:
                message = f"No tool call found for {_OUTPUTS[kind]} output with call_id {item['call_id']}."
                yield Complaint(400, message, "input")
            waiting.pop((_OUTPUTS[kind], item["call_id"]), None)
    for words, call in waiting:
        yield Complaint(400, f"No tool output found for {words} {call}.", "input")


def _wrong_parts(items: Sequence[Body]) -> Iterator[Complaint]:
    for at, item in enumerate(items):
        content = item.get("content") if item.get("role") else item.get("output")
        for index, part in enumerate(content if isinstance(content, list) else ()):
            where = f"input[{at}].content[{index}]"
            address = part.get("image_url") or ""
            if part["type"] == "input_image":
                if bool(address) == bool(part.get("file_id")):
                    yield Complaint(400, f"Missing required parameter: '{where}.image_url'.", where)
                elif address and not address.startswith(("data:image/", "http://", "https://")):
                    message = f"Invalid '{where}.image_url'. Expected a valid URL, but got something else."
                    yield Complaint(400, message, f"{where}.image_url", "invalid_value")
            if part["type"] == "input_file":
                given = [name for name in ("file_data", "file_id", "file_url") if part.get(name)]
                if len(given) != 1:
                    yield Complaint(400, f"Missing required parameter: '{where}.file_id'.", where)
                elif given == ["file_data"] and not part.get("filename"):
                    yield Complaint(400, f"Missing required parameter: '{where}.filename'.", where)


def _wrong_thoughts(items: Sequence[Body], model: str, verify: Verify) -> Iterator[Complaint]:
    for at, item in enumerate(items):
        if item.get("type") != "reasoning":
            continue
        sealed, named = item.get("encrypted_content"), item.get("id") or f"input[{at}]"
        if not sealed:
            message = (
                f"Item with id '{named}' not found. Items are not persisted when `store` is set to false. Try again "
                "with `store` set to true, or remove this item from your input."
            )
            yield Complaint(404, message, "input")
        elif not verify(sealed, model):
            message = (
                f"The encrypted content for item {named} could not be verified. Reason: Encrypted content could not "
                "be decrypted or parsed."
            )
            yield Complaint(400, message, None, "invalid_encrypted_content")
        following = items[at + 1] if at + 1 < len(items) else {}
        if following.get("type") not in (*_CALLS, "reasoning") and following.get("role") != "assistant":
            message = f"Item '{named}' of type 'reasoning' was provided without its required following item."
            yield Complaint(400, message, "input")
