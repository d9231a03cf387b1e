"""Cross-origin calls of web pages, for the origins that the operator has allowed; all others see nothing of this."""

from collections.abc import Collection

from larouter.api.asgi import App, Message, Receive, Scope, Send, send_bytes

_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, POST, PUT, PATCH, DELETE"),
    (b"access-control-allow-headers", b"*, authorization, content-type, x-api-key, x-goog-api-key"),
    (b"access-control-max-age", b"600"),
]


class CrossOrigin:
    """Lets the pages of some origins read answers.

    Args:
        app: What answers.
        origins: The allowed origins, such as `https://app.example`.
    """

    def __init__(self, app: App, origins: Collection[str]) -> None:
        self._app = app
        self._origins = frozenset(origin.encode() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by the ASGI server."""
        origin = _origin(scope) if scope["type"] == "http" else b""
        if origin not in self._origins:
            return await self._app(scope, receive, send)
        shown = [(b"access-control-allow-origin", origin), (b"vary", b"origin")]
        if scope["method"] == "OPTIONS":
            return await send_bytes(send, 204, [*shown, *_PREFLIGHT], b"")
        shown.append((b"access-control-expose-headers", b"*"))

        async def send_shown(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *shown]
            await send(message)

        return await self._app(scope, receive, send_shown)


def _origin(scope: Scope) -> bytes:
    return next((bytes(value) for name, value in scope["headers"] if name == b"origin"), b"")
