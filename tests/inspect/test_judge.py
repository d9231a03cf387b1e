"""The judge: asked in its band alone, never beyond the request's zone, its cost written down, silence the middle tier.

It is a real llama.cpp with a tiny model that always decides for the same letter.
"""

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from in_process import Running, running

from larouter.core.deployment import Deployment, Fleet
from larouter.core.features import Cap, Difficulty, Features
from larouter.core.lane import Flow, Size
from larouter.core.money import Rates
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.decide.reach import permit
from larouter.fleet.local.gguf import write_decision, write_reply
from larouter.inspect.judge import Bench, Courthouse, Judge
from larouter.outbound.endpoint import Endpoint
from larouter.outbound.transport import Transport
from larouter.testing.fake_openai import FakeOpenAI, Pace

pytest.importorskip("xllamacpp")
pytestmark = pytest.mark.asyncio(loop_scope="module")
CHAT = ("POST", "/v1/chat/completions")
BODY = {"model": "auto", "messages": [{"role": "user", "content": "What is a binary tree good for?"}]}


@pytest.fixture(scope="module", params=["decision", "letter"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A llama.cpp whose model decides for D, COMPLEX, by itself or as a plain chat model."""
    model = tmp_path_factory.mktemp("model") / "judge.gguf"
    write = write_decision if request.param == "decision" else write_reply
    write(model, "D")
    command = [
        sys.executable,
        "-m",
        "larouter.fleet.local.llama_server",
        "--model",
        str(model),
        "--alias",
        "judge",
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        assert "loaded" in process.stdout.readline()
        yield url
        process.terminate()


def settings(
    folder: Path,
    url: str,
    zone: str = "local",
    timeout: int = 20_000,
    kind: str = "llamacpp",
    threshold: float = 1.0,
) -> Path:
    (folder / "larouter.toml").write_text(
        f'[classifier]\nai_model = "judge"\nai_threshold = 1.0\nai_timeout = {timeout}\n'
        f'[backends.bench]\nkind = "{kind}"\nurl = "{url}"\nzone = "{zone}"\n'
    )
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    folder = settings(tmp_path_factory.mktemp("judged"), server)
    async with FakeOpenAI() as cloud, running(folder, PRIVATE_CLOUD_URL=cloud.url) as it:
        yield it


async def story(it: Running, said: Any) -> dict[str, Any]:
    return dict((await it.control("GET", f"/api/requests/{said.headers['x-larouter-request-id']}")).json())


async def test_where_the_first_stage_is_unsure_the_judge_has_a_say(it: Running) -> None:
    said = await it.ask(*CHAT, BODY)
    told = await story(it, said)
    assert "the judge bench/judge says COMPLEX (1.00)" in told["decision"]["reasons"][0]
    assert told["decision"]["tier"] == "COMPLEX"
    call = told["attempts"][0]
    assert (call["number"], call["deployment"], call["status"], call["zone"]) == (
        -1,
        "bench/judge",
        "ok",
        "local",
    )
    assert call["input_tokens"] > 0
    assert told["outcome"]["status"] == 200


async def test_a_decision_that_the_judge_took_part_in_replays_without_it(it: Running) -> None:
    await it.ask(*CHAT, BODY)
    found = (await it.control("POST", "/api/replay", {})).json()
    assert found["decisions"] == found["identical"] > 0
    assert (await it.control("GET", "/api/audit/verify")).json()["ok"] is True


async def test_a_request_that_names_its_tier_is_not_judged(it: Running) -> None:
    told = await story(it, await it.ask(*CHAT, {**BODY, "model": "auto:simple"}))
    assert [call["number"] for call in told["attempts"]] == [0]


async def test_a_preview_sends_nothing_to_the_judge_either(it: Running) -> None:
    told = (await it.ask("POST", "/api/route", BODY)).json()
    assert "judge" not in told["reasons"][0]


async def test_a_judge_in_a_wider_zone_than_the_request_may_reach_is_not_asked(tmp_path: Path) -> None:
    async with FakeOpenAI("judge") as far, running(settings(tmp_path, far.url, "public")) as it:
        said = await it.ask(*CHAT, BODY, x_larouter_sensitivity="confidential")
        told = await story(it, said)
        assert "the judge was not asked: judge is" in told["decision"]["reasons"][0]
        assert far.chats == []
        assert told["attempts"] == []


async def test_a_judge_that_is_silent_makes_it_the_middle_tier_and_is_recorded(tmp_path: Path) -> None:
    async with FakeOpenAI("judge", pace=Pace(first_seconds=5.0)) as slow, FakeOpenAI() as cloud:
        folder = settings(tmp_path, slow.url, timeout=60, kind="openai")
        async with running(folder, PRIVATE_CLOUD_URL=cloud.url) as it:
            told = await story(
                it, await it.ask(*CHAT, {**BODY, "messages": [{"role": "user", "content": "Prove it."}]})
            )
    assert told["decision"]["tier"] == "MODERATE"
    assert "did not answer within 60 ms" in told["decision"]["reasons"][0]
    assert (told["attempts"][0]["number"], told["attempts"][0]["status"]) == (-1, "failed")


async def test_a_judge_whose_server_has_no_room_is_not_asked_and_gives_its_place_back(tmp_path: Path) -> None:
    async with FakeOpenAI("judge") as judge, FakeOpenAI() as cloud:
        folder = settings(tmp_path, judge.url, kind="openai")
        with (folder / "larouter.toml").open("a") as file:
            file.write("capacity = 1\n")
        async with running(folder, PRIVATE_CLOUD_URL=cloud.url) as it:
            lane = it.house.pulses.lane("bench")
            place = lane.join(Flow("prj_a"), Size(), 0.0)
            busy = await story(it, await it.ask(*CHAT, BODY))
            assert judge.chats == []
            place.leave(0.0)
            free = await story(it, await it.ask(*CHAT, BODY))
    assert "the judge was not asked: bench/judge is busy with requests" in busy["decision"]["reasons"][0]
    assert free["attempts"][0]["number"] == -1
    assert (lane.serving, lane.waiting) == (0, 0)


async def test_a_judge_that_keeps_silent_is_left_alone_for_a_while(tmp_path: Path) -> None:
    async with FakeOpenAI("judge", pace=Pace(first_seconds=5.0)) as slow, FakeOpenAI() as cloud:
        folder = settings(tmp_path, slow.url, timeout=60, kind="openai")
        async with running(folder, PRIVATE_CLOUD_URL=cloud.url) as it:
            told = [await story(it, await it.ask(*CHAT, BODY)) for _ in range(4)]
    assert [call["attempts"][0]["number"] for call in told] == [-1, -1, -1, 0]
    assert "it failed 3 times in a row" in told[-1]["decision"]["reasons"][0]


@pytest.mark.parametrize(
    ("features", "wanted"),
    [
        (Features(difficulty=Difficulty(0.5, 0.69)), True),
        (Features(difficulty=Difficulty(0.5, 0.7)), False),
        (Features(difficulty=Difficulty(0.5, 0.0)), False),
        (Features(tier=Tier.SIMPLE, difficulty=Difficulty(0.5, 0.3)), False),
        (Features(model="gpt-x", difficulty=Difficulty(0.5, 0.3)), False),
    ],
)
async def test_the_band_is_between_nothing_and_the_threshold(features: Features, wanted: bool) -> None:
    house = Courthouse(lambda _: None, None, lambda: 0, lambda: 0.0)  # type: ignore[arg-type]
    assert Judge(house, lambda: Bench("judge")).wanted(features) is wanted
    assert Judge(house, Bench).wanted(features) is False


@pytest.mark.parametrize("price", [0, 1_000_000])
async def test_a_judge_that_costs_money_is_asked_under_no_hard_cap_whatever_that_covers(price: int) -> None:
    one = Deployment(
        "c/judge", "c", "judge", "judge", Zone.PUBLIC, rates=Rates(price, price), places=(0, 0, 0, 0, 0)
    )
    found = one, Endpoint("c", "http://127.0.0.1:9", Zone.PUBLIC)
    house = Courthouse(lambda _: found, Transport(), lambda: 0, lambda: 0.0)
    judge = Judge(house, lambda: Bench("judge"))
    allowed = permit(Features(difficulty=Difficulty(0.5, 0.5)), Policy(), "req_1")
    of_models = Cap("bud_1", 500, (), ("judge",), 0, 0)
    for spared in (Features(remaining=500), Features(caps=(of_models,))):
        told = judge._find(Bench("judge"), spared, Fleet("f", (one,)), allowed)
        assert told == ("it costs money, and a hard budget applies" if price else found)
    soft = Features(caps=(replace(of_models, left=None),))
    assert judge._find(Bench("judge"), soft, Fleet("f", (one,)), allowed) == found
