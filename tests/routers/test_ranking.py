"""Model names that name a router: a threshold or a share, two models or twenty, on the endpoint."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from in_process import Running, running
from plugged import asked, package

from larouter.core.errors import BadRequest
from larouter.routers.ranking import Ladder, Ranking, read_name, rung
from larouter.testing.fake_openai import FakeOpenAI

pytestmark = pytest.mark.asyncio(loop_scope="module")
CHAT = ("POST", "/v1/chat/completions")
SOURCE = """
class Router:
    def __init__(self, options):
        pass

    def score(self, asked):
        return float(asked.text)
"""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("router-mf-0.116", ("mf", 0.116, None)),
        ("router-my-own-1", ("my-own", 1.0, None)),
        ("router-sw-20%", ("sw", 20.0, 0.2)),
    ],
)
async def test_a_name_holds_a_router_and_a_threshold_or_a_share(name: str, told: object) -> None:
    assert read_name(name) == told


@pytest.mark.parametrize(
    "name", ["router-mf", "router--0.5", "router-mf-2", "router-mf-120%", "router-mf-x", "router-mf-nan"]
)
async def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(BadRequest):
        read_name(name)


async def test_two_models_or_twenty() -> None:
    assert [rung(score, 0.5, 2) for score in (0.0, 0.49, 0.5, 1.0)] == [0, 0, 1, 1]
    rungs = [rung(score / 100, 0.05, 20) for score in range(101)]
    assert rungs == sorted(rungs)
    assert set(rungs) == set(range(20))
    assert rung(1.0, 1.0, 3) == 2


async def test_a_share_of_requests_goes_to_the_strong_model(tmp_path: Path) -> None:
    ranking = Ranking(lambda: Ladder(("weak", "strong")))
    with package(tmp_path, "spoken_score", "spoken", SOURCE):
        chosen = [
            (await ranking.choose("router-spoken-20%", asked(str((at * 37 % 100) / 300)))).model
            for at in range(300)
        ]
    assert 0.1 < chosen[100:].count("strong") / 200 < 0.3


async def test_without_models_to_choose_from_the_cure_is_said() -> None:
    with pytest.raises(BadRequest, match=r"set \[routers\] models"):
        await Ranking(Ladder).choose("router-random-0.5", asked("x"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    folder = tmp_path_factory.mktemp("ranked")
    (folder / "larouter.toml").write_text('[routers]\nmodels = ["small", "large"]\n')
    async with FakeOpenAI("small", "large") as backend, running(folder, PRIVATE_CLOUD_URL=backend.url) as it:
        yield it


@pytest.mark.parametrize(
    ("name", "text", "model"),
    [
        ("router-difficulty-0.5", "thanks!", "small"),
        (
            "router-difficulty-0.5",
            "Design a distributed database with sharding and write it in Rust.",
            "large",
        ),
        ("router-random-0", "hi", "large"),
        ("router-heuristic-1", "Implement a compiler", "small"),
    ],
)
async def test_the_endpoint_takes_the_names_of_routers(it: Running, name: str, text: str, model: str) -> None:
    said = await it.ask(*CHAT, {"model": name, "messages": [{"role": "user", "content": text}]})
    assert said.status == 200, said.body
    assert said.headers["x-larouter-model"].endswith(f"/{model}")
    told = (await it.control("GET", f"/api/requests/{said.headers['x-larouter-request-id']}")).json()
    assert told["asked_model"] == name
    assert f"router {name.split('-')[1]} gives" in told["decision"]["reasons"][0]


async def test_a_choice_replays_and_a_preview_makes_the_same(it: Running) -> None:
    body = {"model": "router-difficulty-0.5", "messages": [{"role": "user", "content": "thanks!"}]}
    assert (await it.ask("POST", "/api/route", body)).json()["answered_by"].endswith("/small")
    found = (await it.control("POST", "/api/replay", {})).json()
    assert found["decisions"] == found["identical"] > 0


@pytest.mark.parametrize(
    "name", ["router-nobody-0.5", "router-mf-0.5", "router-difficulty-7", "router-causal-0.5"]
)
async def test_a_router_that_cannot_be_used_says_why(it: Running, name: str) -> None:
    said = await it.ask(*CHAT, {"model": name, "messages": [{"role": "user", "content": "hi"}]})
    assert said.status in (200, 400) if "causal" in name else said.status == 400
