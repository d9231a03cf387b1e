"""A wired router in this process, called as an ASGI server calls it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from larouter import background
from larouter.api.asgi import App
from larouter.compose import House, Installation
from larouter.config.keys import read_keys
from larouter.config.load import load
from larouter.server import Server


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, whole."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        """The error, in the shape that every error has."""
        value = self.json()
        assert set(value["error"]) == {"message", "type", "param", "code"}
        return dict(value["error"])


async def ask(app: App, method: str, path: str, body: object = None, **headers: str) -> Said:
    """Call an ASGI application; `_` in the name of a header stands for `-`, a body that is no bytes goes as JSON."""
    raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    given = {"host": "127.0.0.1:18790", "content-type": "application/json"} | headers
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in given.items()
        ],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 18790),
    }
    coming = iter([{"type": "http.request", "body": raw, "more_body": False}])
    over = asyncio.Event()
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if (message := next(coming, None)) is not None:
            return message
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    try:
        await app(scope, receive, send)
    finally:
        over.set()
    found = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Said(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))


@dataclass(frozen=True, slots=True)
class Running:
    """A router that answers.

    Attributes:
        house: Its parts.
        app: Its ASGI application.
    """

    house: House
    app: Server

    async def ask(self, method: str, path: str, body: object = None, key: str = "", **headers: str) -> Said:
        """Ask with that key, else with the token of the first project."""
        shown = {"authorization": f"Bearer {key or self.house.keys.token}"}
        return await ask(self.app, method, path, body, **(shown | headers))

    async def control(self, method: str, path: str, body: object = None) -> Said:
        """Ask as the admin."""
        return await self.ask(method, path, body, self.house.keys.admin)


@asynccontextmanager
async def running(folder: Path, **environment: str) -> AsyncIterator[Running]:
    """Run a router with only the backends that the environment names."""
    settings = {
        "LAROUTER_DB_PATH": str(folder / "larouter.db"),
        "LAROUTER_DISCOVERY": "false",
        "LAROUTER_TOY": "false",
        "XDG_CACHE_HOME": str(folder),
    }
    loaded = load(settings | environment, folder)
    keys = read_keys(loaded.settings.database.path, loaded.environment)
    house = House(Installation(loaded, keys, folder, {}, 18790), lambda _: None)
    app = Server(house)
    messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    answers: asyncio.Queue[Any] = asyncio.Queue()
    before = set(background._running)
    life = asyncio.ensure_future(app({"type": "lifespan"}, messages.get, answers.put))
    try:
        messages.put_nowait({"type": "lifespan.startup"})
        assert (await answers.get())["type"] == "lifespan.startup.complete"
        yield Running(house, app)
    finally:
        messages.put_nowait({"type": "lifespan.shutdown"})
        await life
        here = asyncio.get_running_loop()
        left = {task for task in background._running - before if task.get_loop() is here}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
