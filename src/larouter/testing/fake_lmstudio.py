"""LM Studio 0.4, with its quirks.

A route it does not have is answered 200, with an error in the body; `/v1/models` lists what was downloaded,
loaded or not; a model loads at its first request. Source: lmstudio-ai/docs, April 2026.
"""

from dataclasses import dataclass

from larouter.testing.completions import Dialect
from larouter.testing.http_server import Exchange
from larouter.testing.scripted import Body, Refusal, Script, Scripted

_EXPRESS = {"x-powered-by": "Express"}
_DIALECT = Dialect({"stats": {}, "system_fingerprint": "lmstudio"}, headers=_EXPRESS, several=False)


@dataclass(frozen=True, slots=True)
class LmStudioModel:
    """A model that was downloaded.

    Attributes:
        key: Its name.
        windows: The window of each loaded instance, in tokens; empty when it is not loaded.
        parallel: Requests that an instance answers at once.
        longest: The window it could have.
        vision: Whether it sees.
        tools: Whether it was trained to use tools.
        type: `llm` or `embedding`.
    """

    key: str = "google/gemma-4-e4b"
    windows: tuple[int, ...] = (8192,)
    parallel: int = 4
    longest: int = 131072
    vision: bool = True
    tools: bool = True
    type: str = "llm"


class FakeLmStudio(Scripted):
    """An LM Studio server; `older` leaves out the newer list of models."""

    def __init__(
        self, *models: LmStudioModel, older: bool = False, script: Script | None = None, port: int = 0
    ) -> None:
        super().__init__(self._route, script or Script(), port)
        self.models = list(models)
        self._older = older

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        match request.method, request.path:
            case "GET", "/api/v1/models" if not self._older:
                await exchange.respond_json(
                    200, {"models": [_newer(model) for model in self.models]}, _EXPRESS
                )
            case "GET", "/api/v0/models":
                rows = [_older(model) for model in self.models]
                await exchange.respond_json(200, {"object": "list", "data": rows}, _EXPRESS)
            case "GET", "/v1/models":
                rows = [
                    {"id": m.key, "object": "model", "owned_by": "organization_owner"} for m in self.models
                ]
                await exchange.respond_json(200, {"data": rows, "object": "list"}, _EXPRESS)
            case "POST", "/v1/chat/completions":
                await self.chat(exchange, self._refuse, _DIALECT)
            case method, path:
                error = f"Unexpected endpoint or method. ({method} {path})"
                await exchange.respond_json(200, {"error": error}, _EXPRESS)

    def _refuse(self, body: Body) -> Refusal | None:
        if not body.get("messages"):
            return Refusal(400, {"error": "'messages' field is required"}, _EXPRESS)
        name = body.get("model")
        known = {instance["id"] for model in self.models for instance in _instances(model)}
        if name in known | {model.key for model in self.models}:
            return None
        error = {"message": f'Model "{name}" not found', "type": "invalid_request_error", "param": "model"}
        return Refusal(404, {"error": {**error, "code": "model_not_found"}}, _EXPRESS)


def _instances(model: LmStudioModel) -> list[dict[str, object]]:
    names = (f"{model.key}:{n}" if n > 1 else model.key for n in range(1, 100))
    return [
        {
            "id": name,
            "config": {"context_length": window, "parallel": model.parallel, "flash_attention": True},
        }
        for name, window in zip(names, model.windows, strict=False)
    ]


def _newer(model: LmStudioModel) -> dict[str, object]:
    row: dict[str, object] = {"type": model.type, "publisher": "google", "key": model.key, "format": "gguf"}
    row |= {"display_name": model.key, "architecture": "gemma4", "size_bytes": 1, "params_string": "8B"}
    row |= {"loaded_instances": _instances(model), "max_context_length": model.longest}
    if model.type == "llm":
        row["capabilities"] = {"vision": model.vision, "trained_for_tool_use": model.tools}
    return row


def _older(model: LmStudioModel) -> dict[str, object]:
    kind = "embeddings" if model.type == "embedding" else "vlm" if model.vision else "llm"
    row: dict[str, object] = {"id": model.key, "object": "model", "type": kind, "arch": "gemma4"}
    row |= {"state": "loaded" if model.windows else "not-loaded", "max_context_length": model.longest}
    row |= {"loaded_context_length": model.windows[0]} if model.windows else {}
    return row | ({"capabilities": ["tool_use"]} if model.tools else {})
