"""Where commands find the router and the key, and what they say when they do not."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backstage import Backstage

from larouter.cli import client
from larouter.cli.client import Failure
from larouter.outbound.transport import Response
from larouter.testing.http_server import Exchange, HttpServer

NAMES = ("URL", "HOST", "PORT", "TOKEN", "ADMIN_KEY", "DB_PATH")


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a router, and an environment that names none."""
    client._installation.cache_clear()
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(f"LAROUTER_{name}", raising=False)
    client._installation.cache_clear()
    return tmp_path


@pytest.mark.parametrize(
    ("host", "port", "url"),
    [
        ("", "18790", "http://127.0.0.1:18790"),
        ("0.0.0.0", "1", "http://127.0.0.1:1"),
        ("::", "1", "http://127.0.0.1:1"),
        ("::1", "1", "http://[::1]:1"),
        ("router.lan", "1", "http://router.lan:1"),
    ],
)
def test_a_router_of_this_machine_is_called_where_it_listens(
    host: str, port: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAROUTER_HOST", host)
    monkeypatch.setenv("LAROUTER_PORT", port)
    assert client._local_url() == url


def test_keys_come_from_the_environment_or_lie_beside_the_database(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nowhere / "larouter.keys.json").write_text(json.dumps({"admin_key": "a", "project_token": "t"}))
    assert (client._admin_key(), client.kept_token()) == ("a", "t")
    monkeypatch.setenv("LAROUTER_ADMIN_KEY", "mine")
    monkeypatch.setenv("LAROUTER_TOKEN", "also mine")
    assert (client._admin_key(), client.kept_token()) == ("mine", "also mine")


@pytest.mark.parametrize(("admin", "name"), [(True, "LAROUTER_ADMIN_KEY"), (False, "LAROUTER_TOKEN")])
def test_without_a_key_the_cure_is_told(admin: bool, name: str) -> None:
    with pytest.raises(Failure, match=name) as failed:
        client.call("GET", "/api/usage", url="http://127.0.0.1:1", admin=admin)
    assert failed.value.exit_code == 2


def test_without_a_router_the_cure_is_told() -> None:
    with pytest.raises(Failure, match="start one with `larouter serve`") as failed:
        client.call("GET", "/api/usage", url="http://127.0.0.1:1/v1", key="k")
    assert failed.value.exit_code == 3


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"error": {"message": "no"}}', "no"),
        (b"<html>", "the router answered 502"),
        (b"[]", "the router answered 502"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_router(body: bytes, said: str) -> None:
    assert client._message(Response(502, {}, body)) == said


class Shop(HttpServer):
    """Gives a long answer, or breaks it off."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__(self._route)
        self._ends = whole

    async def _route(self, exchange: Exchange) -> None:
        if exchange.request.path == "/refused":
            await exchange.respond_json(400, {"error": {"message": "no such thing"}})
            return
        await exchange.begin(200, {"content-type": "text/csv"})
        for _ in range(70):
            await exchange.chunk(b"x" * 1024 * 1024)
        if self._ends:
            await exchange.end()
        else:
            exchange.hang_up(reset=False)


class Count(io.RawIOBase):
    """Counts what is written."""

    size = 0

    def write(self, piece: Any) -> int:
        self.size += len(piece)
        return len(piece)


@pytest.fixture
def stage() -> Iterator[Backstage]:
    with Backstage() as stage:
        yield stage


def test_an_answer_longer_than_anything_kept_in_memory_is_written_down_whole(
    stage: Backstage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAROUTER_ADMIN_KEY", "mine")
    shop, into = stage.start(Shop(whole=True)), Count()
    client.pour("/all", into, url=shop.url)  # type: ignore[arg-type]
    assert into.size == 70 * 1024 * 1024
    with pytest.raises(Failure, match="no such thing"):
        client.pour("/refused", into, url=shop.url)  # type: ignore[arg-type]


def test_an_answer_that_breaks_off_is_a_failure_and_not_the_end(
    stage: Backstage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAROUTER_ADMIN_KEY", "mine")
    shop = stage.start(Shop(whole=False))
    with pytest.raises(Failure, match="broke off") as failed:
        client.pour("/all", Count(), url=shop.url)  # type: ignore[arg-type]
    assert failed.value.exit_code == 3
