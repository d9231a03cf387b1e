"""Conversations of any shape, and each of them as a request of every protocol; written from the documentation.

Every text holds a marker that stands nowhere else, so that what is lost can be named.
"""

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES

PNG = "iVBORw0KGgo="
TOOLS = ("look_up", "send-mail", "Tool3")
SCHEMA = {"type": "object", "properties": {"said": {"type": "string"}}}
_texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
_ids = st.sampled_from(["call_1", "call_2", "a.b:c", "toolu_é", "0"])


@dataclass
class Step:
    """What a user said, what was answered to it, and what the tools that were called said."""

    said: list[str]
    picture: bool
    answer: str
    calls: list[tuple[str, str, str]]
    results: list[tuple[int, str]]


@dataclass
class Talk:
    """A conversation that ends with the user."""

    system: str
    steps: list[Step]
    last: str
    markers: list[str] = field(default_factory=list)


@st.composite
def talks(draw: Any) -> Talk:
    numbers, markers = itertools.count(1), []

    def text() -> str:
        markers.append(f"MARK{next(numbers)}X")
        return f"{markers[-1]} {draw(_texts)}".rstrip()

    def step() -> Step:
        said, answers = [text() for _ in range(draw(st.integers(1, 3)))], draw(st.booleans())
        # An id may come again in a later answer, never twice in one.
        ids = draw(st.lists(_ids, max_size=3, unique=True))
        calls = [(identifier, draw(st.sampled_from(TOOLS)), text()) for identifier in ids]
        order = draw(st.permutations(range(len(calls))))
        return Step(
            said,
            draw(st.booleans()),
            text() if answers or not calls else "",
            calls,
            [(at, text()) for at in order],
        )

    steps = [step() for _ in range(draw(st.integers(0, 3)))]
    return Talk(text() if draw(st.booleans()) else "", steps, text(), markers)


def _chat(talk: Talk) -> dict[str, Any]:
    messages: list[dict[str, Any]] = [{"role": "system", "content": talk.system}] if talk.system else []
    for step in talk.steps:
        parts: list[dict[str, Any]] = [{"type": "text", "text": said} for said in step.said]
        if step.picture:
            parts.append({"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}})
        messages.append({"role": "user", "content": parts})
        answer: dict[str, Any] = {"role": "assistant", "content": step.answer or None}
        if step.calls:
            answer["tool_calls"] = [
                {
                    "id": at,
                    "type": "function",
                    "function": {"name": name, "arguments": json.dumps({"said": said})},
                }
                for at, name, said in step.calls
            ]
        messages.append(answer)
        messages += [
            {"role": "tool", "tool_call_id": step.calls[at][0], "content": said} for at, said in step.results
        ]
    messages.append({"role": "user", "content": talk.last})
    tools = [{"type": "function", "function": {"name": name, "parameters": SCHEMA}} for name in TOOLS]
    return {"model": "auto", "max_tokens": 4000, "messages": messages, "tools": tools}


def _messages(talk: Talk) -> dict[str, Any]:
    source = {"type": "base64", "media_type": "image/png", "data": PNG}
    messages: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = []
    for step in talk.steps:
        parts: list[dict[str, Any]] = [*waiting, *[{"type": "text", "text": said} for said in step.said]]
        if step.picture:
            parts.append({"type": "image", "source": source})
        messages.append({"role": "user", "content": parts})
        blocks: list[dict[str, Any]] = [{"type": "text", "text": step.answer}] if step.answer else []
        blocks += [
            {"type": "tool_use", "id": at, "name": name, "input": {"said": said}}
            for at, name, said in step.calls
        ]
        messages.append({"role": "assistant", "content": blocks})
        waiting = [
            {"type": "tool_result", "tool_use_id": step.calls[at][0], "content": said}
            for at, said in step.results
        ]
    messages.append({"role": "user", "content": [*waiting, {"type": "text", "text": talk.last}]})
    tools = [{"name": name, "input_schema": SCHEMA} for name in TOOLS]
    body = {"model": "auto", "max_tokens": 4000, "messages": messages, "tools": tools}
    return body | ({"system": talk.system} if talk.system else {})


def _responses(talk: Talk) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for step in talk.steps:
        parts: list[dict[str, Any]] = [{"type": "input_text", "text": said} for said in step.said]
        if step.picture:
            parts.append(
                {"type": "input_image", "detail": "auto", "image_url": f"data:image/png;base64,{PNG}"}
            )
        items.append({"role": "user", "content": parts})
        if step.answer:
            content = [{"type": "output_text", "text": step.answer, "annotations": []}]
            items.append({"type": "message", "role": "assistant", "content": content, "status": "completed"})
        items += [
            {"type": "function_call", "call_id": at, "name": name, "arguments": json.dumps({"said": said})}
            for at, name, said in step.calls
        ]
        items += [
            {"type": "function_call_output", "call_id": step.calls[at][0], "output": said}
            for at, said in step.results
        ]
    items.append({"role": "user", "content": talk.last})
    tools = [{"type": "function", "name": name, "parameters": SCHEMA, "strict": False} for name in TOOLS]
    body = {"model": "auto", "max_output_tokens": 4000, "input": items, "tools": tools, "store": False}
    return body | ({"instructions": talk.system} if talk.system else {})


def _gemini(talk: Talk) -> dict[str, Any]:
    contents: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = []
    for step in talk.steps:
        if waiting:
            contents.append({"role": "user", "parts": waiting})
        parts: list[dict[str, Any]] = [{"text": said} for said in step.said]
        if step.picture:
            parts.append({"inlineData": {"mimeType": "image/png", "data": PNG}})
        contents.append({"role": "user", "parts": parts})
        answer: list[dict[str, Any]] = [{"text": step.answer}] if step.answer else []
        answer += [
            {"functionCall": {"id": at, "name": name, "args": {"said": said}}}
            for at, name, said in step.calls
        ]
        contents.append({"role": "model", "parts": answer})
        waiting = [
            {"functionResponse": {"id": at, "name": name, "response": {"output": said}}}
            for at, name, said in _answered(step)
        ]
    if waiting:
        contents.append({"role": "user", "parts": waiting})
    contents.append({"role": "user", "parts": [{"text": talk.last}]})
    tools = [{"functionDeclarations": [{"name": name, "parametersJsonSchema": SCHEMA} for name in TOOLS]}]
    body = {"contents": contents, "tools": tools, "generationConfig": {"maxOutputTokens": 4000}}
    return body | ({"systemInstruction": {"parts": [{"text": talk.system}]}} if talk.system else {})


def _answered(step: Step) -> Iterator[Sequence[str]]:
    for at, said in step.results:
        identifier, name, _ = step.calls[at]
        yield identifier, name, said


REQUEST = {OPENAI_CHAT: _chat, ANTHROPIC: _messages, OPENAI_RESPONSES: _responses, GEMINI: _gemini}
