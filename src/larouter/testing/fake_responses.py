"""A strict fake of OpenAI itself on a real socket: Responses, and chat completions for models that have them.

async with FakeResponses("gpt-6-luna", answer=Answer("Hello.", reasoning="Let me see.")) as fake:
...  # talk to fake.url + "/v1" with the key "sk-openai-fake"
assert fake.refused == []

It keeps nothing, as with `store` false. For a server that is only compatible with OpenAI see `fake_openai`.
"""

import base64
import binascii
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from larouter.testing import responses_output, vectors
from larouter.testing.completions import OPENAI, Answer, Completion, event, prompt_tokens
from larouter.testing.faults import Fault
from larouter.testing.http_server import Exchange
from larouter.testing.native import Manners, Native, Problem, Speech, seal
from larouter.testing.openai_families import chat_complaint
from larouter.testing.scripted import Answering, Pace, Pacing
from larouter.testing.strict import Complaint
from larouter.testing.strict import complaint as wrong_in_chat
from larouter.testing.strict_chat import exact_complaint
from larouter.testing.strict_responses import complaint

KEY = "sk-openai-fake"
_HELLO = Answer()
_AT_ONCE = Pace()
_numbers = itertools.count(1)


class FakeResponses(Native):
    """A backend that is OpenAI."""

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
            faults: What goes wrong, one for each request for an answer, None for nothing.
            pace: How fast it answers, or a function of the request.
            key: What the bearer token must be.
            port: 0 for any free one.
        """
        manners = Manners(_error, responses_output.error_event, {"x-request-id": "req_fake"})
        super().__init__(self._route, manners, port)
        self.models = models or ("gpt-6-luna",)
        self._key = key
        self.follow(answer, faults, pace)

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        at = (request.method, request.path)
        if request.headers.get("authorization") != f"Bearer {self._key}":
            await self._complain(
                exchange, Complaint(401, "Incorrect API key provided.", None, "invalid_api_key")
            )
        elif at == ("POST", "/v1/responses"):
            await self._respond(exchange)
        elif at == ("POST", "/v1/responses/input_tokens"):
            await self._count(exchange)
        elif at == ("POST", "/v1/chat/completions"):
            await self._complete(exchange)
        elif at == ("POST", "/v1/embeddings"):
            await self._embed(exchange)
        elif at == ("GET", "/v1/models"):
            rows = [
                {"id": name, "object": "model", "created": 1, "owned_by": "openai"} for name in self.models
            ]
            await exchange.respond_json(200, {"object": "list", "data": rows})
        else:
            await exchange.respond_json(404, Complaint(404, f"Invalid URL ({at[0]} {at[1]})").body())

    async def _respond(self, exchange: Exchange) -> None:
        body: Mapping[str, Any] = exchange.request.json()
        wrong = complaint(body, verify) if body else _NOT_JSON

        def speak(answer: Answer) -> Speech:
            said = responses_output.Response(body, answer, next(_numbers), sign)
            return Speech(said.whole(), said.events())

        await self.reply(exchange, self._problem(body, wrong), speak, stream=body.get("stream") is True)

    async def _count(self, exchange: Exchange) -> None:
        """`InputTokenCountParams`; what is no part of a prompt is refused, as everything unknown is."""
        body: Mapping[str, Any] = exchange.request.json()
        unknown = sorted(body.keys() - COUNTED)
        wrong = Complaint(400, f"Unknown parameter: '{unknown[0]}'.", unknown[0]) if unknown else None
        if problem := self._problem(body, wrong):
            await self.complain(exchange, problem)
            return
        told = {"object": "response.input_tokens", "input_tokens": responses_output.prompt_length(body)}
        await exchange.respond_json(200, told)

    async def _complete(self, exchange: Exchange) -> None:
        body: Mapping[str, Any] = exchange.request.json()
        wrong = (wrong_in_chat(body) or exact_complaint(body) or chat_complaint(body)) if body else _NOT_JSON
        with_usage = (body.get("stream_options") or {}).get("include_usage") is True

        def speak(answer: Answer) -> Speech:
            limit = body.get("max_completion_tokens") or body.get("max_tokens") or 0
            # Its chat completions never tell what was thought.
            said = Completion(
                body["model"],
                replace(answer, reasoning=""),
                prompt_tokens(body),
                limit,
                body.get("n") or 1,
                OPENAI,
            )
            return Speech(said.as_object(), said.events(with_usage=with_usage), error_event=_chat_error_event)

        await self.reply(exchange, self._problem(body, wrong), speak, stream=body.get("stream") is True)

    async def _embed(self, exchange: Exchange) -> None:
        body: Mapping[str, Any] = exchange.request.json()
        if problem := self._problem(body, vectors.complaint(body)):
            await self.complain(exchange, problem)
        else:
            await exchange.respond_json(200, vectors.answer(body))

    def _problem(self, body: Mapping[str, Any], wrong: Complaint | None) -> Problem | None:
        if wrong is None and body["model"] not in self.models:
            message = f"The model `{body['model']}` does not exist or you do not have access to it."
            wrong = Complaint(404, message, None, "model_not_found")
        return None if wrong is None else _of(wrong)

    async def _complain(self, exchange: Exchange, wrong: Complaint) -> None:
        await self.complain(exchange, _of(wrong))


COUNTED = frozenset(
    {
        *(
            "model",
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "reasoning",
            "text",
        ),
        *("previous_response_id", "conversation", "truncation", "personality"),
    }
)
_NOT_JSON = Complaint(400, "We could not parse the JSON body of your request.")


def _of(wrong: Complaint) -> Problem:
    return Problem(wrong.status, wrong.message, param=wrong.param, code=wrong.code)


def _error(problem: Problem) -> dict[str, object]:
    kind = "requests" if problem.status == 429 else "server_error" if problem.status >= 500 else ""
    kind = kind or "invalid_request_error"
    return Complaint(problem.status, problem.message, problem.param, problem.code, kind).body()


def _chat_error_event(problem: Problem) -> bytes:
    return event(_error(problem))


def sign(model: str, thought: str) -> str:
    """Reasoning in the form that only its model reads."""
    return "gAAAAA" + base64.urlsafe_b64encode(f"{model} {seal(model, thought)} {thought}".encode()).decode()


def verify(sealed: str, model: str) -> bool:
    """Whether reasoning was made by this model."""
    try:
        said = base64.urlsafe_b64decode(sealed.removeprefix("gAAAAA")).decode()
    except (binascii.Error, ValueError):
        return False
    maker, _, rest = said.partition(" ")
    mark, _, thought = rest.partition(" ")
    return sealed.startswith("gAAAAA") and maker == model and mark == seal(model, thought)
