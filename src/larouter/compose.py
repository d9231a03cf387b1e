"""The composition root: settings in, wired parts out; the only place that names concrete classes."""

import asyncio
import contextlib
import logging
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from larouter.access.admit import Gate
from larouter.access.projects import Projects
from larouter.access.tokens import TokenBook
from larouter.account.ledger import Ledger
from larouter.api.asgi import App, Receive, Scope, Send
from larouter.api.chat import ModelRoute
from larouter.api.health import Health
from larouter.api.models import Models
from larouter.api.story import Story
from larouter.background import spawn
from larouter.config.catalog import read_catalog
from larouter.config.keys import Keys, keep_token
from larouter.config.load import BadConfiguration, Loaded
from larouter.config.runtime import Runtime
from larouter.core.chat import OPENAI_CHAT, Chat
from larouter.core.deployment import Fleet
from larouter.core.features import Finding
from larouter.core.pulse import Pulses
from larouter.core.zones import Sensitivity
from larouter.dispatch.attempt import Clock
from larouter.dispatch.walk import Road
from larouter.fleet.fetch import through
from larouter.fleet.roster import Roster, Surroundings
from larouter.fleet.snapshot import body
from larouter.ingress.read import check_length
from larouter.inspect.difficulty import first_stage
from larouter.outbound.endpoint import Limits
from larouter.outbound.transport import Transport
from larouter.pipeline import Pipeline
from larouter.server import Server
from larouter.store import fleets
from larouter.store.sqlite import open_sqlite

FIRST_PROJECT = "default"
DAY_MS = 86_400_000
POLL_SECONDS = 1.0
BEAT_SECONDS = 10.0
SETTLE_SECONDS = 15.0
_log = logging.getLogger("larouter")


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def today() -> int:
    """Days since 1970-01-01."""
    return now_ms() // DAY_MS


def no_findings(_chat: Chat) -> tuple[Sensitivity, tuple[Finding, ...]]:
    """Nothing is inspected: a request is what its caller and its project's policy say."""
    return Sensitivity.PUBLIC, ()


@dataclass(frozen=True, slots=True)
class Installation:
    """What is to run, and where.

    Attributes:
        loaded: The settings.
        keys: Its secrets.
        directory: Where `larouter.toml` and `.env` are.
        flags: From the command line.
        port: On which the router listens, so that discovery leaves it out.
    """

    loaded: Loaded
    keys: Keys
    directory: Path
    flags: Mapping[str, object]
    port: int


