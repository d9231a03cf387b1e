"""A strict OpenAI-compatible backend on a real socket, which fails on command and remembers every byte.

async with FakeOpenAI("gpt-6-luna", answer=Answer("Hello."), faults=[Status(429, retry_after="1")]) as fake:
...  # talk to fake.url + "/v1"; the first request is refused, the others are answered
assert fake.received[-1].body == what_was_sent
"""

from collections.abc import Iterable

from larouter.testing import vectors
from larouter.testing.completions import OPENAI, Answer
from larouter.testing.faults import Fault
from larouter.testing.http_server import Exchange
from larouter.testing.scripted import Answering, Body, Pace, Pacing, Refusal, Script, Scripted
from larouter.testing.strict import Complaint, complaint
from larouter.testing.strict_chat import exact_complaint

__all__ = ["FakeOpenAI", "Pace"]

_HELLO = Answer()
_AT_ONCE = Pace()


class FakeOpenAI(Scripted):
    """A backend that speaks OpenAI's chat completions."""

    def __init__(
        self,
        *models: str,
        answer: Answering = _HELLO,
        faults: Iterable[Fault | None] = (),
        pace: Pacing = _AT_ONCE,
        key: str = "",
        port: int = 0,
        exact: bool = False,
    ) -> None:
        """Prepare; it listens from `async with` on.

        Args:
            models: The ids it knows; any other is refused.
            answer: What it says, or a function of the request.
            faults: What goes wrong, one for each chat request, None for nothing.
            pace: How fast it answers, or a function of the request.
            key: The bearer token it asks for; empty for none.
            port: 0 for any free one.
            exact: Whether it refuses what is wrong within messages and tools as well, as OpenAI itself does.
        """
        super().__init__(self._route, Script(answer, faults, pace), port)
        self._exact = exact
        self.models = models or ("gpt-fake",)
        self._key = key

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        if self._key and request.headers.get("authorization") != f"Bearer {self._key}":
            await _complain(exchange, Complaint(401, "Incorrect API key provided.", None, "invalid_api_key"))
        elif request.path == "/v1/models" and request.method == "GET":
            rows = [{"id": name, "object": "model", "created": 1, "owned_by": "fake"} for name in self.models]
            await exchange.respond_json(200, {"object": "list", "data": rows})
        elif request.path == "/v1/chat/completions" and request.method == "POST":
            await self.chat(exchange, self._refuse, OPENAI)
        elif request.path == "/v1/embeddings" and request.method == "POST":
            await self._embed(exchange, request.json())
        elif request.path in {"/v1/models", "/v1/chat/completions", "/v1/embeddings"}:
            message = f"Not allowed to {request.method} on {request.path}."
            await _complain(exchange, Complaint(405, message, None, "method_not_supported"))
        else:
            await _complain(exchange, Complaint(404, f"Invalid URL ({request.method} {request.path})"))

    async def _embed(self, exchange: Exchange, body: Body) -> None:
        problem = vectors.complaint(body)
        if problem is None and body.get("model") not in self.models:
            problem = Complaint(
                404, f"The model `{body.get('model')}` does not exist.", None, "model_not_found"
            )
        if problem is not None:
            await _complain(exchange, problem)
        else:
            await exchange.respond_json(200, vectors.answer(body))

    def _refuse(self, body: Body) -> Refusal | None:
        problem: Complaint | None
        if not body:
            problem = Complaint(400, "We could not parse the JSON body of your request.")
        elif (problem := complaint(body)) is None and body["model"] not in self.models:
            message = f"The model `{body['model']}` does not exist or you do not have access to it."
            problem = Complaint(404, message, None, "model_not_found")
        elif problem is None and self._exact:
            problem = exact_complaint(body)
        return None if problem is None else Refusal(problem.status, problem.body())


async def _complain(exchange: Exchange, problem: Complaint) -> None:
    await exchange.respond_json(problem.status, problem.body())
