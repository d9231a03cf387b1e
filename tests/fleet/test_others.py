"""Load that comes past the router is seen where the server tells of it, and nothing depends on it elsewhere."""

import asyncio
from collections.abc import Mapping

import pytest

from larouter.core.errors import Unreachable
from larouter.core.lane import ANYBODY, USUAL, Lane
from larouter.fleet.fetch import Fetch, Response
from larouter.fleet.others import FORGET_SECONDS, NAMES, SILENT_SECONDS, Others, Told, Watched, read_metrics
from larouter.fleet.sighting import Kind
from larouter.testing.fake_vllm import FakeVllm
from larouter.testing.scripted import Pace, Script

LLAMA = """# HELP llamacpp:requests_processing Number of requests processing.
# TYPE llamacpp:requests_processing gauge
llamacpp:requests_processing 2
# TYPE llamacpp:requests_deferred gauge
llamacpp:requests_deferred 6
llamacpp:tokens_predicted_total 120
"""
VLLM = """vllm:num_requests_running{engine="0",model_name="m"} 3.0
vllm:num_requests_running{engine="1",model_name="m"} 4.0
vllm:num_requests_waiting{engine="0",model_name="m"} 5.0
vllm:num_requests_waiting_by_reason{engine="0",reason="capacity"} 5.0
"""


class Server:
    """Answers at `/metrics`, and counts how often it was asked."""

    def __init__(self, text: str = LLAMA, status: int = 200) -> None:
        self.text = text
        self.status = status
        self.asked = 0

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        self.asked += 1
        if not self.status:
            raise Unreachable("nobody")
        return Response(self.status, {}, self.text.encode())


def watched(lane: Lane, kind: str = Kind.LLAMA_CPP, *, learns: bool = False) -> Watched:
    return Watched("http://127.0.0.1:8080", kind, {}, lane, learns)


def busy(capacity: int, serving: int = 1) -> Lane:
    lane = Lane(capacity)
    for _ in range(serving):
        lane.join(ANYBODY, USUAL, 0.0)
    return lane


def test_the_figures_are_read_and_summed_over_engines() -> None:
    assert read_metrics(LLAMA, NAMES[Kind.LLAMA_CPP]) == Told(2, 6)
    assert read_metrics(VLLM, NAMES[Kind.VLLM]) == Told(7, 5)
    assert read_metrics("<html>", NAMES[Kind.VLLM]) is None


async def test_what_two_looks_agree_on_is_the_load_of_others() -> None:
    server, lane = Server(), busy(8, serving=2)
    others = Others(server)
    await others.look([watched(lane)], 0.0)
    assert lane.others == 0
    await others.look([watched(lane)], 0.5)
    assert lane.others == 6
    server.text = LLAMA.replace("deferred 6", "deferred 0")
    await others.look([watched(lane)], 1.0)
    assert lane.others == 0


async def test_a_server_is_left_alone_while_nothing_of_ours_is_there() -> None:
    server = Server()
    await Others(server).look([watched(Lane(2))], 0.0)
    assert server.asked == 0


@pytest.mark.parametrize("server", [Server(status=501), Server(status=0), Server(text="<html>")])
async def test_a_server_that_does_not_tell_is_not_asked_again_for_a_while(server: Server) -> None:
    lane = busy(2)
    others = Others(server)
    for now in (0.0, 1.0, SILENT_SECONDS - 1):
        await others.look([watched(lane)], now)
    assert (server.asked, lane.others) == (1, 0)
    await others.look([watched(lane)], SILENT_SECONDS + 1)
    assert server.asked == 2


async def test_kinds_that_never_tell_are_not_asked() -> None:
    server = Server()
    await Others(server).look([watched(busy(2), Kind.OLLAMA)], 0.0)
    assert server.asked == 0


async def test_the_capacity_of_a_vllm_is_what_it_answers_while_requests_wait_there() -> None:
    server, lane = Server(VLLM), busy(0, serving=12)
    others = Others(server)
    await others.look([watched(lane, Kind.VLLM, learns=True)], 0.0)
    assert lane.capacity == 7
    lane.join(ANYBODY, USUAL, 0.0)
    server.text = VLLM.replace("5.0", "0.0")
    await others.look([watched(lane, Kind.VLLM, learns=True)], 0.5)
    assert lane.capacity == 8


async def test_a_capacity_that_was_learned_is_forgotten_when_nobody_waits_any_more() -> None:
    server, lane = Server(VLLM), busy(0)
    others = Others(server)
    await others.look([watched(lane, Kind.VLLM, learns=True)], 0.0)
    assert lane.capacity == 7
    server.text = VLLM.replace("5.0", "0.0")
    await others.look([watched(lane, Kind.VLLM, learns=True)], FORGET_SECONDS + 1)
    assert lane.capacity == 0


async def test_a_vllm_as_it_is_tells(fetch: Fetch) -> None:
    async with FakeVllm("m", running=1, script=Script(pace=Pace(2.0))) as server:
        body = b'{"model": "m", "messages": [{"role": "user", "content": "hi"}]}'
        asking = [
            asyncio.ensure_future(fetch("POST", f"{server.url}/v1/chat/completions", {}, body, 5.0))
            for _ in range(3)
        ]
        for _ in range(300):
            if server.in_flight == 3:
                break
            await asyncio.sleep(0.01)
        lane = busy(0)
        await Others(fetch).look([Watched(server.url, Kind.VLLM, {}, lane, True)], 0.0)
        assert lane.capacity == 1
        await asyncio.gather(*asking)
