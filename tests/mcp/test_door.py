"""The MCP route of the router: the gate first, then the SDK, loaded once."""

import pytest

from larouter.access.admit import Gate
from larouter.access.tokens import TokenBook
from larouter.core.errors import NoSuchRoute, Unauthorised
from larouter.mcp import door
from larouter.mcp.door import McpDoor

HOST = (b"host", b"127.0.0.1")


def gate() -> Gate:
    return Gate(TokenBook(b"key"), "admin", (), (), lambda: 0)


async def test_without_a_token_nothing_is_loaded() -> None:
    it = McpDoor(gate(), None, 100)  # type: ignore[arg-type]
    with pytest.raises(Unauthorised):
        await it({"headers": [HOST]}, None, None)  # type: ignore[arg-type]
    assert it._sessions is None
    await it.close()


async def test_where_the_sdk_is_missing_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError

    monkeypatch.setattr(door, "_load", missing)
    it = McpDoor(gate(), None, 100)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(NoSuchRoute, match=r"pip install larouter\[mcp\]"):
            await it._opened()
    await it.close()


async def test_it_is_opened_once_and_ends_when_it_is_closed() -> None:
    it = McpDoor(gate(), None, 100)  # type: ignore[arg-type]
    assert await it._opened() is await it._opened()
    assert it._sessions is not None
    await it.close()
    assert it._sessions.done()
