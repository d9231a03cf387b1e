"""A strict fake of the Gemini API on a real socket, which fails on command and remembers every byte.

async with FakeGemini("gemini-4-argon", answer=Answer("Hello.", reasoning="Let me see.")) as fake:
...  # talk to fake.url with the key "AIza-fake"
assert fake.refused == []

Sources: the official SDK's types (`google.genai.types`), and the pages on generating content, function calling,
thinking and thought signatures at ai.google.dev.
"""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from larouter.testing import vectors
from larouter.testing.completions import Answer, tokens
from larouter.testing.faults import Fault
from larouter.testing.gemini_shapes import in_camel_case
from larouter.testing.gemini_turns import sign
from larouter.testing.http_server import Exchange, Received
from larouter.testing.native import Manners, Native, Problem, Speech
from larouter.testing.scripted import Answering, Pace, Pacing
from larouter.testing.strict_gemini import complaint, family_of, unknown_names

KEY = "AIza-fake"
SERVICE = "x-gemini-service-tier"
VERSIONS = ("v1", "v1beta")
_HELLO = Answer()
_AT_ONCE = Pace()
_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_numbers = itertools.count(1)


class FakeGemini(Native):
    """A backend that speaks the Gemini API."""

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
            faults: What goes wrong, one for each request for content, None for nothing.
            pace: How fast it answers, or a function of the request.
            key: What `x-goog-api-key` must hold.
            port: 0 for any free one.
        """
        super().__init__(self._route, Manners(_error, _error_event), port)
        self.models = models or ("gemini-4-argon",)
        self._key = key
        self.follow(answer, faults, pace)

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        version, _, resource = request.path.removeprefix("/").partition("/")
        name, _, method = resource.removeprefix("models/").partition(":")
        if (problem := self._stranger(request)) is not None:
            await self.complain(exchange, problem)
        elif version not in VERSIONS:
            await self.complain(exchange, Problem(404, "Requested entity was not found."))
        elif (request.method, resource) == ("GET", "models"):
            await exchange.respond_json(200, {"models": [_listed(model) for model in self.models]})
        elif request.method == "POST" and method in ("generateContent", "streamGenerateContent"):
            await self._generate(exchange, name, stream=method == "streamGenerateContent")
        elif request.method == "POST" and method == "batchEmbedContents":
            await self._embed(exchange, name)
        elif request.method == "POST" and method == "countTokens":
            asked = in_camel_case(request.json())
            inner = asked.get("generateContentRequest", asked) if isinstance(asked, dict) else {}
            await exchange.respond_json(200, {"totalTokens": prompt_length(inner)})
        else:
            await self.complain(exchange, Problem(404, f"Requested entity was not found: {request.path}"))

    async def _generate(self, exchange: Exchange, model: str, *, stream: bool) -> None:
        body = in_camel_case(exchange.request.json())
        assert isinstance(body, dict)  # noqa: S101 - a request's JSON is an object
        events = parse_qs(urlsplit(exchange.request.target).query).get("alt") == ["sse"]

        def speak(answer: Answer) -> Speech:
            content = Content(model, body, answer, next(_numbers))
            chunks = content.chunks()
            named = {SERVICE: str(body.get("serviceTier", "standard")).lower()}
            return Speech(chunks if stream else content.whole(), map(_event, chunks), named)

        await self.reply(exchange, self._refuse(model, body), speak, stream=stream and events)

    async def _embed(self, exchange: Exchange, model: str) -> None:
        body = in_camel_case(exchange.request.json())
        assert isinstance(body, dict)  # noqa: S101 - a request's JSON is an object
        if model not in self.models:
            await self.complain(
                exchange, Problem(404, f"models/{model} is not found for API version v1beta.")
            )
        elif problem := vectors.batch_complaint(body, model):
            await self.complain(exchange, Problem(400, problem))
        else:
            await exchange.respond_json(200, vectors.batch_answer(body, counted=model != self.models[0]))

    def _stranger(self, request: Received) -> Problem | None:
        query = parse_qs(urlsplit(request.target).query)
        given = request.headers.get("x-goog-api-key") or query.get("key", [""])[0]
        if not given:
            message = (
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key "
                "or other form of API consumer identity to call this API."
            )
            return Problem(403, message)
        return None if given == self._key else Problem(400, "API key not valid. Please pass a valid API key.")

    def _refuse(self, model: str, body: Mapping[str, Any]) -> Problem | None:
        if unknown := unknown_names(body):
            return Problem(400, "\n".join(words for _, words in unknown))
        if model not in self.models:
            message = f"models/{model} is not found for API version v1beta, or is not supported for generateContent."
            return Problem(404, message)
        wrong = complaint(body, model)
        return None if wrong is None else Problem(400, wrong)


@dataclass(frozen=True, slots=True)
class Content:
    """An answer to one request.

    Attributes:
        model: From the path.
        body: The request, its members in camel case.
        answer: What is said.
        number: Which answer it is, for its ids.
    """

    model: str
    body: Mapping[str, Any]
    answer: Answer
    number: int

    def config(self) -> Mapping[str, Any]:
        """The generation config."""
        config: Mapping[str, Any] = self.body.get("generationConfig", {})
        return config

    def said(self) -> tuple[list[str], str]:
        """The words as far as they go, and the finish reason."""
        words, reason = tokens(self.answer.text), "STOP"
        for sequence in self.config().get("stopSequences", ()):
            words = tokens("".join(words).partition(sequence)[0])
        most = self.config().get("maxOutputTokens", 0)
        if most and len(words) > most:
            words, reason = words[:most], "MAX_TOKENS"
        if self.answer.refusal:
            return [], "SAFETY"
        return words, self.answer.finish_reason or reason

    def thinks(self) -> bool:
        """Whether it thinks; only a budget of 0 prevents it, where there are budgets."""
        return bool(
            self.answer.reasoning and self.config().get("thinkingConfig", {}).get("thinkingBudget") != 0
        )

    def parts(self) -> Iterator[list[dict[str, Any]]]:
        """The parts of each chunk."""
        if self.thinks() and self.config().get("thinkingConfig", {}).get("includeThoughts"):
            for word in tokens(self.answer.reasoning):
                yield [{"text": word, "thought": True}]
        words, _ = self.said()
        for word in words:
            yield [{"text": word}]
        calls = self.calls()
        if calls:
            yield calls
        elif words and self.thinks() and family_of(self.model).signed:
            yield [{"text": "", "thoughtSignature": sign("")}]

    def calls(self) -> list[dict[str, Any]]:
        """The function calls; the first one carries the signature."""
        parts: list[dict[str, Any]] = []
        for index, call in enumerate(self.answer.tool_calls):
            called: dict[str, Any] = {"name": call.name, "args": json.loads(call.arguments)}
            if family_of(self.model).signed:
                called["id"] = f"fake{self.number:06d}{index:02d}"
            parts.append({"functionCall": called})
        if parts and family_of(self.model).signed:
            parts[0]["thoughtSignature"] = sign(parts[0]["functionCall"]["name"])
        return parts

    def chunks(self) -> list[dict[str, Any]]:
        """The answer as it is streamed; every chunk tells the usage so far."""
        _, reason = self.said()
        all_parts = list(self.parts()) or [[]]
        spoken = 0
        chunks = []
        for number, parts in enumerate(all_parts):
            spoken += sum(_length(part) for part in parts if not part.get("thought"))
            last = number == len(all_parts) - 1
            chunks.append(self._frame(parts, reason if last else "", spoken))
        return chunks

    def whole(self) -> dict[str, Any]:
        """The answer in one piece: parts of one kind are one part."""
        joined: list[dict[str, Any]] = []
        for part in itertools.chain.from_iterable(self.parts()):
            before = joined[-1] if joined else {}
            same = "text" in part and "text" in before and part.get("thought") == before.get("thought")
            if same:
                joined[-1] = {**before, **part, "text": before["text"] + part["text"]}
            else:
                joined.append(part)
        spoken = sum(
            _length(part) for part in itertools.chain.from_iterable(self.parts()) if "thought" not in part
        )
        return self._frame(joined, self.said()[1], spoken)

    def _frame(self, parts: list[dict[str, Any]], reason: str, spoken: int) -> dict[str, Any]:
        candidate: dict[str, Any] = {"content": {"role": "model", "parts": parts}, "index": 0}
        if not parts:
            candidate["content"] = {}
        if reason:
            candidate["finishReason"] = reason
        if reason == "SAFETY":
            candidate["finishMessage"] = self.answer.refusal
        prompt = prompt_length(self.body)
        thought = len(tokens(self.answer.reasoning)) if self.thinks() else 0
        usage: dict[str, Any] = {"promptTokenCount": prompt, "candidatesTokenCount": spoken}
        usage["totalTokenCount"] = prompt + spoken + thought
        if self.answer.cached_tokens:
            usage["cachedContentTokenCount"] = self.answer.cached_tokens
        usage["promptTokensDetails"] = [{"modality": "TEXT", "tokenCount": prompt}]
        if thought:
            usage["thoughtsTokenCount"] = thought
        frame = {"candidates": [candidate], "usageMetadata": usage, "modelVersion": self.model}
        return {**frame, "responseId": f"fake{self.number:08d}"}


def _length(part: Mapping[str, Any]) -> int:
    if "functionCall" in part:
        return 1 + len(tokens(json.dumps(part["functionCall"]["args"])))
    return len(tokens(part.get("text", "")))


def prompt_length(body: Mapping[str, Any]) -> int:
    """The tokens of a prompt: the words of all that is sent to the model, and four for each content."""
    said = [body.get("systemInstruction", ""), body.get("tools", ""), *body.get("contents", ())]
    return sum(4 + len(tokens(json.dumps(part, ensure_ascii=False))) for part in said)


def _listed(model: str) -> dict[str, object]:
    methods = ["generateContent", "countTokens"]
    limits = {"inputTokenLimit": 1_048_576, "outputTokenLimit": 65_536}
    return {"name": f"models/{model}", "displayName": model, "supportedGenerationMethods": methods, **limits}


def _error(problem: Problem) -> dict[str, object]:
    status = 503 if problem.status == 529 else problem.status
    error: dict[str, object] = {"code": status, "message": problem.message}
    error["status"] = _STATUSES.get(status, "UNKNOWN")
    if "Unknown name" in problem.message:
        broken = [{"description": line} for line in problem.message.splitlines()]
        kind = "type.googleapis.com/google.rpc.BadRequest"
        error["details"] = [{"@type": kind, "fieldViolations": broken}]
    return {"error": error}


def _error_event(problem: Problem) -> bytes:
    return _event(_error(problem))


def _event(value: object) -> bytes:
    """A server-sent event as Google writes it, with carriage returns."""
    return b"data: " + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\r\n\r\n"
