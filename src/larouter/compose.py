"""The composition root: settings in, wired parts out; the only place that names concrete classes."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from larouter.access.admit import Gate
from larouter.access.projects import Projects
from larouter.access.rate import Turnstile
from larouter.access.sessions import Sessions
from larouter.access.tokens import TokenBook, fresh_secret
from larouter.account.alerts import Alerter
from larouter.account.archive import Archive, Keeping
from larouter.account.ledger import Ledger
from larouter.account.lines import write_line
from larouter.account.pricing import PriceBook
from larouter.account.retention import Retention
from larouter.account.seal import can_seal
from larouter.account.tally import Tally
from larouter.api.feed import Feed
from larouter.api.telling import Witness, teller_of
from larouter.background import ever, spawn
from larouter.config.catalog import catalog_in_force
from larouter.config.folders import cache_folder
from larouter.config.keys import Keys, keep_token
from larouter.config.load import BadConfiguration, Loaded
from larouter.config.local_models import LocalModel, local_models
from larouter.config.runtime import Runtime
from larouter.core.chat import OPENAI_CHAT
from larouter.core.deployment import Deployment, Fleet
from larouter.core.lane import ANYBODY, Flow
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.pulse import Pulses
from larouter.dispatch.attempt import Clock
from larouter.dispatch.patience import patience_of
from larouter.dispatch.retry import RetryBudget
from larouter.dispatch.walk import Road
from larouter.fleet.ending import ending
from larouter.fleet.fetch import through
from larouter.fleet.local.download import Surroundings as Downloading
from larouter.fleet.local.pull import Place, source_of
from larouter.fleet.local.pulls import Pulls
from larouter.fleet.local.shelf import models_folder
from larouter.fleet.roster import Roster, Surroundings
from larouter.fleet.snapshot import body
from larouter.ingress.read import read
from larouter.inspect.difficulty import first_stage
from larouter.inspect.equip import Senses
from larouter.inspect.judge import Bench, Courthouse
from larouter.outbound.transport import Transport
from larouter.pipeline import Pipeline
from larouter.quality import Quality
from larouter.routers.opinions import opinions_of
from larouter.routers.ranking import Ladder
from larouter.store import fleets
from larouter.store.sqlite import open_sqlite
from larouter.upkeep import Upkeep

FIRST_PROJECT = "default"
DAY_MS = 86_400_000
POLL_SECONDS = 1.0
_log = logging.getLogger("larouter")
GREETING = read(b'{"model":"auto","messages":[{"role":"user","content":"hello"}]}', OPENAI_CHAT, "")


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def today() -> int:
    """Days since 1970-01-01."""
    return now_ms() // DAY_MS


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
    """A router, wired.

    Attributes:
        keys: The installation's secrets, the first project's token among them once it runs.
        port: On which the router listens.
        roster: What can answer, kept up to date.
        pulls: Downloads of local models.
        upkeep: What is done again and again.
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
        self.catalog = catalog_in_force(settings.database.path)
        self.roster = Roster(self._surroundings(loaded), settings, loaded.environment)
        self.pulls = Pulls(self._local_models, self._models_place, Downloading(self.transport.send))
        self.feed = Feed(now_ms)
        self.tally = Tally()
        self.ledger = Ledger(
            self.database, now_ms, self._ended, PriceBook(self.catalog, self._deployment).price
        )
        self.alerter = Alerter(self.database, now_ms, lambda: self.runtime.loaded.environment)
        self._book = TokenBook(keys.hashing)
        self.projects = Projects(self.database, self._book, keys.hashing, now_ms)
        server = settings.server
        self.gate = Gate(
            self._book, keys.admin, (server.host, *server.allowed_hosts), server.allowed_origins, now_ms
        )
        self.sessions = Sessions(self.gate, self._book, keys.hashing, now_ms)
        self.runtime = Runtime(loaded, at.directory, at.flags, self._apply)
        self._patience = patience_of(settings)
        self.teller = teller_of(loaded, self.transport, self.tally)
        self.witness = Witness(self.tally, self.teller)
        self.senses = Senses(loaded)
        self._chores: list[asyncio.Task[None]] = []
        if settings.responses.keep and not can_seal():
            raise BadConfiguration("responses.keep takes a package more: pip install 'larouter[storage]'")
        self.retention = Retention(
            self.database, keys.hashing, now_ms, lambda: self.runtime.loaded.settings.retention.days
        )
        self.archive = Archive(self.database, keys.hashing, now_ms, self._keeping)
        self.upkeep = self._upkeep()
        self.pipeline = self._pipeline()

    def _surroundings(self, loaded: Loaded) -> Surroundings:
        return Surroundings(
            catalog=self.catalog,
            pulses=self.pulses,
            fetch=through(self.transport),
            fetch_in=partial(through, self.transport),
            today=today,
            changed=self._keep_fleet,
            cache=cache_folder(loaded.environment),
            own_port=self.port,
        )

    def _pipeline(self) -> Pipeline:
        return Pipeline(
            gate=self.gate,
            turnstile=Turnstile(),
            difficulty=first_stage,
            sensitivity=self.senses.of,
            veil=self.senses.veil,
            fleet=self.fleet,
            ledger=self.ledger,
            road=Road(
                self.roster.find,
                self.pulses,
                self.transport,
                Clock(now_ms, time.monotonic),
                RetryBudget(),
                trace=None if self.teller is None else self.teller.onward,
            ),
            opinions=opinions_of(
                Courthouse(self.roster.find, self.transport, now_ms, time.monotonic, self.pulses.lane_of),
                self._judge_settings,
                self._ladder,
            ),
            patience=lambda: self._patience,
            quality=Quality(self.fleet, lambda: self._patience.escalations, self.database),
            archive=self.archive,
            retention=self.retention,
        )

    def _upkeep(self) -> Upkeep:
        return Upkeep(
            self.database,
            self.ledger,
            self.projects,
            self.alerter,
            self.archive,
            self.retention,
            self.roster,
            now_ms,
        )

    def _keeping(self) -> Keeping:
        responses = self.runtime.loaded.settings.responses
        return Keeping(responses.keep and can_seal(), responses.days)

    def _judge_settings(self) -> Bench:
        told = self.runtime.loaded.settings.classifier
        return Bench(told.ai_model, told.ai_threshold, told.ai_timeout)

    def _ladder(self) -> Ladder:
        told = self.runtime.loaded.settings.routers
        return Ladder(told.models, told.model_extra or {})

    def _local_models(self) -> Mapping[str, LocalModel]:
        return local_models(self.runtime.loaded.settings.models)

    def _models_place(self) -> Place:
        environment = self.runtime.loaded.environment
        return Place(models_folder(environment), source_of(environment))

    def _deployment(self, name: str) -> Deployment | None:
        found = self.roster.find(name)
        return None if found is None else found[0]

    def fleet(self, flow: Flow = ANYBODY) -> Fleet:
        """What could answer a request of that flow, at this moment."""
        return self.roster.registry.now(time.monotonic(), flow)

    async def missing(self) -> Mapping[str, str]:
        """What keeps it from answering requests, by name and reason."""
        missing = {}
        if (
            not any(live.up for live in self.fleet().live.values())
            and not self.roster.registry.fleet.deployments
        ):
            missing["backends"] = (
                "no backend is there yet; `larouter models pull gemma-4-e2b` fetches a model"
            )
        if self.database.full:
            missing["database"] = "it cannot be written, or does not keep up with what is to be written"
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
        spawn(self._learn(), "learn the rules")
        spawn(self._announce(), "announce")
        if self.teller is not None:
            self.teller.start()
        following = ever(self._poll, POLL_SECONDS, "following other processes")
        self._chores += [spawn(following, "poll"), spawn(self.upkeep.run(), "upkeep")]

    def reload_on_hangup(self) -> None:
        """Read the settings again at SIGHUP; for a process that is the router, not for one that only contains it."""
        with contextlib.suppress(ValueError, RuntimeError, NotImplementedError, AttributeError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._reload)

    async def stop(self) -> None:
        """Finish what is written, and let go of everything."""
        for chore in self._chores:
            chore.cancel()
        await self.pulls.close()
        await self.roster.stop()
        self.projects.note_use()
        await self.ledger.stop()
        if self.teller is not None:
            await self.teller.close()
        await self.transport.close()
        await self.database.close()

    async def _learn(self) -> None:
        """Build what inspects requests, off the event loop; requests that come before it is there wait for it."""
        await self.senses.sense.prepare()
        await asyncio.to_thread(first_stage, GREETING)

    async def _announce(self) -> None:
        await self.roster.settled.wait()
        await self.senses.sense.prepare()
        for sentence in ending(self.roster.registry.fleet.deployments, today()):
            _log.warning("%s", sentence)
        self._ready(self)

    async def _first_project(self) -> None:
        await self.projects.refresh(always=True)
        if await self.projects.is_new():
            # Kept before it is made: a router that dies in between finds it again, and nobody else knows it.
            self.keys = keep_token(self.keys, self.keys.token or fresh_secret())
            await self.projects.create(FIRST_PROJECT, secret=self.keys.token)
        elif not self._book.knows(self.keys.token):
            self.keys = replace(self.keys, token="")

    def _ended(self, opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> None:
        self.feed.note(opening, made, outcome)
        self.witness.ended(opening, made, outcome)
        if self.runtime.loaded.settings.log.requests:
            write_line(opening, made, outcome)

    def _keep_fleet(self, fleet: Fleet) -> None:
        text = body(fleet.deployments).decode()
        self.database.post(partial(fleets.keep, version=fleet.version, body=text, now_ms=now_ms()))

    async def _poll(self) -> None:
        """Follow what other processes change in the database."""
        await self.ledger.poll()
        await self.projects.refresh()
        if self.runtime.is_stale():
            self._reload()

    def _reload(self) -> None:
        """Read the settings again; what cannot be used leaves the old ones in force."""
        before = self.runtime.loaded.settings
        try:
            self.runtime.reload()
        except BadConfiguration as error:
            _log.error("the old settings stay in force: %s", error)
            return
        now = self.runtime.loaded.settings
        fixed = any(getattr(now, it) != getattr(before, it) for it in ("server", "database"))
        late = "; server and database take a restart" if fixed else ""
        _log.info("the settings were read again%s", late)

    def _apply(self, loaded: Loaded) -> None:
        self.senses.follow(loaded)
        self._patience = patience_of(loaded.settings)
        logging.getLogger().setLevel(loaded.settings.log.level.upper())
        self.roster.apply(loaded.settings, loaded.environment)
