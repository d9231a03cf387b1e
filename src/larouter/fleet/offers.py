"""What each backend offers: its models, with what the operator, the server and the catalogue say of them.

The operator is believed first, then the server, then the catalogue; what nobody knows is assumed as little as
a working answer needs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from larouter.config.catalog import Catalog, Entry
from larouter.config.settings import Model, Price
from larouter.core.chat import EMBEDDINGS, OPENAI_CHAT
from larouter.core.deployment import Deployment
from larouter.core.money import FREE, UNKNOWN, Rates
from larouter.core.tiers import CLOUD_TIERS, LOCAL_TIERS, Tier, tier_named
from larouter.core.zones import Zone
from larouter.fleet.backend import PROTOCOLS, Backend
from larouter.fleet.sighting import JSON_ANSWERS, Kind, SeenModel, Sighting

ASSUMED = JSON_ANSWERS | {"tools"}
# Servers that do not tell what a model is for; source: the most used models of huggingface.co/spaces/mteb/leaderboard.
_EMBEDDER = re.compile(
    r"(?i)embed|(?:^|[/_-])(?:bge|gte|e5|mxbai|minilm|all-mpnet|paraphrase|sentence|instructor|stella)(?:[._-]|$)"
)
_TEXT_ONLY = frozenset({"vision", "audio", "video", "documents"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A model on a backend, before it has its place in the tiers.

    Attributes:
        deployment: All but the places.
        tiers: The tiers it serves; None for those whose lists name it.
        loaded: Whether it answers without being loaded first.
        is_toy: Whether it counts only as long as nothing else is there.
    """

    deployment: Deployment
    tiers: tuple[Tier, ...] | None
    loaded: bool = True
    is_toy: bool = False


def offers(backend: Backend, sighting: Sighting | None, catalog: Catalog, day: int) -> list[Offer]:
    """What a backend offers.

    Args:
        backend: Whose models.
        sighting: What it said when it was looked at, or None.
        catalog: What is known of models.
        day: For the prices, as days since 1970-01-01.
    """
    seen = {model.upstream_id: model for model in sighting.models} if sighting else {}
    if backend.models:
        wanted = [model if isinstance(model, Model) else Model(id=model) for model in backend.models]
        pairs = [(model, _find(seen, model)) for model in wanted]
    elif seen:
        pairs = [(_named(model, backend, catalog), model) for model in seen.values()]
    else:
        pairs = [(Model(id=entry.id), None) for entry in catalog.of_provider(backend.provider)]
    found = [_offer(backend, model, told, catalog, day) for model, told in _distinct(pairs)]
    kind = sighting.kind if sighting else backend.kind
    return [
        replace(
            offer,
            deployment=replace(offer.deployment, cuts=_cuts(kind, backend, offer)),
            is_toy=backend.is_toy,
        )
        for offer in found
    ]


def _cuts(kind: str, backend: Backend, offer: Offer) -> bool:
    """Whether a prompt that is too long is cut without a word: by Ollama, where it runs the model itself."""
    return kind == Kind.OLLAMA and offer.deployment.zone == backend.zone


def _find(seen: Mapping[str, SeenModel], model: Model) -> SeenModel | None:
    name = model.upstream_id or model.id
    return seen.get(name) or next((told for told in seen.values() if told.name == name), None)


def _named(told: SeenModel, backend: Backend, catalog: Catalog) -> Model:
    entry = _entry(told.name, backend, told.zone, catalog)
    return Model(id=entry.id if entry else told.name, upstream_id=told.upstream_id)


def _distinct(pairs: Iterable[tuple[Model, SeenModel | None]]) -> Iterable[tuple[Model, SeenModel | None]]:
    """Two forms of one model on one backend: the one that is loaded keeps the name, others go by their own."""
    taken: set[str] = set()
    for model, told in sorted(pairs, key=lambda pair: pair[1] is not None and not pair[1].loaded):
        name = model.id if model.id not in taken else model.upstream_id or model.id
        if name in taken:
            continue
        taken.add(name)
        yield model.model_copy(update={"id": name}), told


def _entry(name: str, backend: Backend, zone: Zone | None, catalog: Catalog) -> Entry | None:
    if backend.provider:
        return catalog.hosted(backend.provider, name)
    return None if zone is Zone.PUBLIC else catalog.local(name)


def _offer(backend: Backend, model: Model, told: SeenModel | None, catalog: Catalog, day: int) -> Offer:
    upstream = model.upstream_id or (told.upstream_id if told else model.id)
    zone = max(backend.zone, told.zone or backend.zone) if told else backend.zone
    entry = _entry(model.id, backend, zone, catalog) or _entry(upstream, backend, zone, catalog)
    capabilities = _capabilities(backend, model, told, entry)
    rates, priced_by = _rates(model.price, zone, entry, day)
    deployment = Deployment(
        name=f"{backend.name}/{model.id}",
        backend=backend.name,
        model=model.id,
        upstream_id=upstream,
        zone=zone,
        protocol=PROTOCOLS.get(backend.kind, OPENAI_CHAT),
        region=backend.region,
        capabilities=capabilities,
        window=model.window or (told.window if told else 0) or _window(backend, entry),
        max_output=model.max_output or (entry.max_output if entry else 0),
        rates=rates,
        priced_by=priced_by,
        weight=model.weight,
        retires_on=entry.retires_on if entry else 0,
        replacement=entry.replacement if entry else "",
    )
    return Offer(deployment, _tiers(backend, model, entry, capabilities, zone), told.loaded if told else True)


def _capabilities(
    backend: Backend, model: Model, told: SeenModel | None, entry: Entry | None
) -> frozenset[str]:
    if model.capabilities is not None:
        return frozenset(model.capabilities)
    if told is not None and told.capabilities is not None and EMBEDDINGS in told.capabilities:
        return told.capabilities
    if entry is None and _EMBEDDER.search(model.upstream_id or model.id):
        return frozenset({EMBEDDINGS})
    if told is not None and told.capabilities is not None:
        return told.capabilities
    if entry is None:
        return ASSUMED
    return entry.capabilities - _TEXT_ONLY if backend.kind == Kind.MLX else entry.capabilities


def _window(backend: Backend, entry: Entry | None) -> int:
    """The catalogue's window is the provider's; a local server runs with one of its own, which it may not tell."""
    return entry.window if entry and backend.provider else 0


def _rates(price: Price | None, zone: Zone, entry: Entry | None, day: int) -> tuple[Rates, str]:
    """What a model costs at most, and whose prices those are; empty for prices of its own."""
    if price is not None:
        return price.rates(), ""
    if zone is Zone.LOCAL:
        return FREE, ""
    return (UNKNOWN, "") if entry is None else (entry.rates_on(day), entry.provider)


def _tiers(
    backend: Backend, model: Model, entry: Entry | None, capabilities: frozenset[str], zone: Zone
) -> tuple[Tier, ...] | None:
    if model.tiers is not None:
        return _known_tiers(model.tiers)
    if backend.is_toy:
        return tuple(Tier)
    if capabilities == {EMBEDDINGS}:
        return ()
    if entry is not None:
        return None
    return LOCAL_TIERS if zone is Zone.LOCAL else CLOUD_TIERS


def _known_tiers(names: Sequence[str]) -> tuple[Tier, ...]:
    return tuple(tier for name in names if (tier := tier_named(name)) is not None)
