"""What the doctor looks at beyond these files: the running router, the backends, their models and clocks."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from larouter.cli.finding import Finding, broken, note, ok
from larouter.cli.look_here import look_at_port
from larouter.config.catalog import catalog_in_force
from larouter.config.load import Loaded
from larouter.config.local_models import local_models
from larouter.config.starter import Server
from larouter.core.deployment import Deployment
from larouter.core.zones import Zone
from larouter.fleet.backend import Backend, configured, found, names_of
from larouter.fleet.discover import Place, places
from larouter.fleet.fetch import Fetch, Response, ask, through
from larouter.fleet.local.machine import read_machine
from larouter.fleet.local.recommend import recommend
from larouter.fleet.local.runner import available
from larouter.fleet.local.shelf import models_folder
from larouter.fleet.probe import probe
from larouter.fleet.roster import key_headers
from larouter.fleet.sighting import Sighting
from larouter.fleet.snapshot import snapshot
from larouter.fleet.trial import try_out
from larouter.outbound.transport import Transport

SOON_DAYS = 30
SKEW_SECONDS = 60
PATIENCE_SECONDS = 5.0
DAY_MS = 86_400_000
Seen = tuple[Backend, Sighting | None]


@dataclass(frozen=True, slots=True)
class Around:
    """What it takes to look around.

    Attributes:
        loaded: The settings.
        url: Where the router would answer.
        now_ms: Milliseconds since 1970.
    """

    loaded: Loaded
    url: str
    now_ms: int


async def look_around(it: Around) -> list[Finding]:
    """Everything beyond this machine's files; asks, and changes nothing."""
    transport = Transport()
    dates: dict[str, str] = {}
    fetch = _noting(through(transport), dates)

    def fetch_in(zone: Zone) -> Fetch:
        return _noting(through(transport, zone), dates)

    try:
        running = await _router(fetch, it)
        backends = [configured(name, told) for name, told in it.loaded.settings.backends.items()]
        looks = [_backend(fetch_in(backend.zone), backend, it.loaded.environment) for backend in backends]
        nearby = [_nearby(fetch, place) for place in _places(backends, it.loaded)]
        told = await asyncio.gather(*looks)
        seen = [found_there for found_there in await asyncio.gather(*nearby) if found_there]
    finally:
        await transport.close()
    findings = [*running, *[finding for finding, _ in told], *_found(seen, backends, it.loaded)]
    every = [*[pair for _, pair in told], *seen]
    return [*findings, *_retiring(every, it), *_skew(dates, it.now_ms)]


