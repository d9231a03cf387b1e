"""The quirks of vLLM, as a client meets them."""

import asyncio

from looking import chat

from larouter.fleet.fetch import Fetch
from larouter.testing.fake_vllm import FakeVllm
from larouter.testing.scripted import Pace, Script


async def test_health_has_no_body_and_says_when_the_engine_is_dead(fetch: Fetch) -> None:
    async with FakeVllm() as fake:
        alive = await fetch("GET", f"{fake.url}/health", {}, b"", 2.0)
        fake.alive = False
        dead = await fetch("GET", f"{fake.url}/health", {}, b"", 2.0)
    assert (alive.status, alive.body, dead.status) == (200, b"", 503)


async def test_the_key_guards_v1_only_and_the_error_is_a_string(fetch: Fetch) -> None:
    async with FakeVllm("m", key="k") as fake:
        refused = await chat(fetch, fake.url, model="m")
        metrics = await fetch("GET", f"{fake.url}/metrics", {}, b"", 2.0)
    assert (refused.status, refused.json()) == (401, {"error": "Unauthorized"})
    assert metrics.status == 200


async def test_another_models_name_is_404(fetch: Fetch) -> None:
    async with FakeVllm("m") as fake:
        answer = await chat(fetch, fake.url, model="x")
        assert (await chat(fetch, fake.url, model="m")).status == 200
    assert (answer.status, answer.json()["error"]["type"]) == (404, "NotFoundError")


async def test_a_prompt_beyond_the_window_is_400_with_both_lengths(fetch: Fetch) -> None:
    async with FakeVllm("m", window=50) as fake:
        long = [{"role": "user", "content": "word " * 100}]
        answer = await chat(fetch, fake.url, model="m", messages=long)
    error = answer.json()["error"]
    assert (answer.status, error["type"], error["code"]) == (400, "BadRequestError", 400)
    assert "maximum context length is 50 tokens" in error["message"]


async def test_running_and_waiting_are_told_and_a_full_queue_refuses(fetch: Fetch) -> None:
    script = Script(pace=Pace(first_seconds=0.4))
    async with FakeVllm("m", running=1, most_queued=1, script=script) as fake:
        calls = [asyncio.ensure_future(chat(fetch, fake.url, model="m")) for _ in range(3)]
        done, _ = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
        metrics = (await fetch("GET", f"{fake.url}/metrics", {}, b"", 2.0)).body.decode()
        statuses = sorted([(await call).status for call in calls])
    assert [call.result().status for call in done] == [503]
    assert statuses == [200, 200, 503]
    assert 'vllm:num_requests_running{engine="0",model_name="m"} 1.0' in metrics
    assert 'vllm:num_requests_waiting{engine="0",model_name="m"} 1.0' in metrics


async def test_a_bad_request_is_400(fetch: Fetch) -> None:
    async with FakeVllm("m") as fake:
        assert (await chat(fetch, fake.url, model="m", messages="hello")).status == 400
