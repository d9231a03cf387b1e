"""Ollama 0.32, with its quirks.

Models load at the first request; the window is cut without a word; `null` stands for an empty list; unknown
members are ignored; cloud models look almost like local ones. Source: ollama/ollama, August 2026.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from larouter.testing import vectors
from larouter.testing.completions import Dialect
from larouter.testing.http_server import Exchange
from larouter.testing.scripted import Body, Refusal, Script, Scripted

_IN_MEMORY = {"expires_at": "2026-11-01T00:05:00Z", "size_vram": 0}
_BUSY = "server busy, please try again.  maximum pending requests exceeded"


@dataclass(frozen=True, slots=True)
class OllamaModel:
    """A model that was pulled.

    Attributes:
        name: With its tag.
        capabilities: As Ollama names them.
        trained: The window it was made for, in tokens.
        num_ctx: The window that its file asks for, or 0.
        remote_host: Where it runs, when it does not run here.
    """

    name: str = "gemma4:e2b"
    capabilities: tuple[str, ...] = ("completion", "tools", "vision", "thinking")
    trained: int = 131072
    num_ctx: int = 0
    remote_host: str = ""
    details: Mapping[str, object] = field(
        default_factory=lambda: {
            "parent_model": "",
            "format": "gguf",
            "family": "gemma4",
            "families": ["gemma4"],
        }
    )


class FakeOllama(Scripted):
    """An Ollama server.

    Attributes:
        models: What was pulled, by name; change it to pull and remove.
        loaded: The models in memory, each with its window in tokens.
    """

    def __init__(
        self,
        *models: OllamaModel,
        loaded: Mapping[str, int] | None = None,
        script: Script | None = None,
        default_window: int = 4096,
        most_pending: int = 512,
        port: int = 0,
    ) -> None:
        super().__init__(self._route, script or Script(), port)
        self.models = {model.name: model for model in models}
        self.loaded = dict(loaded or {})
        self._default_window = default_window
        self._most_pending = most_pending

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        if request.headers.get("host", "").split(":")[0] not in {"127.0.0.1", "localhost"}:
            await exchange.respond(403, b"")
        elif request.path.startswith("/v1/"):
            await self._compatible(exchange)
        else:
            await self._own(exchange)

    async def _own(self, exchange: Exchange) -> None:
        request = exchange.request
        match request.method, request.path:
            case "GET" | "HEAD", "/":
                await exchange.respond(
                    200, b"Ollama is running", {"content-type": "text/plain; charset=utf-8"}
                )
            case "GET", "/api/version":
                await exchange.respond_json(200, {"version": "0.32.9"})
            case "GET", "/api/status":
                await exchange.respond_json(200, {"cloud": {"disabled": False}})
            case "GET", "/api/tags":
                await exchange.respond_json(200, {"models": [_row(model) for model in self.models.values()]})
            case "GET", "/api/ps":
                await exchange.respond_json(200, {"models": self._running()})
            case "POST", "/api/show":
                await self._show(exchange)
            case _:
                await exchange.respond(404, b"404 page not found", {"content-type": "text/plain"})

    async def _compatible(self, exchange: Exchange) -> None:
        request = exchange.request
        match request.method, request.path:
            case "GET", "/v1/models":
                await exchange.respond_json(
                    200, {"object": "list", "data": _openai_rows(self.models) or None}
                )
            case "POST", "/v1/chat/completions":
                await self._chat(exchange)
            case "POST", "/v1/embeddings":
                await self._embed(exchange, request.json())
            case _:
                await exchange.respond(404, b"404 page not found", {"content-type": "text/plain"})

    def _running(self) -> list[dict[str, object]]:
        return [
            {**_named(self.models[name]), **_IN_MEMORY, "context_length": window}
            for name, window in self.loaded.items()
            if name in self.models
        ]

    async def _show(self, exchange: Exchange) -> None:
        name = str(exchange.request.json().get("model", ""))
        model = self.models.get(name)
        if model is None:
            await exchange.respond_json(404, {"error": f"model '{name}' not found"})
            return
        shown: dict[str, object] = {
            "parameters": f"num_ctx                        {model.num_ctx}" if model.num_ctx else "",
            "details": model.details,
            "model_info": {"general.architecture": "gemma4", "gemma4.context_length": model.trained},
            "capabilities": list(model.capabilities),
        }
        if model.remote_host:
            shown |= {"remote_host": model.remote_host, "remote_model": model.name}
        await exchange.respond_json(200, shown)

    async def _embed(self, exchange: Exchange, body: Body) -> None:
        """Token ids are no input for Ollama."""
        name, given = str(body.get("model", "")), body.get("input")
        model = self.models.get(name)
        if model is None:
            refused: Refusal | None = _error(
                404, f'model "{name}" not found, try pulling it first', "api_error"
            )
        elif "embedding" not in model.capabilities:
            refused = _error(400, "this model does not support embeddings", "api_error")
        elif not isinstance(given, str | list) or not all(isinstance(one, str) for one in given):
            refused = _error(400, "invalid input type", "invalid_request_error")
        else:
            refused = None
        if refused is not None:
            await exchange.respond_json(refused.status, refused.value)
            return
        self.loaded.setdefault(name, self._default_window)
        await exchange.respond_json(200, vectors.answer(body))

    async def _chat(self, exchange: Exchange) -> None:
        name = str(exchange.request.json().get("model", ""))
        if name in self.models and not self.models[name].remote_host:
            asked_for = self.models[name].num_ctx
            self.loaded.setdefault(name, asked_for or self._default_window)
        dialect = Dialect(
            {"system_fingerprint": "fp_ollama"},
            reasoning="reasoning",
            details=False,
            several=False,
            window=self.loaded.get(name, 0),
        )
        await self.chat(exchange, self._refuse, dialect)

    def _refuse(self, body: Body) -> Refusal | None:
        if self.in_flight > self._most_pending:
            return _error(503, _BUSY, "api_error")
        name = body.get("model")
        if not body:
            return _error(
                400, "invalid character 'x' looking for beginning of value", "invalid_request_error"
            )
        if name not in self.models:
            return _error(404, f'model "{name}" not found, try pulling it first', "not_found_error")
        if not body.get("messages"):
            return _error(400, "[] is too short - 'messages'", "invalid_request_error")
        return None


def _error(status: int, message: str, kind: str) -> Refusal:
    return Refusal(status, {"error": {"message": message, "type": kind, "param": None, "code": None}})


def _named(model: OllamaModel) -> dict[str, object]:
    row: dict[str, object] = {"name": model.name, "model": model.name, "size": 7_200_000_000}
    return row | {"digest": _digest(model), "details": model.details}


def _row(model: OllamaModel) -> dict[str, object]:
    row = _named(model) | {"modified_at": "2026-11-01T00:00:00Z", "capabilities": list(model.capabilities)}
    if model.remote_host:
        row |= {"remote_host": model.remote_host, "remote_model": model.name.removesuffix("-cloud")}
    return row


def _openai_rows(names: Iterable[str]) -> list[dict[str, object]]:
    return [{"id": name, "object": "model", "created": 1, "owned_by": "library"} for name in names]


def _digest(model: OllamaModel) -> str:
    return hashlib.sha256(repr(model).encode()).hexdigest()
