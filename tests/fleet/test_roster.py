"""Who can answer: what is configured, with its key and its zone, as settings change and servers come and go."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from larouter.config.catalog import read_catalog
from larouter.config.settings import Settings
from larouter.core.deployment import Fleet
from larouter.core.pulse import Pulses
from larouter.core.zones import Zone
from larouter.fleet import roster as module
from larouter.fleet.fetch import Fetch
from larouter.fleet.roster import Roster, Surroundings
from larouter.testing.fake_openai import FakeOpenAI

Made = Callable[..., Roster]
QUIET = {"enabled": False, "toy": False}


def settings(discovery: dict[str, object] = QUIET, **backends: dict[str, object]) -> Settings:
    return Settings.model_validate({"discovery": discovery, "backends": backends})


def named(url: str, zone: str = "private", **more: object) -> dict[str, object]:
    return {"url": url, "zone": zone, "models": ["gpt-fake"], **more}


@pytest.fixture
def changes() -> list[Fleet]:
    return []


@pytest.fixture
async def made(fetch: Fetch, tmp_path: Path, changes: list[Fleet]) -> AsyncIterator[Made]:
    rosters: list[Roster] = []

    def make(settings: Settings, **environment: str) -> Roster:
        around = Surroundings(
            read_catalog(),
            Pulses(),
            fetch,
            lambda _: fetch,
            lambda: 20_777,
            changes.append,
            tmp_path,
            own_port=1,
        )
        rosters.append(Roster(around, settings, environment))
        return rosters[-1]

    yield make
    for roster in rosters:
        await roster.stop()


def names(roster: Roster) -> list[str]:
    return [deployment.name for deployment in roster.registry.fleet.deployments]


async def test_what_is_configured_is_there_with_its_zone_and_its_key(made: Made) -> None:
    it = made(settings(near=named("http://127.0.0.1:9", key_env="NEAR_KEY")), NEAR_KEY="k")
    await it.start()
    await it.settled.wait()
    found = it.find("near/gpt-fake")
    assert found is not None
    deployment, endpoint = found
    assert (deployment.zone, endpoint.zone, endpoint.url) == (
        Zone.PRIVATE,
        Zone.PRIVATE,
        "http://127.0.0.1:9",
    )
    assert dict(endpoint.headers) == {"Authorization": "Bearer k"}
    assert it.find("near/other") is None


@pytest.mark.parametrize(("kind", "header"), [("anthropic", "x-api-key"), ("google", "x-goog-api-key")])
async def test_a_key_is_shown_as_its_provider_wants_it(made: Made, kind: str, header: str) -> None:
    it = made(settings(cloud=named("http://127.0.0.1:9", "public", kind=kind, key_env="K")), K="k")
    await it.start()
    (deployment,) = it.registry.fleet.deployments
    found = it.find(deployment.name)
    assert found is not None
    assert dict(found[1].headers) == {header: "k"}


async def test_a_server_is_asked_what_it_offers(made: Made, changes: list[Fleet]) -> None:
    async with FakeOpenAI() as server:
        it = made(settings(near={"url": server.url, "zone": "local"}))
        await it.start()
        assert names(it) == ["near/gpt-fake"]
        assert changes[-1] == it.registry.fleet


async def test_settings_that_change_reach_the_fleet_and_what_did_not_change_stays(made: Made) -> None:
    first, second = named("http://127.0.0.1:9"), named("http://127.0.0.1:10")
    it = made(settings(a=first, b=first))
    await it.start()
    stays = it.find("a/gpt-fake")
    it.apply(settings(a=first, b=second, c=first), {})
    assert names(it) == ["a/gpt-fake", "b/gpt-fake", "c/gpt-fake"]
    assert it.find("a/gpt-fake") == stays
    moved = it.find("b/gpt-fake")
    assert moved is not None
    assert moved[1].url == "http://127.0.0.1:10"
    it.apply(settings(), {})
    assert names(it) == []
    assert it.find("a/gpt-fake") is None
    await asyncio.sleep(0)  # lets the watcher change its places


async def test_without_the_part_for_the_toy_the_cure_is_told(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "available", lambda: False)
    it = made(settings({"enabled": False, "toy": True}))
    await it.start()
    await it.settled.wait()
    assert "larouter[local]" in it.toy_problem
    assert names(it) == []


async def test_the_toy_stands_in_only_when_nobody_else_is_there(made: Made) -> None:
    it = made(settings({"enabled": False, "toy": True}, near=named("http://127.0.0.1:9")))
    await it.start()
    await it.settled.wait()
    assert names(it) == ["near/gpt-fake"]
