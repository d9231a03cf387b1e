"""The way of an answer to the client: it is settled and written down however it ends, and a stream ends truthfully."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asking import HELLO
from in_process import Running, running

from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace

pytestmark = pytest.mark.asyncio(loop_scope="module")
CHAT = ("POST", "/v1/chat/completions")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def backend() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI(answer=Answer("One two three four."), pace=Pace(token_seconds=0.005)) as backend:
        yield backend


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(tmp_path_factory: pytest.TempPathFactory, backend: FakeOpenAI) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("router"), PRIVATE_CLOUD_URL=backend.url) as it:
        yield it


async def story(it: Running, headers: dict[str, str]) -> dict[str, object]:
    return dict((await it.control("GET", f"/api/requests/{headers['x-larouter-request-id']}")).json())


async def test_an_answer_in_one_piece_is_settled_before_its_first_byte(
    it: Running, backend: FakeOpenAI
) -> None:
    said = await it.ask(*CHAT, {"model": "auto:simple", "messages": HELLO})
    assert said.body == bytes(backend.chats[-1].sent)
    assert said.headers["content-length"] == str(len(said.body))
    told = await story(it, said.headers)
    assert (told["attempts"][0]["status"], told["outcome"]["status"]) == ("ok", 200)


async def test_a_stream_is_written_down_too(it: Running) -> None:
    said = await it.ask(*CHAT, {"model": "auto", "messages": HELLO, "stream": True})
    assert said.body.endswith(b"data: [DONE]\n\n")
    told = await story(it, said.headers)
    assert told["stream"] is True
    assert told["attempts"][0]["output_tokens"] == 4


async def test_a_stream_that_breaks_off_ends_with_an_error_and_is_recorded_as_one(
    it: Running, backend: FakeOpenAI
) -> None:
    backend.faults.append(faults.Cut(3, "close"))
    said = await it.ask(*CHAT, {"model": "auto", "messages": HELLO, "stream": True})
    last = json.loads(said.body.rstrip().rpartition(b"data: ")[2])
    assert last["error"]["code"] == "stream_error"
    assert b"[DONE]" not in said.body
    told = await story(it, said.headers)
    assert (told["attempts"][0]["status"], told["outcome"]["error"]) == ("failed", "stream_error")
