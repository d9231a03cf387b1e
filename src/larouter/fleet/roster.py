"""Who can answer, kept up to date: configured backends, servers found nearby, and the toy when there is nobody else."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from larouter.background import spawn
from larouter.config.catalog import Catalog
from larouter.config.local_models import local_models
from larouter.config.settings import Settings
from larouter.core.deployment import Deployment, Fleet
from larouter.core.pulse import Pulses
from larouter.core.zones import Zone
from larouter.fleet.backend import Backend, configured, in_service, toy
from larouter.fleet.discover import Place, Watcher, places
from larouter.fleet.fetch import Fetch
from larouter.fleet.local.engines import find_llama_server
from larouter.fleet.local.runner import LocalServerError, Runner, Server, available
from larouter.fleet.local.service import Running, Service
from larouter.fleet.local.service import Surroundings as LocalSurroundings
from larouter.fleet.local.shelf import models_folder
from larouter.fleet.local.toy import CONTEXT, TOY, toy_model
from larouter.fleet.others import EVERY_SECONDS, Others, Watched
from larouter.fleet.registry import Registry
from larouter.fleet.trial import Trial, try_out
from larouter.outbound.endpoint import Endpoint

TOY_SLOTS = 4
LOCAL_SECONDS = 20.0
_KEY_HEADERS = {"anthropic": "x-api-key", "google": "x-goog-api-key"}
_log = logging.getLogger("larouter.fleet")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a roster is made of.

    Attributes:
        catalog: What is known of models.
        pulses: What moves.
        fetch: Asks servers about themselves.
        fetch_in: The same, for servers of one zone alone.
        today: Days since 1970-01-01.
        changed: Called with every new fleet.
        cache: Where the toy's file is kept.
        own_port: Where the router listens, so that it never finds itself.
    """

    catalog: Catalog
    pulses: Pulses
    fetch: Fetch
    fetch_in: Callable[[Zone], Fetch]
    today: Callable[[], int]
    changed: Callable[[Fleet], None]
    cache: Path
    own_port: int


