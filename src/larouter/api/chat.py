"""`POST /v1/chat/completions`: a request in, its answer out, and the backend told when the client goes away."""

import asyncio
import logging
import os
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from larouter.api.asgi import PRESENCE, Message, Presence, Receive, Scope, Send, send_error
from larouter.api.telling import Witness
from larouter.background import spawn
from larouter.core.errors import BadRequest, Internal, RouterError, Stopped
from larouter.core.ids import request_id
from larouter.ingress.call import Call
from larouter.ingress.read import ClientGone, check_length, read_body, too_large
from larouter.ingress.speak import Reply
from larouter.pipeline import Pipeline

BODY_SECONDS = 60.0
_log = logging.getLogger("larouter.request")
# An id is no secret, only unlike any other: seeded from the system once, it needs no system call a request.
_entropy = random.Random(os.urandom(32))  # noqa: S311


class ModelRoute:
    """A model route of one protocol.

    Args:
        pipeline: The request path.
        protocol: The wire protocol that is spoken here.
        most_bytes: Longest request body.
        witness: Sees requests come and be turned away, or None.
    """

    def __init__(
        self, pipeline: Pipeline, protocol: str, most_bytes: int, witness: Witness | None = None
    ) -> None:
        self._witness = witness
        self._arrived = None if witness is None else witness.arrived
        self._pipeline = pipeline
        self._protocol = protocol
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        exchange = _Exchange(scope, receive, self._most_bytes)
        call = arrived(self._protocol, scope, exchange.read, exchange.left)
        if self._arrived is not None:
            self._arrived(call.id, call.headers)
        try:
            await self._serve(call, send)
        except asyncio.CancelledError:
            if not exchange.gone:
                raise
            _log.info("%s the client went away", call.id)
        except ClientGone:
            _log.info("%s the client went away before its request was complete", call.id)
        finally:
            exchange.over()

    async def _serve(self, call: Call, send: Send) -> None:
        try:
            reply = await self._pipeline.answer(call)
            first = await _beginning(reply)
        except RouterError as error:
            error.request_id = call.id
            if self._witness is not None:
                self._witness.turned_away(call.id, error)
            _log.info("%s %s %s", call.id, error.status, error.operator_detail)
            await send_error(send, error, call.protocol)
        except ClientGone:
            raise
        except asyncio.CancelledError:
            if call.left():
                raise
            await send_error(send, Stopped(), call.protocol)
        except Exception:  # noqa: BLE001 - the one place where a fault of ours becomes an answer
            _log.exception("%s failed in the router itself", call.id)
            fault = Internal(f"the router failed; its log has the cause under {call.id}")
            fault.request_id = call.id
            await send_error(send, fault, call.protocol)
        else:
            await _speak(reply, first, send)


async def _beginning(reply: Reply) -> bytes:
    """The first part of an answer, or all of one that comes whole.

    Asked for before anything is sent: what fails until then is told in the head, and a body that was begun is also
    ended, whenever the client leaves.
    """
    return reply.body if isinstance(reply.body, bytes) else await anext(reply.body, b"")


async def _speak(reply: Reply, first: bytes, send: Send) -> None:
    head: Message = {"type": "http.response.start", "status": reply.status, "headers": reply.headers}
    if isinstance(reply.body, bytes):
        await send(head)
        await send({"type": "http.response.body", "body": first})
        return
    async with aclosing(reply.body) as body:
        await send(head)
        await send({"type": "http.response.body", "body": first, "more_body": True})
        async for part in body:
            await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def arrived(
    protocol: str, scope: Scope, body: Callable[[], Awaitable[bytes]], left: Callable[[], bool] = bool
) -> Call:
    """A request that has just arrived, with an id of its own."""
    now_ns = time.time_ns()
    identifier = request_id(now_ns // 1_000_000, _entropy.getrandbits(80))
    now_ms, path, headers = now_ns // 1_000_000, scope["path"], scope["headers"]
    return Call(identifier, protocol, path, headers, body, now_ms, time.monotonic(), left)


class _Exchange:
    """The receiving side of one request: its body within a deadline, then a watch over the client's presence."""

    __slots__ = ("_late", "_most_bytes", "_presence", "_receive", "_scope", "_task", "_watch", "gone")

    def __init__(self, scope: Scope, receive: Receive, most_bytes: int) -> None:
        self._scope = scope
        self.gone = False
        self._late = False
        self._receive = receive
        self._most_bytes = most_bytes
        self._task = asyncio.current_task()
        self._presence: Presence | None = scope.get("extensions", {}).get(PRESENCE)
        self._watch: asyncio.Task[None] | None = None

    def left(self) -> bool:
        """Whether the client has gone away."""
        return self.gone

    async def read(self) -> bytes:
        """The body, within its limit and a deadline; from then on the client is watched.

        Raises:
            BadRequest: It is too long, or did not come in time.
        """
        check_length(self._scope["headers"], self._most_bytes)
        body = None if self._presence is None else self._presence.take_whole()
        if body is None:
            body = await self._read()
        elif len(body) > self._most_bytes:
            raise too_large(self._most_bytes)
        if self._presence is not None:
            self._presence.on_leave(self._leave)
        else:
            self._watch = spawn(self._wait_for_leave(), "client watch")
        return body

    async def _read(self) -> bytes:
        deadline = asyncio.get_running_loop().call_later(BODY_SECONDS, self._too_late)
        try:
            return await read_body(self._receive, self._most_bytes)
        except asyncio.CancelledError:
            if not self._late or self._task is None:
                raise
            self._task.uncancel()
            raise BadRequest(f"the body did not arrive within {BODY_SECONDS:g} s; send it again") from None
        finally:
            deadline.cancel()

    def _too_late(self) -> None:
        self._late = True
        if self._task is not None:
            self._task.cancel()

    async def _wait_for_leave(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._leave()

    def _leave(self) -> None:
        self.gone = True
        if self._task is not None:
            self._task.cancel()

    def over(self) -> None:
        """Stop watching."""
        if self._presence is not None:
            self._presence.on_leave(None)
        elif self._watch is not None:
            self._watch.cancel()


async def body_in_time(receive: Receive, most_bytes: int) -> bytes:
    """The body, for routes that ask no model.

    Raises:
        BadRequest: It is too long, or did not come in time.
    """
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await read_body(receive, most_bytes)
    except TimeoutError:
        raise BadRequest(f"the body did not arrive within {BODY_SECONDS:g} s; send it again") from None
