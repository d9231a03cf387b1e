"""The MCP route of the router: the gate first, then the SDK, loaded once."""

import asyncio
from typing import Any

import pytest

from larouter.access.admit import Gate
from larouter.access.tokens import TokenBook, new_token
from larouter.core.errors import BadRequest, NoSuchRoute, TooLarge, Unauthorised
from larouter.core.policy import Policy
from larouter.core.project import Pass, Project
from larouter.mcp import door
from larouter.mcp.door import McpDoor

HOST = (b"host", b"127.0.0.1")


def gate() -> Gate:
    return Gate(TokenBook(b"key"), "admin", (), (), lambda: 0)


async def test_without_a_token_nothing_is_loaded() -> None:
    it = McpDoor(gate(), None, 100, 5)  # type: ignore[arg-type]
    with pytest.raises(Unauthorised):
        await it({"method": "POST", "headers": [HOST]}, None, None)  # type: ignore[arg-type]
    assert it._sessions is None
    await it.close()


async def test_where_the_sdk_is_missing_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError

    monkeypatch.setattr(door, "_load", missing)
    it = McpDoor(gate(), None, 100, 5)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(NoSuchRoute, match=r"pip install 'larouter\[mcp\]'"):
            await it._opened()
    await it.close()


async def test_it_is_opened_once_and_ends_when_it_is_closed() -> None:
    it = McpDoor(gate(), None, 100, 5)  # type: ignore[arg-type]
    assert await it._opened() is await it._opened()
    assert it._sessions is not None
    await it.close()
    assert it._sessions.done()


def entered(most_bytes: int, seconds: float) -> tuple[McpDoor, dict[str, Any]]:
    """A door, and a request of somebody who may come in."""
    token, book = new_token(b"key"), TokenBook(b"key")
    book.replace([(token.digest, Pass(Project("prj_1", "one", Policy()), "tok_1"))])
    it = McpDoor(Gate(book, "admin", (), (), lambda: 0), None, most_bytes, seconds)  # type: ignore[arg-type]
    return it, {
        "method": "POST",
        "headers": [HOST, (b"authorization", f"Bearer {token.secret}".encode())],
    }


async def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    async def never() -> Any:
        await asyncio.get_running_loop().create_future()

    it, scope = entered(100, 0.01)
    with pytest.raises(BadRequest, match="did not arrive within"):
        await it(scope, never, None)  # type: ignore[arg-type]
    assert it._sessions is None


async def test_a_body_that_is_too_long_is_refused() -> None:
    async def much() -> Any:
        return {"type": "http.request", "body": b"x" * 200, "more_body": True}

    it, scope = entered(100, 5)
    with pytest.raises(TooLarge):
        await it(scope, much, None)  # type: ignore[arg-type]


async def test_what_was_read_is_handed_on_once() -> None:
    async def gone() -> Any:
        return {"type": "http.disconnect"}

    receive = door._again(b"{}", gone)
    assert await receive() == {"type": "http.request", "body": b"{}", "more_body": False}
    assert (await receive())["type"] == "http.disconnect"
