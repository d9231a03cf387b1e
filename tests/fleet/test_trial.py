"""Trying a backend: who is there, whether it takes the key, and whether it stands where it is said to."""

from collections.abc import AsyncIterator

import pytest

from larouter.core.zones import Zone
from larouter.fleet.backend import Backend
from larouter.fleet.fetch import through
from larouter.fleet.trial import Trial, try_out
from larouter.outbound.permit import EgressForbidden
from larouter.outbound.transport import Transport
from larouter.testing.fake_openai import FakeOpenAI


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    transport = Transport()
    yield transport
    await transport.close()


async def tried(transport: Transport, backend: Backend, **headers: str) -> Trial:
    return await try_out(through(transport, backend.zone), backend, headers)


async def test_a_server_tells_what_it_is_and_has(transport: Transport) -> None:
    async with FakeOpenAI("m") as server:
        trial = await tried(transport, Backend("near", server.url))
    assert (trial.state, trial.cure) == ("ok", "")
    assert trial.sighting is not None
    assert [model.name for model in trial.sighting.models] == ["m"]


async def test_a_key_that_is_missing_or_asked_for_is_said_with_the_cure(transport: Transport) -> None:
    async with FakeOpenAI("m", key="k") as server:
        locked = await tried(transport, Backend("near", server.url))
        assert (locked.state, "asks for a key" in locked.said, "key_env" in locked.cure) == (
            "broken",
            True,
            True,
        )
        assert (await tried(transport, Backend("near", server.url), authorization="Bearer k")).state == "ok"
        missing = await try_out(through(transport), Backend("near", server.url), {}, "NEAR_KEY")
        assert (missing.said, missing.cure) == ("its key is missing", "set NEAR_KEY")


async def test_nobody_there_is_said(transport: Transport) -> None:
    trial = await tried(transport, Backend("near", "http://127.0.0.1:9"))
    assert (trial.state, trial.misplaced) == ("broken", False)
    assert "nobody answers" in trial.said


async def test_a_local_name_with_a_public_address_is_misplaced() -> None:
    async def elsewhere(*_: object) -> object:
        raise EgressForbidden("no", operator_detail="near is configured as local but h is 1.1.1.1")

    trial = await try_out(elsewhere, Backend("near", "http://h", Zone.LOCAL), {})
    assert (trial.state, trial.misplaced) == ("broken", True)
    assert "1.1.1.1" in trial.said


async def test_a_provider_is_asked_for_its_list_with_the_key(transport: Transport) -> None:
    async with FakeOpenAI("m", key="k") as server:
        cloud = Backend("cloud", server.url, Zone.PUBLIC, watched=False, key_env="CLOUD_KEY")
        assert (await tried(transport, cloud, authorization="Bearer k")).state == "ok"
        refused = await tried(transport, cloud, authorization="Bearer wrong")
        assert (refused.state, refused.cure) == ("broken", "put a valid one into CLOUD_KEY")
    assert (await tried(transport, cloud)).said.endswith("cannot be reached")
