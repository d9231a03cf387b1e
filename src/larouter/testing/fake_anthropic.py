"""A strict fake of Anthropic's Messages API on a real socket, which fails on command and remembers every byte.

async with FakeAnthropic("claude-opus-5-5", answer=Answer("Hello.", reasoning="Let me see.")) as fake:
...  # talk to fake.url with the key "sk-ant-fake"
assert fake.refused == []

Sources: the official SDK's types (`anthropic.types`), and the pages on streaming, errors, thinking and prompt
caching at platform.claude.com.
"""

import base64
import binascii
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from larouter.testing.completions import Answer, tokens
from larouter.testing.faults import Fault
from larouter.testing.http_server import Exchange, Received
from larouter.testing.native import Manners, Native, Problem, Speech, seal
from larouter.testing.scripted import Answering, Pace, Pacing
from larouter.testing.strict_anthropic import VERSIONS, complaint, complaint_of_count, shows_thinking

KEY = "sk-ant-fake"
_HELLO = Answer()
_AT_ONCE = Pace()
_REQUEST = "req_011FakeFakeFakeFake"
_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}
_numbers = itertools.count(1)


class FakeAnthropic(Native):
    """A backend that speaks Anthropic's Messages API."""

    def __init__(
        self,
        *models: str,
        answer: Answering = _HELLO,
        faults: Iterable[Fault | None] = (),
        pace: Pacing = _AT_ONCE,
        key: str = KEY,
        port: int = 0,
    ) -> None:
        """Prepare; it listens from `async with` on.

        Args:
            models: The ids it knows; any other is refused.
            answer: What it says, or a function of the request.
            faults: What goes wrong, one for each request for a message, None for nothing.
            pace: How fast it answers, or a function of the request.
            key: What `x-api-key`, or the bearer token, must be.
            port: 0 for any free one.
        """
        super().__init__(self._route, Manners(_error, _error_event, {"request-id": _REQUEST}), port)
        self.models = models or ("claude-opus-5-5",)
        self._key = key
        self.follow(answer, faults, pace)

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        at = (request.method, request.path)
        if (problem := self._stranger(request)) is not None:
            await self.complain(exchange, problem)
        elif at == ("POST", "/v1/messages"):
            body, version = request.json(), request.headers["anthropic-version"]
            await self.reply(
                exchange,
                self._refuse(body, complaint(_released(request), version, verify) if body else _NOT_JSON),
                lambda answer: _speak(Message(body, answer, next(_numbers))),
                stream=body.get("stream") is True,
            )
        elif at == ("POST", "/v1/messages/count_tokens"):
            await self._count(exchange)
        elif at == ("GET", "/v1/models"):
            await exchange.respond_json(200, _listed(self.models))
        else:
            await self.complain(exchange, Problem(404, "Not found"))

    async def _count(self, exchange: Exchange) -> None:
        body = exchange.request.json()
        problem = self._refuse(body, complaint_of_count(body) if body else _NOT_JSON)
        if problem is not None:
            await self.complain(exchange, problem)
        else:
            await exchange.respond_json(200, {"input_tokens": prompt_length(body)})

    def _stranger(self, request: Received) -> Problem | None:
        key = request.headers.get("x-api-key", "")
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not key and not bearer:
            return Problem(401, "x-api-key header is required")
        if (key or bearer) != self._key:
            return Problem(401, "invalid x-api-key" if key else "Invalid bearer token")
        version = request.headers.get("anthropic-version")
        if version is None:
            return Problem(400, "anthropic-version: header is required")
        if version not in VERSIONS:
            return Problem(400, f'anthropic-version: "{version}" is not a valid version')
        return None

    def _refuse(self, body: Mapping[str, Any], wrong: str | None) -> Problem | None:
        if wrong is not None:
            return Problem(400, wrong)
        if body["model"] not in self.models:
            return Problem(404, f"model: {body['model']}")
        return None


_NOT_JSON = "The request body is not valid JSON: expected an object"


