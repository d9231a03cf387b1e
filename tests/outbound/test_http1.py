"""Plain HTTP/1.1 over real sockets: what servers do, and what is made of it."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from raw_server import Place, Talk, answering, listening, once

from larouter.core.errors import Malformed, TimedOut, Unreachable
from larouter.core.zones import Zone
from larouter.outbound import http1
from larouter.outbound.endpoint import Endpoint, Incoming, Limits, Outgoing, zone_admits
from larouter.outbound.http1 import PlainPool
from larouter.outbound.permit import EgressForbidden

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
QUICK = Limits(connect=2, first_byte=2, idle=2, total=4)


@pytest.fixture
async def pool() -> AsyncIterator[PlainPool]:
    pool = PlainPool()
    yield pool
    await pool.close()


def call(place: Place, **changes: object) -> Outgoing:
    values: dict[str, object] = {
        "endpoint": Endpoint("near", f"http://127.0.0.1:{place.port}", Zone.LOCAL),
        "method": "POST",
        "path": "/v1/chat/completions",
        "body": b"{}",
        "limits": QUICK,
    }
    return Outgoing(**(values | changes))  # type: ignore[arg-type]


async def body_of(incoming: Incoming) -> bytes:
    """The whole body; the connection goes back."""
    try:
        return b"".join([chunk async for chunk in incoming.chunks()])
    finally:
        incoming.close()


async def ask(pool: PlainPool, place: Place, **changes: object) -> tuple[int, bytes]:
    incoming = await pool.send(call(place, **changes))
    return incoming.status, await body_of(incoming)


async def test_a_request_is_written_as_http_says(pool: PlainPool) -> None:
    heard: list[bytes] = []

    async def script(talk: Talk) -> None:
        heard.append(await talk.request())
        await talk.say(OK)

    async with listening(script) as place:
        endpoint = Endpoint(
            "near", f"http://127.0.0.1:{place.port}/base", Zone.LOCAL, (("Authorization", "Bearer k"),)
        )
        await ask(pool, place, endpoint=endpoint, body='{"é":1}'.encode(), headers=(("X-Extra", "1"),))
    head, _, body = heard[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /base/v1/chat/completions HTTP/1.1"
    assert f"Host: 127.0.0.1:{place.port}" in lines
    assert {"Authorization: Bearer k", "X-Extra: 1", "Content-Length: 8"} < set(lines)
    assert body.decode() == '{"é":1}'


async def test_a_large_request_arrives_whole(pool: PlainPool) -> None:
    heard: list[bytes] = []

    async def script(talk: Talk) -> None:
        heard.append(await talk.request())
        await talk.say(OK)

    large = b"x" * 3_000_000
    async with listening(script) as place:
        await ask(pool, place, body=large)
    assert heard[0].endswith(b"\r\n\r\n" + large)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ([OK], (200, b"ok")),
        ([bytes([byte]) for byte in OK], (200, b"ok")),
        ([CHUNKED, b"3\r\none\r\n", b"4;ext=1\r\ntwo!\r\n", b"0\r\n\r\n"], (200, b"onetwo!")),
        ([CHUNKED + b"3\r\none\r\n0\r\nTrailer: x\r\n\r\n"], (200, b"one")),
        ([b"HTTP/1.1 204 No Content\r\n\r\n"], (204, b"")),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"], (200, b"")),
        ([b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"], (503, b"busy")),
        ([b"HTTP/1.1 100 Continue\r\n\r\n", OK], (200, b"ok")),
        (
            [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + OK],
            (200, b"ok"),
        ),
    ],
    ids=["length", "byte by byte", "chunked", "trailer", "no content", "empty", "error", "continue", "hints"],
)
async def test_a_body_comes_out_whole_however_it_is_framed(
    pool: PlainPool, answer: list[bytes], expected: tuple[int, bytes]
) -> None:
    async with listening(answering(*answer)) as place:
        assert await ask(pool, place) == expected
        assert await ask(pool, place) == expected
        assert len(place.talks) == 1


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"],
)
async def test_a_body_without_a_length_ends_with_the_connection(pool: PlainPool, head: bytes) -> None:
    async with listening(once(head, b"all of ", b"it")) as place:
        assert await ask(pool, place) == (200, b"all of it")
        assert await ask(pool, place) == (200, b"all of it")
        assert len(place.talks) == 2


async def test_headers_are_in_lower_case_and_those_before_the_answer_are_forgotten(pool: PlainPool) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Plain\r\nX-Name: \xe9\r\nContent-Length: 0\r\n\r\n"
    async with listening(answering(hints, answer)) as place:
        incoming = await pool.send(call(place))
        assert dict(incoming.headers) == {"content-type": "Text/Plain", "x-name": "é", "content-length": "0"}
        incoming.close()


async def test_a_connection_serves_one_request_after_the_other(pool: PlainPool) -> None:
    async with listening(answering(OK)) as place:
        for _ in range(20):
            assert await ask(pool, place) == (200, b"ok")
        assert len(place.talks) == 1


async def test_requests_at_the_same_time_have_connections_of_their_own(pool: PlainPool) -> None:
    async with listening(answering(OK)) as place:
        open_ones = [await pool.send(call(place)) for _ in range(5)]
        assert len(place.talks) == 5
        assert [await body_of(one) for one in open_ones] == [b"ok"] * 5


async def test_a_connection_that_the_server_wants_closed_is_not_used_again(pool: PlainPool) -> None:
    closing = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
    async with listening(once(closing)) as place:
        assert [await ask(pool, place) for _ in range(3)] == [(200, b"ok")] * 3
        assert len(place.talks) == 3


async def test_a_connection_that_went_stale_is_replaced_in_silence(pool: PlainPool) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(OK)
        if talk.number == 0:
            await talk.request()
            talk.writer.transport.abort()
        else:
            await talk.until_gone()

    async with listening(script) as place:
        assert await ask(pool, place) == (200, b"ok")
        assert await ask(pool, place) == (200, b"ok")
        assert len(place.talks) == 2


async def test_a_fresh_connection_that_is_lost_is_a_failure_and_not_tried_again(pool: PlainPool) -> None:
    async with listening(once()) as place:
        with pytest.raises(Unreachable, match="before it answered") as lost:
            await ask(pool, place)
        assert lost.value.operator_detail.startswith("near ")
        assert len(place.talks) == 1


async def test_an_idle_connection_that_the_server_ends_leaves_the_pool(pool: PlainPool) -> None:
    async with listening(once(OK)) as place:
        incoming = await pool.send(call(place))
        await body_of(incoming)
        async with asyncio.timeout(2):
            while incoming.open:  # noqa: ASYNC110 - the pool tells nobody
                await asyncio.sleep(0.001)
        assert not any(pool._idle.values())


async def test_nobody_listening_is_unreachable(pool: PlainPool) -> None:
    async with listening(once()) as place:
        pass
    with pytest.raises(Unreachable, match="cannot be reached") as refused:
        await ask(pool, place)
    assert f"near at 127.0.0.1:{place.port}" in refused.value.operator_detail


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", CHUNKED + b"5\r\nhello\r\n", CHUNKED + b"5\r\nhe"],
)
async def test_an_answer_that_stops_short_is_told_apart_from_a_whole_one(
    pool: PlainPool, answer: bytes
) -> None:
    async with listening(once(answer)) as place:
        incoming = await pool.send(call(place))
        with pytest.raises(Unreachable, match="in the middle of its answer"):
            await body_of(incoming)


async def test_what_came_before_the_end_is_given_out_first(pool: PlainPool) -> None:
    async with listening(once(CHUNKED + b"5\r\nhello\r\n")) as place:
        incoming = await pool.send(call(place))
        chunks = incoming.chunks()
        assert await anext(chunks) == b"hello"
        with pytest.raises(Unreachable):
            await anext(chunks)
        incoming.close()


@pytest.mark.parametrize(
    "garbage",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"<html></html>\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        CHUNKED + b"zz\r\n",
    ],
)
async def test_what_is_not_http_is_malformed(pool: PlainPool, garbage: bytes) -> None:
    async with listening(once(garbage)) as place:
        with pytest.raises(Malformed, match="does not speak HTTP"):
            await ask(pool, place)


async def test_a_server_that_changes_the_protocol_is_refused(pool: PlainPool) -> None:
    switching = (
        b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x05hello"
    )
    async with listening(answering(switching)) as place:
        with pytest.raises(Malformed, match="does not speak HTTP"):
            await ask(pool, place)


@pytest.mark.parametrize(
    "surplus", [OK, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart", b"HTTP/1.1 2"]
)
async def test_a_second_answer_that_nobody_asked_for_reaches_nobody(pool: PlainPool, surplus: bytes) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(OK + surplus if talk.number == 0 else OK)
        await talk.until_gone()

    async with listening(script) as place:
        assert await ask(pool, place) == (200, b"ok")
        assert await ask(pool, place) == (200, b"ok")
        assert len(place.talks) == 2


async def test_closing_an_unfinished_answer_ends_the_connection_at_once(pool: PlainPool) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(CHUNKED + b"5\r\nhello\r\n")
        await talk.until_gone()

    async with listening(script) as place:
        incoming = await pool.send(call(place))
        incoming.close()
        async with asyncio.timeout(2):
            await place.talks[0].gone.wait()
        incoming.close()


async def test_cancelling_while_waiting_for_the_head_ends_the_connection(pool: PlainPool) -> None:
    arrived = asyncio.Event()

    async def script(talk: Talk) -> None:
        await talk.request()
        arrived.set()
        await talk.until_gone()

    async with listening(script) as place:
        waiting = asyncio.ensure_future(pool.send(call(place)))
        await arrived.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        async with asyncio.timeout(2):
            await place.talks[0].gone.wait()


async def test_a_quick_server_is_held_back_by_a_slow_reader(pool: PlainPool) -> None:
    sent = 0

    async def script(talk: Talk) -> None:
        nonlocal sent
        await talk.request()
        talk.writer.write(CHUNKED)
        part = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        for _ in range(600):
            talk.writer.write(part)
            await talk.writer.drain()
            sent += 1
        await talk.say(b"0\r\n\r\n")

    async with listening(script) as place:
        incoming = await pool.send(call(place))
        before = -1
        while sent != before:  # the server gets on until it is held back
            before = sent
            await asyncio.sleep(0.1)
        assert sent < 400
        assert len(await body_of(incoming)) == 600 * 65536


async def test_an_answer_that_is_left_unread_does_not_hold_back_the_next(pool: PlainPool) -> None:
    many = CHUNKED + b"1\r\nx\r\n" * 200 + b"0\r\n\r\n"
    async with listening(answering(many)) as place:
        for _ in range(3):
            incoming = await pool.send(call(place))
            incoming.close()
        assert await ask(pool, place) == (200, b"x" * 200)


async def test_a_server_that_does_not_answer_is_given_up(pool: PlainPool) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.until_gone()

    async with listening(script) as place:
        with pytest.raises(TimedOut, match="no answer after") as late:
            await ask(pool, place, limits=Limits(2, first_byte=0.05, idle=2, total=4))
        assert "near was silent" in late.value.operator_detail
        async with asyncio.timeout(2):
            await place.talks[0].gone.wait()


async def test_a_server_that_stops_in_the_middle_is_given_up(pool: PlainPool) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(CHUNKED + b"5\r\nhello\r\n")
        await talk.until_gone()

    async with listening(script) as place:
        incoming = await pool.send(call(place, limits=Limits(2, first_byte=60, idle=0.05, total=60)))
        with pytest.raises(TimedOut, match="no next part after"):
            async with asyncio.timeout(10):  # long before the deadline of the head
                await body_of(incoming)


async def test_a_server_that_never_comes_to_an_end_is_given_up(pool: PlainPool) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(CHUNKED)
        while True:
            await talk.say(b"1\r\nx\r\n")
            await asyncio.sleep(0.01)

    async with listening(script) as place:
        incoming = await pool.send(call(place, limits=Limits(2, first_byte=2, idle=2, total=0.2)))
        with pytest.raises(TimedOut):
            await body_of(incoming)


async def test_a_deadline_of_one_exchange_does_not_reach_the_next(pool: PlainPool) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(OK)
        await talk.request()
        await asyncio.sleep(0.15)
        await talk.say(OK)
        await talk.until_gone()

    async with listening(script) as place:
        assert await ask(pool, place, limits=Limits(2, first_byte=0.1, idle=0.1, total=0.1)) == (200, b"ok")
        assert await ask(pool, place) == (200, b"ok")


@pytest.mark.parametrize(
    "header", [("X-Bad", "a\r\nX-Smuggled: 1"), ("X-Bad", "a\nb"), ("X\r\nY", "a"), ("X-Bad", "\r")]
)
async def test_a_header_with_a_line_break_is_refused_before_anything_is_sent(
    pool: PlainPool, header: tuple[str, str]
) -> None:
    async with listening(answering(OK)) as place:
        with pytest.raises(ValueError, match="a header for near holds a line break") as refused:
            await ask(pool, place, headers=(header,))
        assert header[1] not in str(refused.value) or header[1] == "a"
        assert not place.talks


async def test_a_local_backend_at_a_public_address_is_refused_before_anything_is_sent(
    pool: PlainPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def script(talk: Talk) -> None:
        heard.set_result(await talk.reader.read())

    monkeypatch.setattr(http1, "zone_admits", lambda zone, _: zone_admits(zone, "8.8.8.8"))
    async with listening(script) as place:
        with pytest.raises(EgressForbidden, match="stands at a public address"):
            await ask(pool, place)
        async with asyncio.timeout(2):
            assert await heard == b""


async def test_what_is_idle_is_closed_with_the_pool() -> None:
    pool = PlainPool()

    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(OK)
        await talk.until_gone()

    async with listening(script) as place:
        await ask(pool, place)
        await pool.close()
        async with asyncio.timeout(2):
            await place.talks[0].gone.wait()


async def test_time_for_which_this_process_stood_still_is_no_servers_fault(pool: PlainPool) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(OK)

    short = Limits(connect=0.1, first_byte=0.1, idle=0.1, total=4)
    async with listening(script) as place:
        for delay in (0.0, 0.001, 0.002, 0.004):  # while it connects, while it waits for the answer
            asking = asyncio.ensure_future(ask(pool, place, limits=short))
            asyncio.get_running_loop().call_later(delay, time.sleep, 0.4)
            assert await asking == (200, b"ok")


async def test_a_server_that_is_silent_is_given_up_although_this_process_stood_still(pool: PlainPool) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await asyncio.sleep(30)

    async with listening(script) as place:
        asyncio.get_running_loop().call_later(0.01, time.sleep, 0.3)
        with pytest.raises(TimedOut):
            await ask(pool, place, limits=Limits(connect=0.1, first_byte=0.1, idle=0.1, total=4))
