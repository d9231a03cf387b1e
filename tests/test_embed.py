"""The router inside another program: it decides, answers, writes down, and holds the policy as the server does."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

import larouter
from larouter import Controller, Router
from larouter.core.errors import NowhereToGo, RouterError
from larouter.core.tiers import Tier
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI

pytestmark = pytest.mark.asyncio(loop_scope="module")
HELLO = [{"role": "user", "content": "hello"}]
HARD = [{"role": "user", "content": "Design a distributed database with sharding and write it in Rust."}]


def surroundings(folder: Path, url: str) -> dict[str, str]:
    return {
        "LAROUTER_DB_PATH": str(folder / "larouter.db"),
        "LAROUTER_DISCOVERY": "false",
        "LAROUTER_TOY": "false",
        "XDG_CACHE_HOME": str(folder),
        "PRIVATE_CLOUD_URL": url,
    }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def backend() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI("small", "large", answer=Answer("Good day to you.")) as backend:
        yield backend


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def router(backend: FakeOpenAI, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Router]:
    folder = tmp_path_factory.mktemp("embedded")
    async with Router(folder, surroundings(folder, backend.url)) as router:
        yield router


async def test_the_signals_of_the_program_around_it_stay_that_programs(router: Router) -> None:
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_DFL


async def test_a_decision_is_made_without_anything_being_sent(router: Router, backend: FakeOpenAI) -> None:
    before = len(backend.chats)
    decision = await router.route(HARD)
    assert decision.target is Tier.FRONTIER
    assert decision.plan
    assert len(backend.chats) == before


async def test_an_answer_says_where_it_came_from(router: Router) -> None:
    answer = await router.chat(HELLO, max_tokens=20)
    assert answer.text == "Good day to you."
    assert answer.model.startswith("private-cloud/")
    assert (answer.zone, answer.request_id[:4]) == ("private", "req_")
    assert answer.body["usage"]["completion_tokens"] > 0


async def test_a_stream_comes_piece_by_piece(router: Router) -> None:
    pieces = [piece async for piece in router.stream(HELLO)]
    said = "".join(piece["choices"][0]["delta"].get("content") or "" for piece in pieces if piece["choices"])
    assert said == "Good day to you."
    assert len(pieces) > 2


async def test_what_may_not_leave_does_not_leave(router: Router, backend: FakeOpenAI) -> None:
    before = len(backend.chats)
    secret = "my card is 4716 9082 3456 2180, valid to 11/29, cvv 381"
    with pytest.raises(NowhereToGo):
        await router.chat([{"role": "user", "content": secret}])
    assert len(backend.chats) == before


async def test_what_cannot_be_read_is_an_error_of_ours(router: Router) -> None:
    with pytest.raises(RouterError):
        await router.chat([{"role": "nobody", "content": "x"}])


async def test_routellms_calls_are_understood(backend: FakeOpenAI, tmp_path: Path) -> None:
    def play() -> list[object]:
        around = surroundings(tmp_path, backend.url)
        with Controller(["difficulty", "random"], "large", "small", None, tmp_path, around) as controller:
            by_name = controller.chat.completions.create(model="router-difficulty-0.5", messages=HELLO)
            by_parts = controller.completion(messages=HARD, router="difficulty", threshold=0.5)
            with pytest.raises(ValueError, match="not among the routers"):
                controller.completion(messages=HELLO, model="router-mf-0.5")
            return [
                by_name.choices[0].message.content,
                by_name.model,
                by_parts.model,
                controller.route("thanks!", "difficulty", 0.5),
                controller.batch_calculate_win_rate(["thanks!"], "difficulty")[0] < 0.2,
            ]

    assert await asyncio.to_thread(play) == ["Good day to you.", "small", "large", "small", True]


async def test_the_package_offers_it_by_name_and_nothing_else() -> None:
    assert larouter.Router is Router
    with pytest.raises(AttributeError):
        larouter.Rooter  # noqa: B018