class Roster:
    """Everything that could answer, and how to reach it.

    Attributes:
        registry: The backends and the fleet they form.
        settled: Set once everything has been looked at and the toy runs, if it is needed.
        toy_problem: Why the toy cannot run, or empty.
        local: The local models in service.
    """

    def __init__(self, around: Surroundings, settings: Settings, environment: Mapping[str, str]) -> None:
        self._around = around
        self._settings = settings
        self._environment = environment
        self._reach: dict[str, tuple[Deployment, Endpoint]] = {}
        self._runner: Runner | None = None
        self.settled = asyncio.Event()
        self.toy_problem = ""
        self.registry = Registry(around.catalog, settings.tiers, around.pulses, around.today, self._rebuilt)
        self._watcher = self._new_watcher()
        self._others: asyncio.Task[None] | None = None
        self._local_keys: dict[str, str] = {}
        folder = models_folder(environment)
        self.local = Service(
            LocalSurroundings(
                folder,
                lambda: local_models(self._settings.models),
                around.fetch,
                self._local,
                idle_seconds=lambda: self._settings.local.idle_unload_seconds,
                program=self._program,
            )
        )

    def _program(self) -> str:
        """The `llama-server` that runs local models; empty for the embedded one."""
        engine = self._settings.local.engine
        found = find_llama_server(self._environment)
        if engine == "embedded" or (
            engine == "auto" and available() and not self._environment.get("LLAMA_CPP_PATH")
        ):
            return ""
        if engine == "llama-server" and not found:
            raise LocalServerError(
                "local.engine is llama-server, and none is on PATH; name it with LLAMA_CPP_PATH"
            )
        return found

    def _new_watcher(self) -> Watcher:
        return Watcher(self._around.fetch, self.registry.saw, self._settings.discovery.every_seconds)

    async def start(self) -> None:
        """Take in what is configured, look around once, and keep looking; the toy starts when nobody is there."""
        backends = [configured(name, backend) for name, backend in self._settings.backends.items()]
        self.registry.add(*backends)
        self.registry.drain(self._settings.drained)
        await self._watcher.start(self._places(backends))
        self._others = spawn(self._watch_others(), "watch the load of others")
        spawn(self._settle(), "settle")

    async def _watch_others(self) -> None:
        """Keep asking what requests servers have beside ours."""
        others = Others(self._around.fetch)
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            servers = [
                Watched(backend.url, kind, dict(self._key(backend)), lane, learns)
                for backend, kind, lane, learns in self.registry.lanes
            ]
            await others.look(servers, time.monotonic())

    async def _settle(self) -> None:
        try:
            await self._start_local()
            anybody = self.registry.fleet.deployments or self.local.running
            if self._settings.discovery.toy and not anybody:
                await self._start_toy()
        finally:
            self.settled.set()

    async def stop(self) -> None:
        """Look no more, and end the local models and the toy."""
        await self._watcher.stop()
        if self._others is not None:
            self._others.cancel()
        await self.local.close()
        if self._runner is not None:
            await self._runner.stop()

    def apply(self, settings: Settings, environment: Mapping[str, str]) -> None:
        """Go by other settings from now on: backends come, go or change; servers found nearby stay."""
        before, self._settings, self._environment = self._settings, settings, environment
        for name in before.backends:
            if settings.backends.get(name) != before.backends[name]:
                self.registry.remove(name)
        self.registry.list_tiers(settings.tiers)
        self.registry.drain(settings.drained)
        self.registry.add(
            *[
                configured(name, it)
                for name, it in settings.backends.items()
                if it != before.backends.get(name)
            ]
        )
        spawn(self._watch_anew(), "watch other places")

    async def _watch_anew(self) -> None:
        await self._watcher.stop()
        self._watcher = self._new_watcher()
        backends = [configured(name, backend) for name, backend in self._settings.backends.items()]
        await self._watcher.start(self._places(backends))

    def find(self, deployment: str) -> tuple[Deployment, Endpoint] | None:
        """The deployment of that name and its server, or None when it has left."""
        return self._reach.get(deployment)

    async def try_out(self, backend: Backend) -> Trial:
        """Ask a backend about itself, whether it is in the fleet or only thought of."""
        headers = dict(self._key(backend))
        missing = backend.key_env if backend.key_env and not headers else ""
        return await try_out(self._around.fetch_in(backend.zone), backend, headers, missing)

    def _places(self, backends: list[Backend]) -> tuple[Place, ...]:
        watched = [
            Place(backend.url, backend.name, backend.zone, dict(self._key(backend)))
            for backend in backends
            if backend.watched
        ]
        return places(
            watched,
            self._around.own_port,
            ollama_url=self._environment.get("LAROUTER_OLLAMA_URL", ""),
            llamacpp_url=self._environment.get("LAROUTER_LLAMACPP_URL", ""),
            usual=self._settings.discovery.enabled,
        )

    def _key(self, backend: Backend) -> tuple[tuple[str, str], ...]:
        return key_headers(backend, self._environment, self._local_keys.get(backend.name, ""))

    def _rebuilt(self, fleet: Fleet) -> None:
        endpoints: dict[tuple[str, Zone], Endpoint] = {}
        reach = {}
        for deployment in fleet.deployments:
            backend = self.registry.backend(deployment.backend)
            if backend is None:
                continue
            at = (backend.name, deployment.zone)
            if at not in endpoints:
                endpoints[at] = Endpoint(
                    backend.name,
                    backend.url,
                    deployment.zone,
                    self._key(backend),
                    self.registry.server(backend.name),
                )
            reach[deployment.name] = (deployment, endpoints[at])
        self._reach = reach
        self._around.changed(fleet)

    async def _start_local(self) -> None:
        """Start the local models; a large one goes on loading while requests are answered already."""
        starting = spawn(self.local.start_wanted(), "start local models")
        await asyncio.wait([starting], timeout=LOCAL_SECONDS)

    def _local(self, running: Running, answers: bool) -> None:
        """Take in that a local model begins or ceases to answer."""
        backend = in_service(running, self._around.catalog)
        if answers:
            self._local_keys[backend.name] = running.key
            self.registry.remove(backend.name)
            self.registry.add(backend)
        elif self.registry.backend(backend.name) is not None:
            if running.model.name in self.local.running:
                self.registry.saw(Place(backend.url, backend.name, backend.zone), None)
            else:
                self.registry.remove(backend.name)

    async def _start_toy(self) -> None:
        if not available():
            self.toy_problem = "install it with: pip install 'larouter[local]'"
            return
        model = toy_model(self._around.cache)
        self._runner = Runner(Server(model, TOY, slots=TOY_SLOTS, context=CONTEXT), self._around.fetch)
        try:
            self.registry.add(toy(await self._runner.start()))
        except LocalServerError as error:
            self.toy_problem = str(error)
            _log.warning("the toy model does not run: %s", error)


def key_headers(
    backend: Backend, environment: Mapping[str, str], own: str = ""
) -> tuple[tuple[str, str], ...]:
    """The headers that show a backend its key, which is `own` where the environment names none; none without one."""
    key = environment.get(backend.key_env, "").strip() if backend.key_env else own
    if not key:
        return ()
    if backend.kind in _KEY_HEADERS:
        return ((_KEY_HEADERS[backend.kind], key),)
    return (("Authorization", f"Bearer {key}"),)
