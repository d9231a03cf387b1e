"""Kept answers are for their project and their keeper alone, and for a time."""

import json
import sqlite3
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import cryptography.exceptions
import pytest

from larouter.account.archive import DAY_MS, Archive, Keeping
from larouter.account.seal import can_seal
from larouter.core.chat import Chat
from larouter.core.errors import BadRequest, NoSuchResponse
from larouter.store.database import Database, DiskFull
from larouter.wire.members import read_object
from larouter.wire.openai_responses import read_responses

SECRET = b"the installation's own"
RESPONSE = {
    "id": "resp_1",
    "object": "response",
    "status": "completed",
    "output": [
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Aardvark."}]}
    ],
}


class Switch:
    def __init__(self) -> None:
        self.on = True

    def __call__(self) -> Keeping:
        return Keeping(self.on, 2.0)


@pytest.fixture
def switch() -> Switch:
    return Switch()


@pytest.fixture
def archive(database: Database, clock: Any, switch: Switch) -> Archive:
    return Archive(database, SECRET, clock, switch)


def asked(**members: Any) -> Chat:
    body = {"model": "auto", "input": "Name an animal."} | members
    return read_responses(read_object(json.dumps(body).encode()))


def bytes_of(database: str) -> bytes:
    return b"".join(Path(f"{database}{ending}").read_bytes() for ending in ("", "-wal"))


async def kept(archive: Archive, project: str = "a", response: Any = RESPONSE, **members: Any) -> list[bytes]:
    chat = archive.wanted(asked(**members), "")
    assert chat.kept

    async def flow() -> AsyncGenerator[bytes, None]:
        if not chat.stream:
            yield json.dumps(response).encode()
            return
        yield b'event: response.output_text.delta\ndata: {"type":"x","delta":"response.completed"}\n\n'
        event = json.dumps({"type": "response.completed", "response": response})
        yield b": ping\n\nevent: response.completed\ndata: " + event.encode() + b"\n\n"

    return [part async for part in archive.keeping(flow(), chat, project)]


@pytest.mark.parametrize("stream", [False, True])
async def test_a_request_goes_on_from_what_was_kept(archive: Archive, stream: bool) -> None:
    assert len(await kept(archive, stream=stream)) == 1 + stream
    raw = json.dumps({"model": "m", "input": "Another?", "previous_response_id": "resp_1"}).encode()
    body, previous = await archive.recall(raw, "a")
    assert previous == "resp_1"
    assert json.loads(body) == {
        "model": "m",
        "input": [
            {"role": "user", "content": "Name an animal."},
            *RESPONSE["output"],
            {"role": "user", "content": "Another?"},
        ],
    }


async def test_a_request_that_goes_on_from_nothing_is_left_as_it_is(archive: Archive) -> None:
    for raw in (
        b'{"input":"a"}',
        b'{"input":"a","previous_response_id":null}',
        b'"previous_response_id"x'[:3],
    ):
        assert await archive.recall(raw, "a") == (raw, "")


async def test_another_project_sees_nothing_and_removes_nothing(archive: Archive) -> None:
    await kept(archive)
    with pytest.raises(NoSuchResponse):
        await archive.find("resp_1", "b")
    with pytest.raises(NoSuchResponse):
        await archive.remove("resp_1", "b")
    with pytest.raises(BadRequest, match="not kept here"):
        await archive.recall(b'{"previous_response_id":"resp_1"}', "b")
    assert await archive.find("resp_1", "a") == RESPONSE


async def test_what_is_removed_is_gone(archive: Archive) -> None:
    await kept(archive)
    await archive.remove("resp_1", "a")
    with pytest.raises(NoSuchResponse):
        await archive.find("resp_1", "a")


async def test_what_has_expired_is_gone_and_then_swept_away(
    archive: Archive, clock: Any, database: Database, path: str
) -> None:
    await kept(archive)
    clock.now += 2 * DAY_MS
    with pytest.raises(NoSuchResponse):
        await archive.find("resp_1", "a")
    archive.sweep()
    await database.flush()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM responses").fetchone() == (0,)


async def test_the_database_alone_tells_nothing(archive: Archive, database: Database, path: str) -> None:
    await kept(archive)
    await database.flush()
    stored = bytes_of(path)
    assert b"resp_1" in stored
    assert not [word for word in (b"Aardvark", b"Name an animal", SECRET) if word in stored]


async def test_a_row_opens_under_its_own_secret_project_and_name_alone(
    archive: Archive, database: Database, clock: Any, switch: Switch
) -> None:
    await kept(archive)
    stranger = Archive(database, b"another secret", clock, switch)
    with pytest.raises(cryptography.exceptions.InvalidTag):
        await stranger.find("resp_1", "a")
    for changed in ("project_id = 'b'", "response_id = 'resp_2'"):
        await kept(archive)
        await database.write(lambda c, changed=changed: c.execute(f"UPDATE responses SET {changed}"))
        name, project = ("resp_1", "b") if "b" in changed else ("resp_2", "a")
        with pytest.raises(cryptography.exceptions.InvalidTag):
            await archive.find(name, project)
        await database.write(lambda c: c.execute("DELETE FROM responses"))


async def test_where_nothing_is_kept_nothing_is_looked_up(archive: Archive, switch: Switch) -> None:
    switch.on = False
    assert not archive.on
    with pytest.raises(BadRequest, match=r"responses\.keep"):
        await archive.find("resp_1", "a")
    with pytest.raises(BadRequest, match=r"responses\.keep"):
        await archive.remove("resp_1", "a")


def test_an_answer_is_kept_unless_the_client_says_no(archive: Archive) -> None:
    assert [archive.wanted(asked(store=store), "p").kept for store in (None, True, False)] == [
        True,
        True,
        False,
    ]
    assert archive.wanted(asked(), "p").previous == "p"


async def test_an_answer_that_cannot_be_kept_is_given_all_the_same(
    archive: Archive, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_work: object) -> None:
        raise DiskFull("no room on the disk")

    monkeypatch.setattr(type(database), "write", lambda _self, work: full(work))
    assert len(await kept(archive, stream=True)) == 2
    assert "could not be kept" in caplog.text


def test_the_package_that_encrypts_is_here() -> None:
    assert can_seal()
