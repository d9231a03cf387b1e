"""Ollama: models on this machine, and models that only look as if they were.

A model with `remote_host`, or named `…-cloud`, runs on ollama.com: its zone is public. A prompt longer than
the window in force is cut without a word, so an unknown window counts as the smallest default.
"""

import asyncio

from larouter.core.zones import Zone
from larouter.fleet.kinds import shape
from larouter.fleet.kinds.visit import Visit
from larouter.fleet.sighting import JSON_ANSWERS, Kind, SeenModel, Sighting

GREETING = b"Ollama is running"
SMALLEST_DEFAULT = 4096  # below 24 GiB of graphics memory
_CALLED = {"thinking": "reasoning", "embedding": "embeddings", "completion": "", "insert": ""}
_MOST_QUESTIONS = 8


async def recognise(visit: Visit, before: Sighting | None) -> Sighting | None:
    """An Ollama server: it greets at `/`."""
    greeting = await visit.get("/")
    if greeting is None or greeting.body.strip() != GREETING:
        return None
    rows = shape.rows(await visit.get_json("/api/tags"), "models") or []
    loaded = shape.rows(await visit.get_json("/api/ps"), "models") or []
    windows = {shape.text(row, "name"): shape.number(row, "context_length") for row in loaded}
    known = (
        {(model.upstream_id, model.digest, model.loaded): model for model in before.models} if before else {}
    )
    turns = asyncio.Semaphore(_MOST_QUESTIONS)

    async def look(row: shape.Row) -> SeenModel:
        name, digest = shape.text(row, "name"), shape.text(row, "digest")
        seen = known.get((name, digest, name in windows)) if digest else None
        if seen is not None and (not seen.loaded or seen.window == windows[name]):
            return seen
        async with turns:
            shown = await visit.post_json("/api/show", {"model": name})
        return _model(row, shown, windows)

    models = await asyncio.gather(*map(look, rows))
    version = shape.text(shape.row({"it": await visit.get_json("/api/version")}, "it"), "version")
    return Sighting(Kind.OLLAMA, visit.url, tuple(sorted(models, key=lambda model: model.name)), 0, version)


def _model(row: shape.Row, shown: object, windows: dict[str, int]) -> SeenModel:
    name = shape.text(row, "name")
    details = shape.row({"it": shown}, "it")
    cloud = is_cloud(row) or is_cloud(details)
    words = shape.words(details, "capabilities") or shape.words(row, "capabilities")
    return SeenModel(
        name=name,
        upstream_id=name,
        window=_trained(details) if cloud else windows.get(name) or _asked_for(details) or SMALLEST_DEFAULT,
        capabilities=_capabilities(words),
        loaded=cloud or name in windows,
        zone=Zone.PUBLIC if cloud else None,
        digest=shape.text(row, "digest"),
    )


def _capabilities(words: frozenset[str]) -> frozenset[str] | None:
    if not words:
        return None
    can = frozenset(_CALLED.get(word, word) for word in words) - {""}
    return can | JSON_ANSWERS if "completion" in words else can


def is_cloud(row: shape.Row) -> bool:
    """Whether the model runs on somebody else's machine."""
    if row.get("remote_host") or row.get("remote_model"):
        return True
    tag = shape.text(row, "name").rpartition(":")[2]
    return tag == "cloud" or tag.endswith("-cloud")


def _trained(details: shape.Row) -> int:
    """The window that the model was made for."""
    info = shape.row(details, "model_info")
    return max((shape.number(info, key) for key in info if key.endswith(".context_length")), default=0)


def _asked_for(details: shape.Row) -> int:
    """The window that the model's own file asks for."""
    for line in shape.text(details, "parameters").splitlines():
        name, _, value = line.strip().partition(" ")
        if name == "num_ctx" and value.strip().isdigit():
            return int(value)
    return 0
