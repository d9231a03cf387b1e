"""vLLM 0.33, with its quirks.

Health without a body; only `/v1` asks for the key, and says so with an error that is a string; another
model's name is a 404; the queue has no end unless one is set. Source: the wheel of vllm 0.33.0.
"""

from larouter.testing import vectors
from larouter.testing.completions import Dialect, prompt_tokens
from larouter.testing.http_server import Exchange
from larouter.testing.scripted import Body, Refusal, Script, Scripted

_PLAIN = {"content-type": "text/plain; version=0.0.4; charset=utf-8"}
_DIALECT = Dialect({"system_fingerprint": "vllm-0.33.0", "service_tier": None}, headers={"server": "uvicorn"})


class FakeVllm(Scripted):
    """A vLLM server.

    Attributes:
        alive: Whether its engine lives.
    """

    def __init__(
        self,
        *models: str,
        window: int = 32768,
        running: int = 256,
        most_queued: int = 0,
        key: str = "",
        script: Script | None = None,
        port: int = 0,
    ) -> None:
        """Prepare.

        Args:
            models: The names it serves its model under.
            window: Its context window, in tokens.
            running: Requests that run at once, for the figures of `/metrics`.
            most_queued: Requests beyond which it refuses; 0 for never.
            key: The key it asks for; empty for none.
            script: What it says.
            port: 0 for any free one.
        """
        super().__init__(self._route, script or Script(), port)
        self.alive = True
        self._models = models or ("google/gemma-4-12b-it",)
        self._window = window
        self._running = running
        self._most_queued = most_queued
        self._key = key

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        if (
            self._key
            and request.path.startswith("/v1")
            and request.headers.get("authorization") != f"Bearer {self._key}"
        ):
            await exchange.respond_json(401, {"error": "Unauthorized"})
            return
        match request.method, request.path:
            case "GET", "/health" | "/ping":
                await exchange.respond(200 if self.alive else 503, b"", {"server": "uvicorn"})
            case "GET", "/version":
                await exchange.respond_json(200, {"version": "0.33.0"})
            case "GET", "/load":
                await exchange.respond_json(200, {"server_load": 0})
            case "GET", "/metrics":
                await exchange.respond(200, self._metrics(), _PLAIN)
            case "GET", "/v1/models":
                rows = [self._row(name) for name in self._models]
                await exchange.respond_json(200, {"object": "list", "data": rows})
            case "POST", "/v1/chat/completions":
                await self.chat(exchange, self._refuse, _DIALECT)
            case "POST", "/tokenize":
                await self._count(exchange)
            case "POST", "/v1/embeddings" if request.json().get("model") in self._models:
                await exchange.respond_json(200, vectors.answer(request.json()))
            case _:
                await exchange.respond_json(404, {"detail": "Not Found"})

    async def _count(self, exchange: Exchange) -> None:
        """`TokenizeChatRequest` and `TokenizeCompletionRequest`, however long the prompt."""
        body = exchange.request.json()
        if body.get("model") not in self._models or not ({"messages", "prompt"} & set(body)):
            await exchange.respond_json(404, {"detail": "Not Found"})
            return
        count = prompt_tokens(body)
        told = {
            "count": count,
            "max_model_len": self._window,
            "tokens": list(range(count)),
            "token_strs": None,
        }
        await exchange.respond_json(200, told)

    def _row(self, name: str) -> dict[str, object]:
        row: dict[str, object] = {"id": name, "object": "model", "created": 1, "owned_by": "vllm"}
        return row | {"root": name, "parent": None, "max_model_len": self._window, "permission": []}

    def _metrics(self) -> bytes:
        labels = f'{{engine="0",model_name="{self._models[0]}"}}'
        busy = min(self.in_flight, self._running)
        waiting = self.in_flight - busy
        lines = (
            "# TYPE vllm:num_requests_running gauge",
            f"vllm:num_requests_running{labels} {busy}.0",
            "# TYPE vllm:num_requests_waiting gauge",
            f"vllm:num_requests_waiting{labels} {waiting}.0",
            f'vllm:num_requests_waiting_by_reason{{engine="0",reason="capacity"}} {waiting}.0',
            f"vllm:kv_cache_usage_perc{labels} {busy / self._running}",
        )
        return ("\n".join(lines) + "\n").encode()

    def _refuse(self, body: Body) -> Refusal | None:
        if self._most_queued and self.in_flight > self._running + self._most_queued:
            return _error(503, "The server is overloaded.", "Service Unavailable")
        if not isinstance(body.get("messages"), list):
            return _error(400, "[{'type': 'missing', 'loc': ('body', 'messages')}]", "BadRequestError")
        if (name := body.get("model")) not in self._models:
            return _error(404, f"The model `{name}` does not exist.", "NotFoundError")
        if (length := prompt_tokens(body)) > self._window:
            message = (
                f"This model's maximum context length is {self._window} tokens. However, your request has "
                f"{length} input tokens. Please reduce the length of the input messages."
            )
            return _error(400, message, "BadRequestError")
        return None


def _error(status: int, message: str, kind: str) -> Refusal:
    return Refusal(status, {"error": {"message": message, "type": kind, "param": None, "code": status}})
