"""Servers on an event loop in a thread of their own, so that plain tests and whole sessions can share them."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any, Protocol, Self, TypeVar

T = TypeVar("T")


class Startable(Protocol):
    async def __aenter__(self) -> Any: ...
    async def __aexit__(self, *_: object) -> None: ...


S = TypeVar("S", bound=Startable)


class Backstage:
    """Where servers live beside the test; they end with the block."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stack = AsyncExitStack()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def start(self, server: S) -> S:
        """Start a server, which stays until the end."""
        self.run(self._stack.enter_async_context(server))
        return server

    def open(self, server: AbstractAsyncContextManager[T]) -> T:
        """Start a server, which stays until the end; what its block gives."""
        return self.run(self._stack.enter_async_context(server))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something on the servers' loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)
