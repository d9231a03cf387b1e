"""The server on the SDK, called by the SDK's client without any transport."""

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError

from larouter.core.errors import Unauthorised
from larouter.mcp.carry import Carry, RawHeaders
from larouter.mcp.serve import server, sse_app
from larouter.mcp.tools import TOOLS
from larouter.outbound.transport import Response


def _carrying(_headers: RawHeaders) -> Carry:
    async def carry(*_: object) -> Response:
        return Response(200, {}, b'{"from": "a", "to": "b", "totalCalls": 1, "inputTokens": 2, "outputTokens": 3, '
                                 b'"totalCost": 0.5}')  # fmt: skip

    return carry


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_tools_are_listed_and_called(mode: str) -> None:
    async with Client(server(_carrying), mode=mode) as client:
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == list(TOOLS)
        assert all(tool.description and tool.input_schema["type"] == "object" for tool in listed)
        told = await client.call_tool("usage_summary", {})
        assert not told.is_error
        assert told.structured_content["totalCalls"] == 1
        assert (await client.call_tool("usage_summary", {"period": "hourly"})).is_error
        with pytest.raises(MCPError, match="no tool"):
            await client.call_tool("nothing", {})


async def test_over_sse_nobody_comes_in_without_a_token() -> None:
    def token_of(_headers: RawHeaders) -> str:
        raise Unauthorised("no token")

    sent: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    app = sse_app("http://127.0.0.1:1", token_of)
    scope = {"type": "http", "method": "GET", "path": "/sse", "headers": []}
    await app(scope, None, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 401
