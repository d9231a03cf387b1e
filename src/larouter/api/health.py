"""`/health`, `/health/live` and `/health/ready`: for people, for supervisors, for load balancers. No key needed."""

import time
from collections.abc import Awaitable, Callable, Mapping

from larouter.api.asgi import Receive, Scope, Send, send_json


class Health:
    """The health routes.

    Args:
        ready: What is not ready, by name and reason; empty when the router can answer requests.
    """

    def __init__(self, ready: Callable[[], Awaitable[Mapping[str, str]]]) -> None:
        self._ready = ready
        self._began = time.monotonic()

    async def overall(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """That the process runs, and for how many seconds."""
        await send_json(send, 200, {"status": "ok", "uptime": round(time.monotonic() - self._began, 3)})

    async def live(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """That the process runs; if this fails, restart it."""
        await send_json(send, 200, {"status": "live"})

    async def ready(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Whether it can answer requests; if not, send them elsewhere."""
        missing = await self._ready()
        if missing:
            await send_json(send, 503, {"status": "not ready", "missing": dict(missing)})
        else:
            await send_json(send, 200, {"status": "ready"})
