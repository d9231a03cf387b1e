"""In which order Anthropic accepts messages and blocks, and how it refuses any other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Body = Mapping[str, Any]
Block = Mapping[str, Any]

_ID = re.compile(r"[a-zA-Z0-9_-]+")
_OF_USER = frozenset({"text", "image", "document", "search_result", "tool_result"})
_OF_ASSISTANT = frozenset(
    {"text", "document", "thinking", "redacted_thinking", "tool_use", "server_tool_use"}
)
_OF_ROLE = {"user": _OF_USER, "assistant": _OF_ASSISTANT, "system": frozenset({"text"})}


def wrong_turns(body: Body, *, prefill: bool) -> Iterator[str]:
    """Everything that is refused in the messages, whose shapes are right already.

    Args:
        body: The request.
        prefill: Whether the last message may be the assistant's.
    """
    messages = body["messages"]
    if not messages:
        yield "messages: at least one message is required"
        return
    if messages[0]["role"] != "user":
        yield 'messages: first message must use the "user" role'
    yield from _wrong_contents(messages)
    if messages[-1]["role"] == "assistant":
        yield from _wrong_end(messages[-1], prefill=prefill)
    yield from _wrong_pairs(_merged(messages))
    if (body.get("thinking") or {}).get("type") == "enabled":
        yield from _wrong_begin(messages)


def _blocks(message: Block) -> Sequence[Block]:
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _wrong_contents(messages: Sequence[Block]) -> Iterator[str]:
    for at, message in enumerate(messages):
        if not message["content"] and not (at == len(messages) - 1 and message["role"] == "assistant"):
            yield (
                f"messages.{at}: all messages must have non-empty content except for the optional final assistant "
                "message"
            )
            continue
        for index, block in enumerate(_blocks(message)):
            kind = block["type"]
            if kind not in _OF_ROLE[message["role"]]:
                yield f"messages.{at}: `{kind}` blocks can not be in `{message['role']}` messages"
            if kind == "text" and not block["text"] and message["content"]:
                yield "messages: text content blocks must be non-empty"
            if kind == "text" and not block["text"] and block.get("cache_control"):
                yield f"messages.{at}.content.{index}.text: cache_control cannot be set for empty text blocks"
            if kind in ("tool_use", "tool_result"):
                name = "id" if kind == "tool_use" else "tool_use_id"
                if not _ID.fullmatch(block[name]):
                    yield (
                        f"messages.{at}.content.{index}.{kind}.{name}: String should match pattern "
                        "'^[a-zA-Z0-9_-]+$'"
                    )


def _wrong_end(last: Block, *, prefill: bool) -> Iterator[str]:
    if not prefill:
        yield "This model does not support assistant message prefill. The conversation must end with a user message."
    blocks = _blocks(last)
    if blocks and blocks[-1]["type"] == "text" and blocks[-1]["text"] != blocks[-1]["text"].rstrip():
        yield "messages: final assistant content cannot end with trailing whitespace"


def _merged(messages: Sequence[Block]) -> list[tuple[int, str, list[Block]]]:
    """Turns: adjacent messages of one role are one. Each with the place of its first message."""
    turns: list[tuple[int, str, list[Block]]] = []
    for at, message in enumerate(messages):
        if turns and turns[-1][1] == message["role"]:
            turns[-1][2].extend(_blocks(message))
        else:
            turns.append((at, message["role"], list(_blocks(message))))
    return turns


def _wrong_pairs(turns: Sequence[tuple[int, str, list[Block]]]) -> Iterator[str]:
    open_calls: list[str] = []
    seen: set[str] = set()
    before = 0
    for at, role, blocks in turns:
        results = [block["tool_use_id"] for block in _leading_results(blocks)]
        if missing := [call for call in open_calls if call not in results]:
            yield _unanswered(before, missing)
        everywhere = [block["tool_use_id"] for block in blocks if block["type"] == "tool_result"]
        for index, call in enumerate(everywhere):
            if call not in open_calls:
                yield (
                    f"messages.{at}.content.{index}: unexpected `tool_use_id` found in `tool_result` blocks: {call}. "
                    "Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
                )
        if len(set(everywhere)) < len(everywhere):
            yield f"messages.{at}: each tool_use must have a single result. Found multiple `tool_result` blocks"
        open_calls = [block["id"] for block in blocks if block["type"] == "tool_use"]
        if seen.intersection(open_calls) or len(set(open_calls)) < len(open_calls):
            yield "messages: `tool_use` ids must be unique"
        seen.update(open_calls)
        before = at
        if role == "system":
            open_calls = []
    if open_calls:
        yield _unanswered(before, open_calls)


def _unanswered(at: int, calls: Sequence[str]) -> str:
    return (
        f"messages.{at}: `tool_use` ids were found without `tool_result` blocks immediately after: "
        f"{', '.join(calls)}. Each `tool_use` block must have a corresponding `tool_result` block in the next message."
    )


def _leading_results(blocks: Sequence[Block]) -> Iterator[Block]:
    """Results count only before any text of the same turn."""
    for block in blocks:
        if block["type"] != "tool_result":
            return
        yield block


def _wrong_begin(messages: Sequence[Block]) -> Iterator[str]:
    """With a budget for thinking, a turn that calls tools and goes on must begin with its thinking."""
    last = max((at for at, message in enumerate(messages) if message["role"] == "assistant"), default=-1)
    if last < 0 or last == len(messages) - 1:
        return
    kinds = [block["type"] for block in _blocks(messages[last])]
    if "tool_use" in kinds and kinds[0] not in ("thinking", "redacted_thinking"):
        yield (
            f"messages.{last}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `{kinds[0]}`. "
            "When `thinking` is enabled, a final `assistant` message must start with a thinking block (preceeding "
            "the lastmost set of `tool_use` and `tool_result` blocks)."
        )