class House:
    """A router, wired; `app` is what an ASGI server runs.

    Attributes:
        app: The ASGI application.
        keys: The installation's secrets, the first project's token among them once it runs.
        port: On which the router listens.
        roster: What can answer, kept up to date.
    """

    def __init__(self, at: Installation, ready: Callable[["House"], None]) -> None:
        """Open the database and wire everything; nothing runs yet.

        Args:
            at: What is to run, and where.
            ready: Called once, when the fleet has been looked at and requests are answered.
        """
        loaded, keys = at.loaded, at.keys
        settings = loaded.settings
        self.keys = keys
        self.port = at.port
        self._ready = ready
        self.database = open_sqlite(settings.database.path, now_ms())
        self.transport = Transport()
        self.pulses = Pulses()
        around = Surroundings(
            catalog=read_catalog(),
            pulses=self.pulses,
            fetch=through(self.transport),
            today=today,
            changed=self._keep_fleet,
            cache=cache_folder(loaded.environment),
            own_port=at.port,
        )
        self.roster = Roster(around, settings, loaded.environment)
        self.ledger = Ledger(self.database, now_ms)
        self._book = TokenBook(keys.hashing)
        self.projects = Projects(self.database, self._book, keys.hashing, now_ms)
        server = settings.server
        self.gate = Gate(
            self._book, keys.admin, (server.host, *server.allowed_hosts), server.allowed_origins, now_ms
        )
        self.runtime = Runtime(loaded, at.directory, at.flags, self._apply)
        self._limits = _limits(loaded)
        self.pipeline = self._pipeline()
        self._control: asyncio.Task[App] | None = None
        self.app = self._app()

    def _pipeline(self) -> Pipeline:
        return Pipeline(
            gate=self.gate,
            difficulty=first_stage,
            sensitivity=no_findings,
            fleet=self.fleet,
            ledger=self.ledger,
            road=Road(self.roster.find, self.pulses, self.transport, Clock(now_ms, time.monotonic)),
            limits=lambda: self._limits,
        )

    def fleet(self) -> Fleet:
        """What could answer, at this moment."""
        return self.roster.registry.now(time.monotonic())

    def _app(self) -> Server:
        most = self.runtime.loaded.settings.server.max_body_bytes
        models = Models(self.gate, self.fleet, now_ms() // 1000)
        health = Health(self._missing)
        routes: dict[tuple[str, str], App] = {
            ("POST", "/v1/chat/completions"): self._when_settled(
                ModelRoute(self.pipeline, OPENAI_CHAT, most)
            ),
            ("GET", "/v1/models"): models.everything,
            ("GET", "/v1/models/"): models.one,
            ("GET", "/health"): health.overall,
            ("GET", "/health/live"): health.live,
            ("GET", "/health/ready"): health.ready,
        }

        def check(headers: list[tuple[bytes, bytes]]) -> None:
            self.gate.check_door(headers)
            check_length(headers, most)

        return Server(routes, self._control_app, check, self.start, self.stop)

    def _when_settled(self, route: App) -> App:
        """The route, for which the first requests wait until the fleet has been looked at."""

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            if not self.roster.settled.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.roster.settled.wait(), SETTLE_SECONDS)
            await route(scope, receive, send)

        return serve

    async def _missing(self) -> Mapping[str, str]:
        missing = {}
        if (
            not any(live.up for live in self.fleet().live.values())
            and not self.roster.registry.fleet.deployments
        ):
            missing["backends"] = "no backend is there yet"
        if self.database.full:
            missing["database"] = "it does not keep up with what is to be written"
        return missing

    async def start(self) -> None:
        """Make ready for the first request."""
        recovered = await self.ledger.start()
        if recovered.requests:
            _log.warning(
                "%d request(s) were cut off when the router last stopped; %d attempt(s) settled as unknown",
                recovered.requests,
                recovered.attempts,
            )
        self._keep_fleet(self.roster.registry.fleet)
        await self._first_project()
        await self.roster.start()
        spawn(self._announce(), "announce")
        spawn(self._poll(), "poll")
        spawn(self._beat(), "beat")
        with contextlib.suppress(ValueError, RuntimeError, NotImplementedError, AttributeError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._reload)
        self._control = spawn(asyncio.to_thread(self._make_control), "control api")

    async def stop(self) -> None:
        """Finish what is written, and let go of everything."""
        await self.roster.stop()
        self.projects.note_use()
        await self.ledger.stop()
        await self.transport.close()
        await self.database.close()

    async def _announce(self) -> None:
        await self.roster.settled.wait()
        self._ready(self)

    async def _first_project(self) -> None:
        await self.projects.refresh(always=True)
        if await self.projects.is_new():
            _, token = await self.projects.create(FIRST_PROJECT)
            self.keys = keep_token(self.keys, token.secret)
        elif not self._book.knows(self.keys.token):
            self.keys = replace(self.keys, token="")

    def _keep_fleet(self, fleet: Fleet) -> None:
        text = body(fleet.deployments).decode()
        self.database.post(partial(fleets.keep, version=fleet.version, body=text, now_ms=now_ms()))

    def _reload(self) -> None:
        """Read the settings again; what cannot be used leaves the old ones in force."""
        before = self.runtime.loaded.settings
        try:
            self.runtime.reload()
        except BadConfiguration as error:
            _log.error("the old settings stay in force: %s", error)
            return
        now = self.runtime.loaded.settings
        fixed = (now.server, now.database) != (before.server, before.database)
        _log.info("the settings were read again%s", "; server and database take a restart" if fixed else "")

    def _apply(self, loaded: Loaded) -> None:
        self._limits = _limits(loaded)
        logging.getLogger().setLevel(loaded.settings.log.level.upper())
        self.roster.apply(loaded.settings, loaded.environment)

    async def _poll(self) -> None:
        """Follow what other processes change in the database."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            await self.ledger.poll()
            await self.projects.refresh()
            if self.runtime.is_stale():
                self._reload()

    async def _beat(self) -> None:
        """Say that this process lives, settle what dead ones left, note the use of tokens, take the day's prices."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self.ledger.recover(now_ms())
            self.projects.note_use()
            self.roster.registry.refresh()

    def _make_control(self) -> App:
        """Load the control API, off the event loop, so that the model routes answer before it is there."""
        from larouter.api.control import control_app  # noqa: PLC0415 - a third of a second that no request pays

        return control_app(
            gate=self.gate,
            projects=self.projects,
            ledger=self.ledger,
            database=self.database,
            pipeline=self.pipeline,
            story=Story(self.database),
            runtime=self.runtime,
            roster=self.roster,
            fleet=self.fleet,
            most_bytes=self.runtime.loaded.settings.server.max_body_bytes,
            now_ms=now_ms,
        )

    async def _control_app(self) -> App:
        assert self._control is not None  # noqa: S101 - started before the first request
        return await asyncio.shield(self._control)


def _limits(loaded: Loaded) -> Limits:
    deadlines = loaded.settings.deadlines
    return Limits(deadlines.connect, deadlines.first_byte, deadlines.idle, deadlines.total)


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where files are kept that can be made again."""
    base = environment.get("XDG_CACHE_HOME") or (
        Path(environment.get("HOME") or tempfile.gettempdir()) / ".cache"
    )
    folder = Path(base) / "larouter"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="larouter-"))
    return folder
