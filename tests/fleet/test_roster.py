"""Who can answer: configured backends that come, change and go, their keys, and servers that listen nearby."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from larouter.config.catalog import read_catalog
from larouter.config.settings import Settings
from larouter.core.pulse import Pulses
from larouter.fleet.backend import configured
from larouter.fleet.fetch import Fetch
from larouter.fleet.roster import Roster, Surroundings, key_headers
from larouter.testing.fake_openai import FakeOpenAI

ALONE = {"enabled": False, "toy": False}


def settings(**backends: object) -> Settings:
    return Settings.model_validate({"backends": backends, "discovery": ALONE})


class House:
    """A roster and what became of it."""

    def __init__(self, fetch: Fetch, folder: Path) -> None:
        self.fleets: list[list[str]] = []
        self._around = Surroundings(
            catalog=read_catalog(),
            pulses=Pulses(),
            fetch=fetch,
            today=lambda: 20_777,
            changed=lambda fleet: self.fleets.append([one.name for one in fleet.deployments]),
            cache=folder,
            own_port=1,
        )
        self.rosters: list[Roster] = []

    async def start(self, its: Settings, **environment: str) -> Roster:
        roster = Roster(self._around, its, {"LAROUTER_MODELS": str(self._around.cache)} | environment)
        self.rosters.append(roster)
        await roster.start()
        async with asyncio.timeout(10):
            await roster.settled.wait()
        return roster


@pytest.fixture
async def house(fetch: Fetch, tmp_path: Path) -> AsyncIterator[House]:
    it = House(fetch, tmp_path)
    yield it
    for roster in it.rosters:
        await roster.stop()


def backend(url: str, **more: object) -> dict[str, object]:
    return {"url": url, "zone": "local", "models": ["small"]} | more


async def test_what_is_configured_can_be_found_with_its_key(house: House) -> None:
    async with FakeOpenAI("small", key="sesame") as one:
        roster = await house.start(settings(near=backend(one.url, key_env="NEAR_KEY")), NEAR_KEY=" sesame ")
        found = roster.find("near/small")
    assert found is not None
    deployment, endpoint = found
    assert (deployment.name, deployment.backend) == ("near/small", "near")
    assert endpoint.headers == (("Authorization", "Bearer sesame"),)
    assert roster.find("near/other") is None


async def test_backends_come_change_and_go_with_the_settings(house: House) -> None:
    async with FakeOpenAI("small") as one, FakeOpenAI("small") as two:
        roster = await house.start(settings(one=backend(one.url)))
        roster.apply(settings(one=backend(two.url), two=backend(two.url)), {})
        assert house.fleets[-1] == ["one/small", "two/small"]
        moved = roster.find("one/small")
        assert moved is not None
        assert moved[1].url == two.url
        roster.apply(settings(two=backend(two.url)), {})
        assert house.fleets[-1] == ["two/small"]
        assert roster.find("one/small") is None


async def test_without_backends_and_without_the_toy_it_settles_with_nobody(house: House) -> None:
    roster = await house.start(settings())
    assert not roster.registry.fleet.deployments
    assert roster.toy_problem == ""


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("anthropic", ("x-api-key", "k")),
        ("google", ("x-goog-api-key", "k")),
        ("openai", ("Authorization", "Bearer k")),
    ],
)
def test_every_provider_is_shown_its_key_in_its_own_way(kind: str, header: tuple[str, str]) -> None:
    text = {"kind": kind, "url": "https://x.example", "key_env": "KEY", "models": ["m"], "zone": "public"}
    (it,) = settings(b=text).backends.values()
    assert key_headers(configured("b", it), {"KEY": "k"}) == (header,)
    assert key_headers(configured("b", it), {}) == ()
    assert key_headers(configured("b", it), {"KEY": "  "}) == ()
