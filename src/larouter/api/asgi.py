"""Small pieces of plain ASGI that the model routes and the health routes share."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Protocol

import msgspec

from larouter.core.chat import OPENAI_CHAT
from larouter.core.errors import RouterError
from larouter.ingress.errors import body_of, headers_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
PRESENCE = "larouter.presence"
"""The extension of ASGI by which our own connections offer a `Presence`; other servers have none."""


class Presence(Protocol):
    """The client of a request, for whoever would rather be told than wait for `http.disconnect` in a task."""

    def take_whole(self) -> bytes | None:
        """The body, where all of it has come before anybody asked; None where `receive` must be asked."""
        ...

    def on_leave(self, call: Callable[[], None] | None) -> None:
        """Whom to call when the client goes before it has its answer, at once if it has gone; None for nobody."""
        ...


async def send_bytes(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    """A whole answer."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def send_json(send: Send, status: int, value: Mapping[str, object]) -> None:
    """A whole answer in JSON."""
    await send_bytes(send, status, [(b"content-type", b"application/json")], msgspec.json.encode(value))


async def send_error(send: Send, error: RouterError, protocol: str = OPENAI_CHAT) -> None:
    """An error as a whole answer, in the shape that the protocol's SDKs expect."""
    await send_bytes(send, error.status, headers_of(error, protocol), body_of(error, protocol))
