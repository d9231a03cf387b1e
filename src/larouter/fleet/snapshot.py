"""The fleet that decisions are made on: every offer with its place in the tiers, under a content hash."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec

from larouter.config.catalog import Catalog
from larouter.core.deployment import NOT_SERVED, Deployment, Fleet
from larouter.core.tiers import LOCAL_TIERS, Tier
from larouter.fleet.backend import Backend
from larouter.fleet.offers import Offer, offers
from larouter.fleet.sighting import Sighting

_encoder = msgspec.json.Encoder(order="deterministic")
_LAST = 1 << 20
Key = tuple[int, int, int]


def snapshot(
    backends: Iterable[tuple[Backend, Sighting | None]],
    catalog: Catalog,
    tiers: Mapping[str, Sequence[str]],
    day: int,
) -> Fleet:
    """Everything that could answer, without what moves.

    Args:
        backends: Each with what it said when it was looked at, or None.
        catalog: What is known of models.
        tiers: The operator's ordered lists by tier name; the catalogue's where a tier is left out.
        day: For the prices, as days since 1970-01-01.
    """
    all_offers = [offer for backend, seen in backends for offer in offers(backend, seen, catalog, day)]
    real = [offer for offer in all_offers if not offer.is_toy]
    chosen = sorted(real or all_offers, key=lambda offer: offer.deployment.name)
    places = [_places(tier, chosen, tiers.get(tier.name), catalog) for tier in Tier]
    deployments = tuple(
        replace(offer.deployment, places=tuple(row[number] for row in places))
        for number, offer in enumerate(chosen)
    )
    return Fleet(hashlib.sha256(body(deployments)).hexdigest()[:16], deployments)


def body(deployments: Sequence[Deployment]) -> bytes:
    """Deployments as JSON, always in the same words; what the version is a hash of, and what is stored."""
    return _encoder.encode(deployments)


def read_body(text: bytes | str, version: str = "") -> Fleet:
    """A stored fleet, under the version it was stored as; one that is made of its words now if none is given.

    Raises:
        msgspec.ValidationError: It is not a fleet of this version.
    """
    deployments = msgspec.json.decode(text, type=tuple[Deployment, ...])
    return Fleet(version or hashlib.sha256(body(deployments)).hexdigest()[:16], deployments)


def _places(tier: Tier, chosen: Sequence[Offer], wanted: Sequence[str] | None, catalog: Catalog) -> list[int]:
    """The place of every offer in a tier; equals share one, so that load decides between them."""
    listed = catalog.tiers[tier] if wanted is None else wanted
    order = {name: at for at, name in enumerate(listed)}
    keys = [_key(tier, offer, order, by_hand=wanted is not None) for offer in chosen]
    place = {key: at for at, key in enumerate(sorted({key for key in keys if key is not None}))}
    return [NOT_SERVED if key is None else place[key] for key in keys]


def _key(tier: Tier, offer: Offer, order: Mapping[str, int], *, by_hand: bool) -> Key | None:
    """What a place follows from, or None where the offer has none.

    An operator's list is obeyed as it stands. Else the lower tiers are local first; among models that no list
    names, those come first that are loaded.
    """
    deployment = offer.deployment
    names = (deployment.name, deployment.model, deployment.upstream_id)
    at = min((order[name] for name in names if name in order), default=_LAST)
    if by_hand:
        return (0, at, 0) if at != _LAST else None
    if at == _LAST and tier not in (offer.tiers or ()):
        return None
    if offer.tiers is not None and tier not in offer.tiers:
        return None
    distance = int(deployment.zone) if tier in LOCAL_TIERS else 0
    return (distance, at, int(at == _LAST and not offer.loaded))
