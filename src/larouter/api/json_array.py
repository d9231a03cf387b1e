"""`streamGenerateContent` without `alt=sse`: the same route, its stream written as one JSON array."""

from urllib.parse import parse_qs

from larouter.api.asgi import App, Message, Receive, Scope, Send
from larouter.wire.gemini_array import ArrayWriter

_EVENTS = b"text/event-stream"
_JSON = b"application/json; charset=utf-8"


def in_either_form(route: App) -> App:
    """The route, whose stream is one of events where the query says `alt=sse`, else an array."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        wants_events = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("alt") == ["sse"]
        if wants_events or not str(scope["path"]).endswith(":streamGenerateContent"):
            await route(scope, receive, send)
        else:
            await route(scope, receive, _Framed(send))

    return serve


class _Framed:
    """Sends a stream of events as an array, and an error as the only element of one."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._writer: ArrayWriter | None = None

    async def __call__(self, message: Message) -> None:
        """Send one message of ASGI."""
        if message["type"] == "http.response.start":
            await self._send(self._head(message))
        elif self._writer is None:
            await self._send({**message, "body": b"[" + message.get("body", b"") + b"]"})
        else:
            more = message.get("more_body", False)
            body = self._writer.feed(message.get("body", b"")) + (b"" if more else self._writer.end())
            await self._send({**message, "body": body})

    def _head(self, message: Message) -> Message:
        headers = dict(message["headers"])
        if headers.get(b"content-type", b"").startswith(_EVENTS):
            self._writer = ArrayWriter()
            headers[b"content-type"] = _JSON
        elif b"content-length" in headers:
            headers[b"content-length"] = str(int(headers[b"content-length"]) + 2).encode()
        return {**message, "headers": list(headers.items())}
