"""`larouter mcp`: the router's tools for agents that speak the Model Context Protocol."""

from collections.abc import Iterable
from typing import Annotated

import typer

from larouter.cli import client

Headers = Iterable[tuple[bytes, bytes]]


def mcp(
    sse: Annotated[
        bool, typer.Option("--sse", help="Serve HTTP+SSE for old clients, instead of stdio.")
    ] = False,
    port: Annotated[int, typer.Option(help="Port for --sse, on loopback.")] = 18791,
    lend_token: Annotated[
        bool, typer.Option("--lend-token", help="With --sse: use my token for clients that show none.")
    ] = False,
    token: Annotated[
        str, typer.Option(help="A project token; else LAROUTER_TOKEN or the installation's own.")
    ] = "",
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
) -> None:
    """Serve the router's tools over MCP, by stdio unless told otherwise; a router must be running."""
    import asyncio

    base = client.base_url(url)
    try:
        from larouter.mcp import serve
    except ImportError:
        raise client.Failure(
            "MCP is not installed here: pip install 'larouter[mcp]', in a working copy "
            ".venv/bin/pip install -e '.[mcp]'"
        ) from None
    if sse:
        _over_sse(base, port, (token or client.kept_token()) if lend_token else "")
    else:
        asyncio.run(serve.over_stdio(base, token or client.kept_token()))


def _over_sse(base: str, port: int, lent: str) -> None:
    import uvicorn

    from larouter.access.admit import shown
    from larouter.core.errors import Unauthorised
    from larouter.mcp.serve import sse_app

    def token_of(headers: Headers) -> str:
        if found := shown(headers).secret or lent:
            return found
        raise Unauthorised(
            "no token: send `Authorization: Bearer lr_…`, or start `larouter mcp --sse` with --lend-token"
        )

    print(f"MCP over SSE at http://127.0.0.1:{port}/sse", flush=True)
    app = sse_app(base, token_of)
    uvicorn.run(
        app, host="127.0.0.1", port=port, log_level="warning", lifespan="off", timeout_graceful_shutdown=2
    )
