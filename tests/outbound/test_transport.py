"""The one door: who shows no fitting permit does not get through, not even to open a connection."""

import itertools
from collections.abc import AsyncIterator

import pytest
from raw_server import Place, answering, listening, once

from larouter.core.errors import Unreachable
from larouter.core.zones import Zone
from larouter.outbound import transport as door
from larouter.outbound.endpoint import Endpoint, Outgoing
from larouter.outbound.permit import OPERATOR, EgressForbidden, Permit
from larouter.outbound.transport import Response, Transport

OK = b"HTTP/1.1 200 OK\r\nX-Name: v\r\nContent-Length: 2\r\n\r\nok"
BEYOND = [(reach, zone) for reach, zone in itertools.product(Zone, Zone) if zone > reach]


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    transport = Transport()
    yield transport
    await transport.close()


def call(place: Place, zone: Zone = Zone.LOCAL, scheme: str = "http") -> Outgoing:
    return Outgoing(Endpoint("b", f"{scheme}://127.0.0.1:{place.port}", zone), "GET", "/")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(("reach", "zone"), BEYOND)
async def test_a_call_beyond_its_permit_opens_no_connection(
    transport: Transport, reach: Zone, zone: Zone, scheme: str
) -> None:
    async with listening(answering(OK)) as place:
        with pytest.raises(EgressForbidden):
            await transport.send(call(place, zone, scheme), Permit(reach))
        assert not place.talks


async def test_a_whole_answer_is_fetched(transport: Transport) -> None:
    async with listening(answering(OK)) as place:
        fetched = await transport.fetch(call(place), OPERATOR)
    assert fetched == Response(200, {"x-name": "v", "content-length": "2"}, b"ok")


async def test_an_answer_without_end_is_not_fetched_to_its_end(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_ANSWER_BYTES", 100_000)
    endless = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 3_000_000
    async with listening(answering(endless)) as place:
        fetched = await transport.fetch(call(place), OPERATOR)
    assert 100_000 < len(fetched.body) < 3_000_000


async def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(transport: Transport) -> None:
    async with listening(once(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")) as place:
        with pytest.raises(Unreachable):
            await transport.fetch(call(place), OPERATOR)


async def test_tls_is_not_loaded_before_somebody_needs_it(transport: Transport) -> None:
    async with listening(answering(OK)) as place:
        await transport.fetch(call(place), OPERATOR)
        assert transport._tls is None
    with pytest.raises(Unreachable):
        await transport.fetch(call(place, scheme="https"), OPERATOR)
    assert transport._tls is not None
