"""`GET /api/capacity`: how busy every deployment is and was, and what more slots or another server would do."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request

from larouter.account.capacity import Load, Wait, in_its_place, loads, plan
from larouter.api.answers.fleet import BusiestHour, Capacity, CapacityOption, DeploymentCapacity
from larouter.api.caller import Admin
from larouter.core.deployment import Deployment
from larouter.core.live import IDLE, Live
from larouter.store.load import by_hour

router = APIRouter(prefix="/api/capacity", tags=["capacity"], dependencies=[Admin])
DAY_MS = 86_400_000
_MOST_MODELS = 5


@router.get("")
async def capacity(
    request: Request,
    days: Annotated[int, Query(ge=1, le=366, description="How many days back the ledger is read.")] = 7,
) -> Capacity:
    """Every deployment: in flight, capacity, speed, its busiest hour, and waits as Erlang's C reckons them."""
    state = request.app.state
    now_ms = state.now_ms()
    await state.database.flush()
    hours = await state.database.read(partial(by_hour, since_ms=now_ms - days * DAY_MS, until_ms=now_ms + 1))
    found, fleet = loads(hours), state.fleet()
    rows = [_row(it, fleet.live.get(it.name, IDLE), found) for it in fleet.deployments]
    gone = found.keys() - {it.name for it in fleet.deployments}
    return {"days": days, "deployments": rows, "gone": sorted(gone)}


def _row(deployment: Deployment, live: Live, found: Mapping[str, Load]) -> DeploymentCapacity:
    load = found.get(deployment.name)
    return {
        "name": deployment.name,
        "zone": deployment.zone.name.lower(),
        "up": live.up,
        "in_flight": live.in_flight,
        "capacity": live.capacity or None,
        "expected_wait_ms": live.wait_ms,
        "requests": load.calls if load else 0,
        "ttft_ms": (load.ttft_ms if load else live.ttft_ms) or None,
        "tokens_per_second": round(load.tokens_per_second, 1) if load and load.tokens_per_second else None,
        "busiest_hour": _busiest(load) if load else None,
        "plan": _plan(deployment.name, load, live.capacity, found) if load and live.capacity else [],
    }


def _plan(name: str, load: Load, slots: int, found: Mapping[str, Load]) -> list[CapacityOption]:
    """More slots, and the models that were measured, the quickest first."""
    others = sorted((it for it in found if it != name), key=lambda it: -found[it].tokens_per_second)
    instead = [(other, in_its_place(load, slots, found[other])) for other in others[:_MOST_MODELS]]
    options = [*plan(load, slots), *((f"{other} in its place", it) for other, it in instead if it)]
    return [_option(what, it) for what, it in options]


def _busiest(load: Load) -> BusiestHour:
    return {
        "at_ms": load.busiest_ms,
        "requests": load.busiest_calls,
        "mean_in_flight": round(load.erlangs, 3),
        "seconds_per_request": round(load.service_seconds, 3),
    }


def _option(what: str, it: Wait) -> CapacityOption:
    return {
        "what": what,
        "slots": it.slots,
        "utilisation": round(it.utilisation, 4),
        "stable": it.stable,
        "waiting_share": round(it.waiting_share, 4),
        "mean_wait_seconds": None if math.isinf(it.mean_seconds) else round(it.mean_seconds, 3),
        "p95_wait_seconds": None if math.isinf(it.p95_seconds) else round(it.p95_seconds, 3),
    }
