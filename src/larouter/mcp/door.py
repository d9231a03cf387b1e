"""`POST /mcp` of the router itself: Streamable HTTP, behind the same gate as every model route."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from larouter.access.admit import Gate
from larouter.background import spawn
from larouter.core.errors import BadRequest, NoSuchRoute
from larouter.ingress.read import read_body
from larouter.mcp.carry import App, Message, inside

_Answer = Callable[[str, Message, Any, Any], Awaitable[None]]
_ABSENT = (
    "MCP is not installed here: pip install 'larouter[mcp]', in a working copy .venv/bin/pip install -e '.[mcp]'; "
    "then start again"
)


class McpDoor:
    """The MCP route; what it needs is loaded with the first request.

    Args:
        gate: Who may come in.
        app: The router's application, which the tools ask.
        most_bytes: Longest request body.
        body_seconds: Longest time that a body may take to arrive.
    """

    def __init__(self, gate: Gate, app: App, most_bytes: int, body_seconds: float) -> None:
        self._gate = gate
        self._app = app
        self._most_bytes = most_bytes
        self._body_seconds = body_seconds
        self._answer: asyncio.Future[_Answer] | None = None
        self._sessions: asyncio.Task[None] | None = None

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Serve one request.

        Raises:
            RouterError: The caller may not come in, its body is too long or too slow, or MCP is not installed.
        """
        caller = self._gate.admit(scope["headers"])
        if scope["method"] == "POST":
            receive = _again(await self._body(receive), receive)
        answer = await self._opened()
        await answer(caller.token_id, scope, receive, send)

    async def _body(self, receive: Callable[[], Awaitable[Message]]) -> bytes:
        try:
            async with asyncio.timeout(self._body_seconds):
                return await read_body(receive, self._most_bytes)
        except TimeoutError:
            raise BadRequest(
                f"the body did not arrive within {self._body_seconds:g} s; send it again"
            ) from None

    async def close(self) -> None:
        """End every session."""
        if self._sessions is not None:
            self._sessions.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sessions

    async def _opened(self) -> _Answer:
        if self._answer is None or (self._answer.done() and self._answer.exception()):
            self._answer = asyncio.get_running_loop().create_future()
            self._sessions = spawn(self._run(self._answer), "mcp sessions")
        return await asyncio.shield(self._answer)

    async def _run(self, answer: asyncio.Future[_Answer]) -> None:
        try:
            serve = await asyncio.to_thread(_load)
        except ImportError:
            answer.set_exception(NoSuchRoute(_ABSENT))
            return
        async with serve(partial(inside, self._app), self._most_bytes) as opened:
            answer.set_result(opened)
            await asyncio.get_running_loop().create_future()


def _again(body: bytes, receive: Callable[[], Awaitable[Message]]) -> Callable[[], Awaitable[Message]]:
    """What was read, for another reader; then what is still to come."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again


def _load() -> Any:  # noqa: ANN401 - its type is that of a package that may be missing
    """Load the SDK, off the event loop: it takes a second or two, once."""
    from larouter.mcp.serve import over_streamable_http  # noqa: PLC0415 - only who uses it pays for it

    return over_streamable_http