@dataclass(frozen=True, slots=True)
class Message:
    """An answer to one request.

    Attributes:
        body: The request.
        answer: What is said.
        number: Which message it is, for its ids.
    """

    body: Mapping[str, Any]
    answer: Answer
    number: int

    def ending(self) -> tuple[str, str, str | None]:
        """The text as far as it goes, the stop reason, and the stop sequence that was met."""
        answer = self.answer
        words = tokens(answer.text)
        text, reason = "".join(words), "end_turn"
        if answer.refusal:
            reason = "refusal"
        elif answer.tool_calls:
            reason = "tool_use"
        for sequence in self.body.get("stop_sequences", ()):
            if sequence in text:
                return text.partition(sequence)[0], "stop_sequence", sequence
        if len(words) > self.body["max_tokens"]:
            text, reason = "".join(words[: self.body["max_tokens"]]), "max_tokens"
        return text, answer.finish_reason or reason, None

    def content(self) -> list[dict[str, Any]]:
        """The blocks of the answer."""
        blocks: list[dict[str, Any]] = []
        shown = shows_thinking(self.body)
        if self.answer.reasoning and shown is not None:
            thought = self.answer.reasoning if shown else ""
            blocks.append(
                {"type": "thinking", "thinking": thought, "signature": sign(self.body["model"], thought)}
            )
        if text := self.ending()[0]:
            blocks.append({"type": "text", "text": text, "citations": None})
        for index, call in enumerate(self.answer.tool_calls):
            block = {"type": "tool_use", "id": f"toolu_01Fake{self.number:06d}{index:02d}", "name": call.name}
            blocks.append({**block, "input": json.loads(call.arguments), "caller": {"type": "direct"}})
        return blocks

    def frame(self) -> dict[str, Any]:
        """What stands around the blocks before the end is known."""
        return {
            "id": f"msg_01Fake{self.number:08d}",
            "type": "message",
            "role": "assistant",
            "model": self.body["model"],
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "stop_details": None,
            "usage": self.usage(1),
        }

    def end(self) -> dict[str, Any]:
        """What is known at the end."""
        _, reason, sequence = self.ending()
        details = {"type": "refusal", "category": None, "explanation": self.answer.refusal}
        return {
            "stop_reason": reason,
            "stop_sequence": sequence,
            "stop_details": details if reason == "refusal" else None,
        }

    def usage(self, output: int) -> dict[str, Any]:
        """The tokens; what came from a cache or went into one is not part of `input_tokens`."""
        cached, written = self.answer.cached_tokens, self.answer.written_tokens
        return {
            "input_tokens": max(0, prompt_length(self.body) - cached - written),
            "cache_creation_input_tokens": written,
            "cache_read_input_tokens": cached,
            "cache_creation": {"ephemeral_5m_input_tokens": written, "ephemeral_1h_input_tokens": 0},
            "output_tokens": output,
            "service_tier": "standard",
        }

    def output(self) -> int:
        """The tokens of the answer, thinking included whether it is shown or not."""
        thought = len(tokens(self.answer.reasoning)) if shows_thinking(self.body) is not None else 0
        called = sum(len(tokens(call.arguments)) + 1 for call in self.answer.tool_calls)
        return thought + called + len(tokens(self.ending()[0])) or 1


def _released(request: Received) -> Mapping[str, Any]:
    """The body without what only a beta header makes acceptable: how thoughts are bound, what is forgotten."""
    body: dict[str, Any] = dict(request.json())
    betas, thinking = request.headers.get("anthropic-beta", ""), body.get("thinking")
    if "context-management" in betas:
        body.pop("context_management", None)
    if "thinking-binding-controls" in betas and thinking:
        body["thinking"] = {name: it for name, it in thinking.items() if name != "block_binding"}
    return body


def _speak(message: Message) -> Speech:
    whole = {**message.frame(), "content": message.content(), **message.end()}
    return Speech({**whole, "usage": message.usage(message.output())}, _events(message))


def _events(message: Message) -> Iterator[bytes]:
    yield _event("message_start", message=message.frame())
    yield _event("ping")
    for index, block in enumerate(message.content()):
        empty, deltas = _deltas(block)
        yield _event("content_block_start", index=index, content_block=empty)
        for delta in deltas:
            yield _event("content_block_delta", index=index, delta=delta)
        yield _event("content_block_stop", index=index)
    usage = message.usage(message.output())
    told = {name: value for name, value in usage.items() if name.endswith("tokens")}
    yield _event("message_delta", delta=message.end(), usage=told)
    yield _event("message_stop")


def _deltas(block: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """How a block begins, and what is added to it."""
    match block["type"]:
        case "thinking":
            said = [{"type": "thinking_delta", "thinking": word} for word in tokens(block["thinking"])]
            signed = {"type": "signature_delta", "signature": block["signature"]}
            return {**block, "thinking": "", "signature": ""}, [*said, signed]
        case "tool_use":
            pieces = tokens(json.dumps(block["input"], ensure_ascii=False)) if block["input"] else []
            parts = [{"type": "input_json_delta", "partial_json": piece} for piece in ("", *pieces)]
            return {**block, "input": {}}, parts
        case _:
            words = [{"type": "text_delta", "text": word} for word in tokens(block["text"])]
            return {**block, "text": ""}, words


def _event(kind: str, **members: object) -> bytes:
    data = json.dumps({"type": kind, **members}, ensure_ascii=False, separators=(",", ":"))
    return f"event: {kind}\ndata: {data}\n\n".encode()


def sign(model: str, thought: str) -> str:
    """The signature of thinking as it was shown."""
    return base64.b64encode(f"{model} {seal(model, thought)}".encode()).decode()


def verify(signature: str, maker: str, thought: str) -> bool:
    """Whether a signature was made for this thinking, by the model `maker` when it is given."""
    try:
        model, _, sealed = base64.b64decode(signature, validate=True).decode().partition(" ")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return sealed == seal(model, thought) and maker in ("", model)


def prompt_length(body: Mapping[str, Any]) -> int:
    """The tokens of a prompt: the words of all that is sent to the model, and four for each message."""
    said = [body.get("system", ""), body.get("tools", ""), *body["messages"]]
    return sum(4 + len(tokens(json.dumps(part, ensure_ascii=False))) for part in said)


def _listed(models: Iterable[str]) -> dict[str, object]:
    rows = [
        {"type": "model", "id": name, "display_name": name, "created_at": "2026-01-01T00:00:00Z"}
        for name in models
    ]
    ends = {"first_id": rows[0]["id"], "last_id": rows[-1]["id"]}
    return {"data": rows, "has_more": False, **ends}


def _error(problem: Problem) -> dict[str, object]:
    kind = _KINDS.get(problem.status, "api_error" if problem.status >= 500 else "invalid_request_error")
    return {
        "type": "error",
        "error": {"type": kind, "message": problem.message},
        "request_id": _REQUEST,
    }


def _error_event(problem: Problem) -> bytes:
    error = json.dumps(_error(problem), separators=(",", ":"))
    return f"event: error\ndata: {error}\n\n".encode()
