"""Responses as OpenAI writes them: one JSON object, or server-sent events.

Source: `Response` and `ResponseStreamEvent` of the official SDK, `openai.types.responses` of release 3.50, and the page
on streaming at developers.openai.com. Every delta of text carries `obfuscation`, which hides its length.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from larouter.testing.completions import Answer, ToolCall, tokens
from larouter.testing.native import Problem
from larouter.testing.openai_families import effort_of

Json = dict[str, Any]
# What an answer repeats of its request, and what it says when that was silent.
_REPEATED: Json = {
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "prompt_cache_key": None,
    "safety_identifier": None,
    "service_tier": "default",
    "store": True,
    "temperature": 1.0,
    "tool_choice": "auto",
    "tools": [],
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to one request.

    Attributes:
        body: The request.
        answer: What is said.
        number: Which response it is, for its ids.
        sign: Reasoning in the form that only its model reads: called with the model and the thought.
    """

    body: Mapping[str, Any]
    answer: Answer
    number: int
    sign: Callable[[str, str], str]

    @property
    def words(self) -> list[str]:
        """The tokens of the text, cut off at the allowed length."""
        words, most = tokens(self.answer.text), self.body.get("max_output_tokens")
        return words[:most] if most else words

    @property
    def status(self) -> tuple[str, str]:
        """How it ended, and why it is incomplete."""
        if self.answer.finish_reason == "content_filter":
            return "incomplete", "content_filter"
        cut = len(self.words) < len(tokens(self.answer.text)) or self.answer.finish_reason == "length"
        return ("incomplete", "max_output_tokens") if cut else ("completed", "")

    def output(self) -> list[Json]:
        """The items."""
        items = [*self._thought(), *self._message()]
        calls = [self._call(call, at) for at, call in enumerate(self.answer.tool_calls)]
        return [*items, *calls]

    def _thought(self) -> Iterator[Json]:
        if not self.answer.reasoning or effort_of(self.body) == "none":
            return
        shown = (self.body.get("reasoning") or {}).get("summary")
        summary = [{"type": "summary_text", "text": self.answer.reasoning}] if shown else []
        item: Json = {"id": f"rs_fake{self.number:08d}", "type": "reasoning", "summary": summary}
        if "reasoning.encrypted_content" in (self.body.get("include") or ()):
            item["encrypted_content"] = self.sign(self.body["model"], self.answer.reasoning)
        yield item

    def _message(self) -> Iterator[Json]:
        parts: list[Json] = []
        if self.words:
            parts.append(
                {"type": "output_text", "annotations": [], "logprobs": [], "text": "".join(self.words)}
            )
        if self.answer.refusal:
            parts.append({"type": "refusal", "refusal": self.answer.refusal})
        if parts:
            item = {"id": f"msg_fake{self.number:08d}", "type": "message", "status": self.status[0]}
            yield {**item, "content": parts, "role": "assistant"}

    def _call(self, call: ToolCall, at: int) -> Json:
        kind, home = _declared(self.body.get("tools") or (), call.name)
        prefix, key = ("ctc", "input") if kind == "custom_tool_call" else ("fc", "arguments")
        item = {"id": f"{prefix}_fake{self.number:08d}{at:02d}", "type": kind, "status": "completed"}
        said = {key: call.arguments, "call_id": f"call_fake{self.number:08d}{at:02d}", "name": call.name}
        return {**item, **said} | ({"namespace": home} if home else {})

    def whole(self) -> Json:
        """The answer in one piece."""
        status, reason = self.status
        details = {"reason": reason} if reason else None
        end = {
            "completed_at": 2,
            "incomplete_details": details,
            "output": self.output(),
            "usage": self.usage(),
        }
        return {**self.frame(status), **end}

    def frame(self, status: str) -> Json:
        """What stands around the output."""
        repeated = {
            name: default if self.body.get(name) is None else self.body[name]
            for name, default in _REPEATED.items()
        }
        reasoning, text = self.body.get("reasoning") or {}, self.body.get("text") or {}
        effort = effort_of(self.body)
        return {
            "id": f"resp_fake{self.number:08d}",
            "object": "response",
            "created_at": 1,
            "status": status,
            "background": False,
            "error": None,
            "incomplete_details": None,
            "model": self.body["model"],
            "output": [],
            **repeated,
            "reasoning": {"effort": effort, "summary": None, **reasoning},
            "text": {"format": {"type": "text"}, "verbosity": "medium", **text},
            "usage": None,
        }

    def usage(self) -> Json:
        """The tokens."""
        thought = len(tokens(self.answer.reasoning)) if effort_of(self.body) != "none" else 0
        said = len(self.words) + len(tokens(self.answer.refusal))
        said += sum(len(tokens(call.arguments)) + 1 for call in self.answer.tool_calls)
        given, made = prompt_length(self.body), said + thought
        cached = {
            "cached_tokens": self.answer.cached_tokens,
            "cache_write_tokens": self.answer.written_tokens,
        }
        return {
            "input_tokens": given,
            "input_tokens_details": cached,
            "output_tokens": made,
            "output_tokens_details": {"reasoning_tokens": thought},
            "total_tokens": given + made,
        }

    def events(self) -> Iterator[bytes]:
        """The answer as events, in the provider's own order."""
        for number, (kind, members) in enumerate(self._told()):
            yield _event({"type": kind, "sequence_number": number, **members})

    def _told(self) -> Iterator[tuple[str, Json]]:
        for kind in ("created", "in_progress"):
            yield f"response.{kind}", {"response": self.frame("in_progress")}
        for at, item in enumerate(self.output()):
            place: Json = {"output_index": at, "item_id": item["id"]}
            yield "response.output_item.added", {"output_index": at, "item": _begun(item)}
            tell = {"message": _message_events, "reasoning": _summary_events}.get(item["type"], _call_events)
            yield from tell(item, place)
            yield "response.output_item.done", {"output_index": at, "item": item}
        yield f"response.{self.status[0]}", {"response": self.whole()}


