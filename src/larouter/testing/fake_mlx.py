"""`mlx_lm.server` 0.32, with its quirks, recorded from the real one.

The list of models is 200 with no bytes when the hub's cache folder is missing; another model's name makes it
look at the hub; errors are strings; a stream begins with comments; nothing checks the window.
"""

from larouter.testing.completions import Dialect
from larouter.testing.http_server import JSON, Exchange
from larouter.testing.scripted import Body, Refusal, Script, Scripted

_PYTHON = {"server": "BaseHTTP/0.6 Python/3.11.7"}
_DIALECT = Dialect(headers=_PYTHON, comments=b": keepalive 1/1\n\n", several=False)
DEFAULT = "default_model"


class FakeMlx(Scripted):
    """An MLX server that runs one model, and has a hub's cache or not."""

    def __init__(
        self,
        path: str = "/models/gemma-4-e2b-it-4bit",
        *,
        cached: tuple[str, ...] = (),
        has_cache: bool = True,
        script: Script | None = None,
        port: int = 0,
    ) -> None:
        """Prepare.

        Args:
            path: The folder of the model.
            cached: Further models in the hub's cache.
            has_cache: Whether the hub's cache folder is there.
            script: What it says.
            port: 0 for any free one.
        """
        super().__init__(self._route, script or Script(), port)
        self._names = (path, *cached)
        self._has_cache = has_cache

    async def _route(self, exchange: Exchange) -> None:
        match exchange.request.method, exchange.request.path:
            case "GET", "/health":
                await exchange.respond_json(200, {"status": "ok"}, _PYTHON)
            case "GET", "/v1/models":
                if self._has_cache:
                    rows = [{"id": name, "object": "model", "created": 1} for name in self._names]
                    await exchange.respond_json(200, {"object": "list", "data": rows}, _PYTHON)
                else:
                    await exchange.respond(200, b"", {**JSON, **_PYTHON})
            case "POST", "/v1/chat/completions":
                await self.chat(exchange, self._refuse, _DIALECT)
            case _:
                await exchange.respond(404, b"Not Found", {"content-type": "text/plain", **_PYTHON})

    def _refuse(self, body: Body) -> Refusal | None:
        name = body.get("model", DEFAULT)
        if name not in {DEFAULT, *self._names}:
            return Refusal(
                404, {"error": f"{name} is not a local folder and cannot be found on the hub"}, _PYTHON
            )
        return None
