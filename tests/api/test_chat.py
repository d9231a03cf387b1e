"""The model route: every request gets an answer of its own id, whatever happens inside."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest
from in_process import ask

from larouter.api import chat
from larouter.api.asgi import Scope
from larouter.api.chat import ModelRoute, arrived
from larouter.core.chat import OPENAI_CHAT
from larouter.core.errors import Forbidden
from larouter.ingress.call import Call
from larouter.ingress.speak import Reply

SCOPE: Scope = {"type": "http", "path": "/", "headers": []}


class Answering:
    """The request path as a function."""

    def __init__(self, answer: Callable[[Call], Awaitable[Reply]]) -> None:
        self.answer = answer


def route(answer: Callable[[Call], Awaitable[Reply]], most_bytes: int = 100) -> ModelRoute:
    return ModelRoute(Answering(answer), OPENAI_CHAT, most_bytes)  # type: ignore[arg-type]


async def parts() -> AsyncGenerator[bytes, None]:
    yield b"one "
    yield b"two"


@pytest.mark.parametrize("whole", [True, False])
async def test_an_answer_is_spoken_whole_or_part_by_part(whole: bool) -> None:
    async def answer(call: Call) -> Reply:
        assert await call.body() == b"{}"
        return Reply(200, [(b"content-type", b"text/plain")], b"one two" if whole else parts())

    said = await ask(route(answer), "POST", "/", b"{}")
    assert (said.status, said.body) == (200, b"one two")


async def test_an_error_carries_the_id_of_its_request() -> None:
    async def answer(call: Call) -> Reply:
        raise Forbidden(f"not you, {call.id}")

    said = await ask(route(answer), "POST", "/", b"{}")
    assert said.status == 403
    assert said.headers["x-larouter-request-id"] in said.error["message"]


async def test_a_fault_of_ours_is_a_500_that_tells_the_caller_nothing_but_where_to_look(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def answer(_call: Call) -> Reply:
        raise ZeroDivisionError("inside knowledge")

    with caplog.at_level(logging.ERROR):
        said = await ask(route(answer), "POST", "/", b"{}")
    assert said.status == 500
    assert "inside knowledge" not in said.error["message"]
    assert said.headers["x-larouter-request-id"] in said.error["message"]
    assert "inside knowledge" in caplog.text


async def test_a_body_that_is_too_long_is_refused() -> None:
    async def answer(call: Call) -> Reply:
        await call.body()
        raise AssertionError

    said = await ask(route(answer, most_bytes=10), "POST", "/", b"x" * 11)
    assert (said.status, said.error["code"]) == (413, "request_too_large")


async def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "BODY_SECONDS", 0.01)

    async def answer(call: Call) -> Reply:
        await call.body()
        raise AssertionError

    sent = []

    async def receive() -> dict[str, object]:
        return await asyncio.get_running_loop().create_future()

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    async with asyncio.timeout(5):
        await route(answer)(SCOPE, receive, send)
    assert sent[0]["status"] == 400
    assert b"did not arrive within" in sent[1]["body"]


async def test_a_client_that_leaves_stops_the_work_at_once() -> None:
    stopped = asyncio.Event()
    begun = asyncio.Event()

    async def answer(call: Call) -> Reply:
        await call.body()
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            stopped.set()
        raise AssertionError

    coming = iter([{"type": "http.request", "body": b"{}"}])

    async def receive() -> dict[str, object]:
        if (message := next(coming, None)) is not None:
            return message
        await begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        raise AssertionError(message)

    async with asyncio.timeout(5):
        await asyncio.ensure_future(route(answer)(SCOPE, receive, send))
    assert stopped.is_set()


async def test_every_request_has_an_id_of_its_own() -> None:
    async def body() -> bytes:
        return b""

    calls = [arrived(OPENAI_CHAT, SCOPE, body) for _ in range(100)]
    assert len({call.id for call in calls}) == 100
    assert [call.id[:14] for call in calls] == sorted(call.id[:14] for call in calls)
