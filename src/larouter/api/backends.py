"""`GET /api/backends`: the servers that could answer, how they are, and what they offer. Admin only."""

from typing import Any

from fastapi import APIRouter, Request

from larouter.api.caller import Admin
from larouter.core.deployment import Deployment
from larouter.core.live import IDLE, Live
from larouter.core.tiers import Tier

router = APIRouter(prefix="/api/backends", tags=["backends"], dependencies=[Admin])


@router.get("")
async def everyone(request: Request) -> dict[str, Any]:
    """Every backend with its deployments, their tiers, load and health."""
    state = request.app.state
    fleet = state.fleet()
    by_backend: dict[str, list[dict[str, Any]]] = {}
    for deployment in fleet.deployments:
        row = _deployment(deployment, fleet.live.get(deployment.name, IDLE))
        by_backend.setdefault(deployment.backend, []).append(row)
    return {
        "backends": [
            {
                "name": backend.name,
                "kind": str(sighting.kind if sighting else backend.kind),
                "url": backend.url,
                "zone": backend.zone.name.lower(),
                "region": backend.region or None,
                "up": up,
                "version": sighting.version if sighting else "",
                "key_env": backend.key_env or None,
                "deployments": by_backend.get(backend.name, []),
            }
            for backend, sighting, up in state.roster.registry.backends
        ],
        "fleet_version": fleet.version,
    }


def _deployment(deployment: Deployment, live: Live) -> dict[str, Any]:
    rates = deployment.rates
    return {
        "name": deployment.name,
        "model": deployment.model,
        "zone": deployment.zone.name.lower(),
        "tiers": [tier.name for tier in Tier if deployment.serves(tier)],
        "capabilities": sorted(deployment.capabilities),
        "context_window": deployment.window or None,
        "price_known": rates.known,
        "usd_per_million_in": rates.input / 1e6 if rates.known else None,
        "usd_per_million_out": rates.output / 1e6 if rates.known else None,
        "up": live.up,
        "breaker": live.breaker,
        "in_flight": live.in_flight,
        "capacity": live.capacity or None,
        "ttft_ms": live.ttft_ms or None,
    }