def _declared(tools: Iterable[Json], name: str) -> tuple[str, str]:
    """The kind of call that a tool is called with, and the namespace that it is in."""
    for tool in tools:
        for one in tool.get("tools", ()):
            if one["name"] == name:
                return _kind(one), tool["name"]
        if tool.get("name") == name:
            return _kind(tool), ""
    return "function_call", ""


def _kind(tool: Mapping[str, Any]) -> str:
    return "custom_tool_call" if tool["type"] == "custom" else "function_call"


def _begun(item: Json) -> Json:
    """An item before it has said anything; its encrypted reasoning is there from the start, and changes."""
    match item["type"]:
        case "message":
            return {**item, "status": "in_progress", "content": []}
        case "reasoning":
            return {**item, "summary": []}
        case "custom_tool_call":
            return {**item, "status": "in_progress", "input": ""}
        case _:
            return {**item, "status": "in_progress", "arguments": ""}


def _message_events(item: Json, place: Json) -> Iterator[tuple[str, Json]]:
    for at, part in enumerate(item["content"]):
        where = {**place, "content_index": at}
        kind = part["type"]
        name = "text" if kind == "output_text" else "refusal"
        chances: Json = {"logprobs": []} if name == "text" else {}
        empty = {**part, name: ""}
        yield "response.content_part.added", {**where, "part": empty}
        for word in tokens(part[name]):
            yield (
                f"response.{kind}.delta",
                {**where, "delta": word, **chances, "obfuscation": "x" * (16 - len(word) % 16)},
            )
        yield f"response.{kind}.done", {**where, name: part[name], **chances}
        yield "response.content_part.done", {**where, "part": part}


def _summary_events(item: Json, place: Json) -> Iterator[tuple[str, Json]]:
    for at, part in enumerate(item["summary"]):
        where = {**place, "summary_index": at}
        yield "response.reasoning_summary_part.added", {**where, "part": {**part, "text": ""}}
        for word in tokens(part["text"]):
            yield "response.reasoning_summary_text.delta", {**where, "delta": word, "obfuscation": "xx"}
        yield "response.reasoning_summary_text.done", {**where, "text": part["text"]}
        yield "response.reasoning_summary_part.done", {**where, "part": part}


def _call_events(item: Json, place: Json) -> Iterator[tuple[str, Json]]:
    key = "input" if item["type"] == "custom_tool_call" else "arguments"
    kind = f"response.{item['type']}_{key}"
    for piece in tokens(item[key]):
        yield f"{kind}.delta", {**place, "delta": piece, "obfuscation": "xxx"}
    named = {"name": item["name"]} if key == "arguments" else {}
    yield f"{kind}.done", {**place, key: item[key], **named}


def error_event(problem: Problem) -> bytes:
    """An error in the midst of a stream."""
    error: Json = {"code": problem.code or "server_error", "message": problem.message, "param": problem.param}
    return _event({"type": "error", "sequence_number": 0, **error})


def prompt_length(body: Mapping[str, Any]) -> int:
    """The tokens of a prompt: the words of all that is sent to the model, and four for each item."""
    given = body.get("input")
    said = [
        body.get("instructions") or "",
        body.get("tools") or "",
        *([given] if isinstance(given, str) else given or []),
    ]
    return sum(4 + len(tokens(json.dumps(part, ensure_ascii=False))) for part in said)


def _event(said: Json) -> bytes:
    data = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return f"event: {said['type']}\ndata: {data}\n\n".encode()
