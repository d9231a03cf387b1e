"""Alive, and ready or not and why."""

from in_process import ask

from larouter.api.health import Health


def health(**missing: str) -> Health:
    async def look() -> dict[str, str]:
        return missing

    return Health(look)


async def test_a_router_that_runs_is_alive_whatever_is_missing() -> None:
    assert (await ask(health(backends="none").live, "GET", "/health/live")).json() == {"status": "live"}
    overall = await ask(health(backends="none").overall, "GET", "/health")
    assert overall.status == 200
    assert overall.json()["uptime"] >= 0


async def test_a_router_is_ready_when_nothing_is_missing() -> None:
    assert (await ask(health().ready, "GET", "/health/ready")).json() == {"status": "ready"}


async def test_a_router_that_is_not_ready_says_why() -> None:
    said = await ask(health(database="it is full").ready, "GET", "/health/ready")
    assert said.status == 503
    assert said.json() == {"status": "not ready", "missing": {"database": "it is full"}}