def _noting(fetch: Fetch, dates: dict[str, str]) -> Fetch:
    """The same, noting what time others have."""

    async def noting(
        method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        answer = await fetch(method, url, headers, body, deadline_seconds)
        if date := answer.headers.get("date"):
            dates[url.partition("://")[2].partition("/")[0]] = date
        return answer

    return noting


async def _router(fetch: Fetch, it: Around) -> list[Finding]:
    answer = await ask(fetch, f"{it.url}/health/ready", {}, PATIENCE_SECONDS)
    if answer is None or answer.member("status") is None:
        return [look_at_port(it.loaded)]
    missing = answer.member("missing")
    if not isinstance(missing, dict) or not missing:
        return [ok("router", f"it runs at {it.url} and is ready")]
    said = "; ".join(f"{name}: {why}" for name, why in missing.items())
    return [
        broken("router", f"it runs at {it.url} and is not ready: {said}", "see what is said of these below")
    ]


async def _backend(fetch: Fetch, backend: Backend, environment: Mapping[str, str]) -> tuple[Finding, Seen]:
    headers = dict(key_headers(backend, environment))
    missing = backend.key_env if backend.key_env and not headers else ""
    trial = await try_out(fetch, backend, headers, missing)
    return Finding(f"backend {backend.name}", trial.state, trial.said, trial.cure), (backend, trial.sighting)


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """What a first `larouter.toml` is made from.

    Attributes:
        servers: That answer on this machine and no setting names.
        keys: Variables with keys of providers.
        advice: Which local models suit this machine, in sentences.
    """

    servers: tuple[Server, ...]
    keys: tuple[str, ...]
    advice: tuple[str, ...]


def starting_point(loaded: Loaded) -> StartingPoint:
    """Look for servers on this machine, for keys in the environment, and at the machine itself."""
    backends = [configured(name, told) for name, told in loaded.settings.backends.items()]
    machine = read_machine(models_folder(loaded.environment))
    advice = recommend(machine, local_models(loaded.settings.models))
    keys = sorted({it.key_env for it in loaded.settings.backends.values() if it.key_env})
    set_keys = tuple(key for key in keys if loaded.environment.get(key))
    return StartingPoint(asyncio.run(_servers(backends, loaded)), set_keys, advice.reasons)


async def _servers(backends: list[Backend], loaded: Loaded) -> tuple[Server, ...]:
    transport = Transport()
    try:
        looks = await asyncio.gather(*[_nearby(through(transport), it) for it in _places(backends, loaded)])
    finally:
        await transport.close()
    taken = set(loaded.settings.backends)
    servers = []
    for backend, sighting in [seen for seen in looks if seen]:
        if sighting is not None:
            name = next(it for it in (*names_of(sighting), f"server-{len(taken)}") if it not in taken)
            taken.add(name)
            models = tuple(model.name for model in sighting.models)
            servers.append(Server(name, str(sighting.kind), backend.url, models))
    return tuple(servers)


def _places(backends: list[Backend], loaded: Loaded) -> list[Place]:
    """Where a server may be found that no setting names."""
    known = [Place(backend.url, backend.name) for backend in backends if backend.watched]
    environment = loaded.environment
    every = places(
        known,
        loaded.settings.server.port,
        ollama_url=environment.get("LAROUTER_OLLAMA_URL", ""),
        llamacpp_url=environment.get("LAROUTER_LLAMACPP_URL", ""),
        usual=loaded.settings.discovery.enabled,
    )
    return [place for place in every if not place.backend]


async def _nearby(fetch: Fetch, place: Place) -> Seen | None:
    sighting = await probe(fetch, place.url, place.headers, deadline_seconds=PATIENCE_SECONDS)
    return None if sighting is None else (found(str(sighting.kind), sighting, place.zone), sighting)


def _found(seen: list[Seen], backends: list[Backend], loaded: Loaded) -> list[Finding]:
    if not seen and not backends:
        cure = "`larouter models pull gemma-4-e2b`, start Ollama, llama.cpp, vLLM, LM Studio or MLX, or set a key"
        if loaded.settings.discovery.toy and available():
            return [note("backends", "there is none, so a toy model answers", cure)]
        return [broken("backends", "there is none, so nothing can be answered", cure)]
    return [ok(f"backend {backend.name}", f"found at {backend.url}") for backend, _ in seen]


def _retiring(seen: list[Seen], it: Around) -> list[Finding]:
    day = it.now_ms // DAY_MS
    fleet = snapshot(seen, catalog_in_force(it.loaded.settings.database.path), it.loaded.settings.tiers, day)
    soon = [each for each in fleet.deployments if each.retires_on and each.retires_on <= day + SOON_DAYS]
    return [_retires(each, day) for each in soon]


def _retires(deployment: Deployment, day: int) -> Finding:
    date = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=deployment.retires_on)
    cure = f"use {deployment.replacement}" if deployment.replacement else "take another model"
    gone = deployment.retires_on <= day
    said = f"{deployment.name} {'was retired' if gone else 'will be retired'} on {date:%Y-%m-%d}"
    return note("models", said, f"{cure} in tiers and policies that name it")


def _skew(dates: Mapping[str, str], now_ms: int) -> list[Finding]:
    for host, date in dates.items():
        try:
            off = parsedate_to_datetime(date).timestamp() - now_ms / 1000
        except ValueError:
            continue
        if abs(off) > SKEW_SECONDS:
            said = f"this machine is {abs(off):,.0f} s {'behind' if off > 0 else 'ahead of'} {host}"
            return [note("clock", said, "let it be set by NTP")]
    return []
