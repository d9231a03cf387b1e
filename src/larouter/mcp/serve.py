"""The tools on the official SDK: one server, over stdio, Streamable HTTP or the older SSE. Loaded only when used."""

import asyncio
import contextlib
import hashlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from mcp import types
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.sse import SseServerTransport
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from starlette.responses import PlainTextResponse

from larouter import __version__
from larouter.background import spawn
from larouter.core.errors import RouterError
from larouter.mcp.asked import schema
from larouter.mcp.carry import App, Carry, Message, RawHeaders, over_http
from larouter.mcp.tools import RESOURCES, TOOLS, Told, call, look_up
from larouter.outbound.transport import Transport

MOST_SESSIONS = 1000
TICK_SECONDS = 1.0
_JSON = "application/json"
_HERE = ("127.0.0.1", "localhost", "[::1]")
_HOSTS = [f"{host}:*" for host in _HERE]
_ORIGINS = [f"http://{host}:*" for host in _HERE]
_INSTRUCTIONS = (
    "LA Router sends each request to the cheapest model that is able enough and permitted for its content. Delegate "
    "what needs a stronger or a local model with delegate_to_expert; preview_route explains without sending."
)
Context = ServerRequestContext[Any, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def server(carrying: Callable[[RawHeaders], Carry]) -> Server[Any]:
    """The server.

    Args:
        carrying: The way to the router for whoever sent these headers; over stdio there are none.
    """

    async def list_tools(
        _context: Context, _page: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=_LISTED)

    async def call_tool(context: Context, asked: types.CallToolRequestParams) -> types.CallToolResult:
        if asked.name not in TOOLS:
            raise MCPError(types.INVALID_PARAMS, f"there is no tool {asked.name[:100]!r}")
        async with _ticking(context):
            return _result(await call(asked.name, asked.arguments or {}, carrying(_headers(context))))

    async def list_resources(
        _context: Context, _page: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=_READABLE)

    async def read_resource(
        context: Context, asked: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(asked.uri)
        try:
            text = await look_up(uri, carrying(_headers(context)))
        except LookupError as error:
            said = f"there is no resource {uri[:100]!r}" if uri not in RESOURCES else str(error)
            raise MCPError(types.INVALID_PARAMS, said) from None
        content = types.TextResourceContents(uri=uri, mime_type=_JSON, text=text)
        return types.ReadResourceResult(contents=[content])

    return Server(
        "larouter",
        version=__version__,
        title="LA Router",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


async def over_stdio(url: str, token: str) -> None:
    """Serve over standard input and output until the client ends; asks the router at a URL with a project's token."""
    transport = Transport()
    carry = over_http(transport, url, token)
    it = server(lambda _headers: carry)
    try:
        async with stdio_server() as (reading, writing):
            await it.run(reading, writing, it.create_initialization_options())
    finally:
        await transport.close()


@asynccontextmanager
async def over_streamable_http(
    carrying: Callable[[RawHeaders], Carry], most_bytes: int
) -> AsyncIterator[Callable[[str, Message, Receive, Send], Awaitable[None]]]:
    """Serve over Streamable HTTP; yields what answers a request of the caller of that id.

    A session belongs to the caller that opened it. Host, Origin and key are checked before.
    """
    manager = StreamableHTTPSessionManager(
        server(carrying), max_request_body_size=most_bytes, max_sessions=MOST_SESSIONS
    )

    async def answer(caller: str, scope: Message, receive: Receive, send: Send) -> None:
        await manager.handle_request({**scope, "user": _user(caller)}, receive, send)

    async with manager.run():
        yield answer


def sse_app(url: str, token_of: Callable[[RawHeaders], str]) -> App:
    """The application for clients that know only HTTP+SSE: `GET /sse`, and messages to `POST /messages`.

    Args:
        url: Where the router is.
        token_of: The token of whoever sent these headers; raises RouterError when there is none.
    """
    outbound = Transport()
    it = server(lambda headers: over_http(outbound, url, token_of(headers)))
    security = TransportSecuritySettings(allowed_hosts=_HOSTS, allowed_origins=_ORIGINS)
    transport = SseServerTransport("/messages", security)

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        try:
            caller = hashlib.sha256(token_of(scope["headers"]).encode()).hexdigest()
        except RouterError as error:
            await PlainTextResponse(error.caller_detail, error.status)(scope, receive, send)
            return
        known = {**scope, "user": _user(caller)}
        where = (scope["method"], scope["path"])
        if where == ("GET", "/sse"):
            with contextlib.suppress(ValueError):  # turned away, and answered
                async with transport.connect_sse(known, receive, send) as (reading, writing):
                    await it.run(reading, writing, it.create_initialization_options())
        elif where == ("POST", "/messages"):
            await transport.handle_post_message(known, receive, send)
        else:
            await PlainTextResponse("served here: GET /sse and POST /messages", 404)(scope, receive, send)

    return app


def _headers(context: Context) -> RawHeaders:
    """Those of the HTTP request by which this one came; none over stdio."""
    return context.request.scope["headers"] if context.request is not None else ()


def _user(caller: str) -> AuthenticatedUser:
    return AuthenticatedUser(AccessToken(token="", client_id=caller, scopes=[]))


@asynccontextmanager
async def _ticking(context: Context) -> AsyncIterator[None]:
    """Say every second that the work goes on; the SDK keeps it to itself unless the client asked to be told."""

    async def tick() -> None:
        for seconds in itertools.count(1):
            await asyncio.sleep(TICK_SECONDS)
            await context.session.report_progress(seconds * TICK_SECONDS, None, "waiting for the answer")

    ticker = spawn(tick(), "mcp progress")
    try:
        yield
    finally:
        ticker.cancel()


def _result(told: Told) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(text=told.text)],
        structured_content=told.structured,
        is_error=told.structured is None,
    )


_LISTED = [
    types.Tool(
        name=name,
        description=tool.about,
        input_schema=schema(tool.takes),
        output_schema=dict(tool.gives),
        annotations=types.ToolAnnotations(read_only_hint=tool.reads, open_world_hint=not tool.reads),
    )
    for name, tool in TOOLS.items()
]
_READABLE = [
    types.Resource(name=uri.partition("://")[2], uri=uri, description=about, mime_type=_JSON)
    for uri, (_, about) in RESOURCES.items()
]
