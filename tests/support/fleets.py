"""Fleets of backends that say what a test wants them to say."""

from larouter.config.catalog import read_catalog
from larouter.config.settings import Backend as Settings
from larouter.core.deployment import Deployment, Fleet
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.fleet.backend import Backend, configured, found
from larouter.fleet.sighting import Kind, SeenModel, Sighting
from larouter.fleet.snapshot import snapshot

CATALOG = read_catalog()
TODAY = 20_777  # 2026-11-20
OPENAI = configured("openai", Settings(url="https://api.openai.com", zone="public", key_env="OPENAI_API_KEY"))


def fleet(
    *backends: tuple[Backend, Sighting | None], tiers: dict[str, tuple[str, ...]] | None = None
) -> Fleet:
    return snapshot(backends, CATALOG, tiers or {}, TODAY)


def local(
    *models: str | SeenModel, name: str = "here", kind: Kind = Kind.LLAMA_CPP
) -> tuple[Backend, Sighting]:
    seen = tuple(model if isinstance(model, SeenModel) else SeenModel(model, model) for model in models)
    sighting = Sighting(kind, f"http://127.0.0.1/{name}", seen)
    return found(name, sighting, Zone.LOCAL), sighting


def elsewhere(zone: Zone, *models: str) -> tuple[Backend, Sighting]:
    seen = tuple(SeenModel(model, model) for model in models)
    return Backend("there", "http://10.0.0.1", zone), Sighting(Kind.OPENAI, "http://10.0.0.1", seen)


def tiers_of(deployment: Deployment) -> tuple[Tier, ...]:
    return tuple(tier for tier in Tier if deployment.serves(tier))


def order(fleet: Fleet, tier: Tier) -> list[str]:
    serving = [deployment for deployment in fleet.deployments if deployment.serves(tier)]
    return [deployment.name for deployment in sorted(serving, key=lambda d: (d.places[tier], d.name))]


def by_name(fleet: Fleet, name: str) -> Deployment:
    return next(deployment for deployment in fleet.deployments if deployment.name == name)
