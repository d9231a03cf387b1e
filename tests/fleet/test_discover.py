"""Servers that come, change and go while the router runs."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from larouter.core.zones import Zone
from larouter.fleet.discover import Place, Watcher, places
from larouter.fleet.fetch import Fetch, Response
from larouter.fleet.local.gguf import write_reply
from larouter.fleet.local.runner import Runner
from larouter.fleet.sighting import Kind, Sighting
from larouter.testing.fake_ollama import FakeOllama, OllamaModel
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.http_server import Exchange, HttpServer

StartLlama = Callable[..., Awaitable[Runner]]


class Diary:
    """What a watcher told, in order."""

    def __init__(self) -> None:
        self.entries: list[tuple[Place, Sighting | None]] = []
        self._written = asyncio.Event()

    def __call__(self, place: Place, sighting: Sighting | None) -> None:
        self.entries.append((place, sighting))
        self._written.set()

    async def until(self, count: int, seconds: float = 10.0) -> Sighting | None:
        async with asyncio.timeout(seconds):
            while len(self.entries) < count:
                self._written.clear()
                await self._written.wait()
        return self.entries[count - 1][1]


def urls(found: tuple[Place, ...]) -> list[str]:
    return [place.url for place in found]


def test_the_usual_places_are_those_of_the_five_servers() -> None:
    assert urls(places((), 18790)) == [
        "http://localhost:11434",
        "http://localhost:8001",
        "http://127.0.0.1:8080",
        "http://127.0.0.1:9931",
        "http://127.0.0.1:8000",
        "http://127.0.0.1:1234",
    ]


def test_the_environment_moves_ollama_and_llama_cpp() -> None:
    found = urls(places((), 18790, ollama_url="http://gpu:11434/", llamacpp_url="http://gpu:8001/v1"))
    assert found[:2] == ["http://gpu:11434", "http://gpu:8001"]


def test_the_router_never_looks_at_itself() -> None:
    assert "http://127.0.0.1:8080" not in urls(places((), 8080))
    assert places((), 11434, ollama_url="http://[::1]:11434")[0].url != "http://[::1]:11434"


def test_a_configured_backend_is_not_found_a_second_time() -> None:
    mine = Place("http://127.0.0.1:11434", "mine")
    found = places((mine,), 18790)
    assert found[0] == mine
    assert "http://localhost:11434" not in urls(found)


def test_switched_off_only_what_is_configured_is_looked_at() -> None:
    assert places((), 18790, usual=False) == ()
    assert places((Place("http://a:1", "a"),), 18790, usual=False) == (Place("http://a:1", "a"),)


def test_a_key_is_not_shown() -> None:
    assert "secret" not in repr(Place("http://a:1", headers={"authorization": "secret"}))


async def test_a_server_that_starts_later_is_found_and_one_that_goes_is_missed(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_reply(tmp_path / "m.gguf")
    server = await start_llama(tmp_path / "m.gguf", "gemma")
    url = server.url
    await server.stop()
    diary = Diary()
    watcher = Watcher(fetch, diary, 0.05)
    await watcher.start([Place(url)])
    assert diary.entries == []
    began = time.monotonic()
    await server.start()
    async with asyncio.timeout(5.0):
        while (seen := await diary.until(len(diary.entries) or 1)) is None or not seen.models:
            await diary.until(len(diary.entries) + 1)  # it may have been seen while it loaded
    assert time.monotonic() - began < 5.0
    assert (seen.kind, seen.models[0].name) == (Kind.LLAMA_CPP, "gemma")
    told = len(diary.entries)
    await server.stop()
    assert await diary.until(told + 1) is None
    await watcher.stop()


async def test_what_is_there_at_the_start_is_known_when_start_returns(fetch: Fetch) -> None:
    diary = Diary()
    watcher = Watcher(fetch, diary, 60)
    async with FakeOllama(OllamaModel("a")) as fake:
        await watcher.start([Place(fake.url)])
        await watcher.stop()
    assert [seen.models[0].name for _, seen in diary.entries if seen] == ["a"]


async def test_a_server_that_hangs_does_not_hold_up_the_start(fetch: Fetch) -> None:
    async def hang(exchange: Exchange) -> None:
        await exchange.request.gone.wait()

    diary = Diary()
    watcher = Watcher(fetch, diary, 60)
    async with HttpServer(hang) as mute, FakeOpenAI("m") as fake:
        began = time.monotonic()
        await watcher.start([Place(mute.url), Place(fake.url)])
        assert time.monotonic() - began < 2.0
        await watcher.stop()
    assert [place.url for place, _ in diary.entries] == [fake.url]


async def test_a_model_that_is_pulled_is_told_and_nothing_else_is(fetch: Fetch) -> None:
    diary = Diary()
    watcher = Watcher(fetch, diary, 60)
    async with FakeOllama(OllamaModel("a")) as fake:
        place = Place(fake.url)
        for _ in range(3):
            await watcher.look(place)
        fake.models["b"] = OllamaModel("b")
        await watcher.look(place)
    assert [len(seen.models) for _, seen in diary.entries if seen] == [1, 2]


async def test_one_miss_is_forgiven_and_two_are_not(fetch: Fetch) -> None:
    diary = Diary()
    watcher = Watcher(fetch, diary, 60)
    async with FakeOllama(OllamaModel("a")) as fake:
        place = Place(fake.url)
        await watcher.look(place)
        await fake.refuse()
        await watcher.look(place)
        assert len(diary.entries) == 1
        await fake.listen()
        await watcher.look(place)
        await fake.refuse()
        await watcher.look(place)
        assert len(diary.entries) == 1
        await watcher.look(place)
        assert diary.entries[-1] == (place, None)
        await watcher.look(place)
        assert len(diary.entries) == 2


async def test_a_configured_backend_that_was_never_there_is_told_once(fetch: Fetch) -> None:
    diary = Diary()
    watcher = Watcher(fetch, diary, 60)
    place = Place("http://127.0.0.1:9", "box", Zone.PRIVATE)
    for _ in range(4):
        await watcher.look(place)
    assert diary.entries == [(place, None)]


async def test_a_place_where_nobody_ever_was_is_not_worth_a_word(fetch: Fetch) -> None:
    diary = Diary()
    watcher = Watcher(fetch, diary, 60)
    for _ in range(4):
        await watcher.look(Place("http://127.0.0.1:9"))
    assert diary.entries == []


async def test_a_look_that_breaks_does_not_end_the_watch(
    fetch: Fetch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = [True]

    async def fragile(
        method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        if broken[0]:
            raise RuntimeError("a fault of ours")
        return await fetch(method, url, headers, body, deadline_seconds)

    diary = Diary()
    watcher = Watcher(fragile, diary, 0.02)
    async with FakeOpenAI("m") as fake:
        await watcher.start([Place(fake.url)])
        broken[0] = False
        assert await diary.until(1) is not None
        await watcher.stop()
    assert "a fault of ours" in caplog.text
