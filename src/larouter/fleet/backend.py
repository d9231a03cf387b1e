"""Backends as the fleet knows them: configured, found, or the toy."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from larouter.config.catalog import Catalog
from larouter.config.settings import Backend as Configured
from larouter.config.settings import Model
from larouter.core.chat import ANTHROPIC, GEMINI
from larouter.core.zones import Zone
from larouter.fleet.kinds.mlx import DEFAULT
from larouter.fleet.local.engines import MLX_SERVER_THAT_SEES, find_mlx, is_mlx, sees
from larouter.fleet.local.service import Running
from larouter.fleet.local.toy import TOY
from larouter.fleet.probe import root
from larouter.fleet.sighting import JSON_ANSWERS, Kind, Sighting

# Whose models are known from the catalogue, and need not be asked for.
OFFICIAL = {
    "api.openai.com": "openai",
    "api.deepseek.com": "deepseek",
    "api.anthropic.com": "anthropic",
    "generativelanguage.googleapis.com": "google",
}
# The backends that speak a protocol of their own; all others speak OpenAI's chat completions.
PROTOCOLS = {"anthropic": ANTHROPIC, "google": GEMINI}
_USUAL_PORTS = {
    Kind.LLAMA_CPP: 8080,
    Kind.OLLAMA: 11434,
    Kind.VLLM: 8000,
    Kind.LM_STUDIO: 1234,
    Kind.MLX: 8080,
}


@dataclass(frozen=True, slots=True)
class Backend:
    """A server that answers, whether it is there just now or not.

    Attributes:
        name: Unique in the fleet.
        url: Its address, without `/v1`.
        zone: Where bytes go that are sent to it.
        kind: Which server it is, as far as anybody knows.
        region: Where it stands, as the operator wrote it.
        provider: Whose models the catalogue lists for it; empty for nobody's.
        models: What the operator says of its models; empty to ask the server.
        capacity: Requests it answers at once; 0 when nobody says.
        queue: Requests that may wait for it; None for as many as its capacity suggests.
        key_env: The environment variable that holds its key; empty for none.
        watched: Whether it is looked at from time to time.
        is_toy: Whether it stands in only as long as nothing else is there.
    """

    name: str
    url: str
    zone: Zone = Zone.LOCAL
    kind: str = Kind.OPENAI
    region: str = ""
    provider: str = ""
    models: tuple[str | Model, ...] = field(default=())
    capacity: int = 0
    queue: int | None = None
    key_env: str = ""
    watched: bool = True
    is_toy: bool = False


def configured(name: str, settings: Configured) -> Backend:
    """A backend of the configuration."""
    official = OFFICIAL.get(urlsplit(settings.url).hostname or "", "")
    named = name if name in OFFICIAL.values() else settings.kind if settings.kind in OFFICIAL.values() else ""
    is_named = settings.at is Zone.PUBLIC and (settings.kind != "openai" or name == "openai")
    return Backend(
        name=name,
        url=root(settings.url),
        zone=settings.at,
        kind=settings.kind,
        region=settings.region,
        provider=official or (named if is_named else ""),
        models=settings.models,
        capacity=settings.capacity,
        queue=settings.queue,
        key_env=settings.key_env,
        watched=not official and settings.kind not in PROTOCOLS,
    )


def found(name: str, sighting: Sighting, zone: Zone) -> Backend:
    """A backend that discovery came upon."""
    return Backend(name, sighting.url, zone, sighting.kind)


def names_of(sighting: Sighting) -> tuple[str, ...]:
    """Names for a server that was found, best first: its kind where the port is the usual one, else with the port."""
    port = urlsplit(sighting.url).port or 80
    word = "server" if sighting.kind is Kind.OPENAI else str(sighting.kind)
    long = (f"{word}-{port}", f"found-{word}-{port}")
    return (word, *long) if port == _USUAL_PORTS.get(sighting.kind) else long


def toy(url: str) -> Backend:
    """The toy of a bare machine, once its server runs; it neither calls tools nor fills in schemas, and says so."""
    model = Model(id=TOY, capabilities=("json_object",))
    return Backend(
        TOY, url, Zone.LOCAL, Kind.LLAMA_CPP, models=(model,), capacity=4, watched=False, is_toy=True
    )


def mlx_name(running: Running) -> str:
    """What MLX's server calls its model: mlx_vlm by its folder, mlx_lm `default_model`."""
    program = find_mlx(os.environ, running.shelved.file)
    return str(running.shelved.file) if Path(program).name == MLX_SERVER_THAT_SEES else DEFAULT


def in_service(running: Running, catalog: Catalog) -> Backend:
    """A local model whose server answers; pictures and sound only where it has the file for them."""
    entry = catalog.local(running.model.name)
    known = entry.capabilities if entry else JSON_ANSWERS | {"tools"}
    is_of_mlx = is_mlx(running.shelved.file)
    takes_more = running.shelved.projector or (
        is_of_mlx and sees(running.shelved.file) and mlx_name(running) != DEFAULT
    )
    left_out = frozenset() if takes_more else frozenset({"vision", "audio"})
    tier = running.model.tier
    model = Model(
        id=running.model.name,
        upstream_id=mlx_name(running) if is_of_mlx else None,
        window=running.context or None,
        capabilities=tuple(sorted(known - left_out)),
        tiers=(tier,) if tier and entry is None else None,
    )
    return Backend(
        name=f"local-{running.model.name}",
        url=running.runner.url,
        kind=Kind.MLX if is_of_mlx else Kind.LLAMA_CPP,
        models=(model,),
        capacity=running.model.slots,
        watched=False,
    )
