"""The ASGI application: the model routes bare, the control API behind them, and nothing in between."""

from collections.abc import Awaitable, Callable, Mapping

from larouter.api.asgi import App, Receive, Scope, Send, send_error
from larouter.core.errors import NoSuchRoute, RouterError, WrongMethod

Routes = Mapping[tuple[str, str], App]


class Server:
    """Routes by exact path; what it does not know under `/api` goes to the control API.

    Args:
        routes: Method and path to application; a path that ends in `/` matches everything below it.
        control: The control API, or a way to wait for it.
        check: Looks at the headers of what goes to the control API; raises a RouterError.
        start: Called before the first request.
        stop: Called after the last one.

    Attributes:
        fault: Why it could not start.
    """

    def __init__(
        self,
        routes: Routes,
        control: Callable[[], Awaitable[App]],
        check: Callable[[list[tuple[bytes, bytes]]], None],
        start: Callable[[], Awaitable[None]],
        stop: Callable[[], Awaitable[None]],
    ) -> None:
        self._exact = {
            (method, path): app for (method, path), app in routes.items() if not path.endswith("/")
        }
        self._below = [(method, path, app) for (method, path), app in routes.items() if path.endswith("/")]
        self._control = control
        self._check = check
        self._start = start
        self._stop = stop
        self.fault: RouterError | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by the ASGI server."""
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._exact.get((scope["method"], scope["path"]), self._elsewhere)
        try:
            await app(scope, receive, send)
        except RouterError as error:
            await send_error(send, error)

    async def _elsewhere(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = str(scope["path"]), str(scope["method"])
        for offered, prefix, app in self._below:
            if method == offered and path.startswith(prefix) and len(path) > len(prefix):
                return await app(scope, receive, send)
        if path.startswith("/api/"):
            self._check(scope["headers"])
            return await (await self._control())(scope, receive, send)
        raise self._unknown(method, path)

    def _unknown(self, method: str, path: str) -> RouterError:
        offered = sorted(known for known, at in self._exact if at == path)
        if offered:
            return WrongMethod(f"{path} answers {' and '.join(offered)}, not {method[:20]}", offered)
        served = ", ".join(f"{verb} {at}" for verb, at in self._exact if at.startswith("/v1/"))
        return NoSuchRoute(f"nothing is served at {path[:200]}; there is {served}")

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self._start()
                except RouterError as error:
                    self.fault = error
                    await send({"type": "lifespan.startup.failed"})
                    return
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._stop()
                await send({"type": "lifespan.shutdown.complete"})
                return
