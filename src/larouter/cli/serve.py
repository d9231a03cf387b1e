"""`larouter serve` and `larouter demo`: run the router."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from larouter.cli import client

if TYPE_CHECKING:
    from larouter.config.keys import Keys

Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")]


def _nothing(_url: str, _keys: "Keys") -> None:
    return


def serve(host: Host = None, port: Port = None) -> None:
    """Start the router, and say where it is and how to call it."""
    _serve({"server.host": host, "server.port": port}, os.environ)


def demo(
    host: Host = None,
    port: Port = None,
    rate: Annotated[float, typer.Option(help="Requests a second of believable traffic; 0 for none.")] = 1.0,
) -> None:
    """Start the router with a simulated fleet of five tiers and believable traffic; nothing real is touched."""
    from larouter.cli.simulation import Traffic, simulated

    with simulated() as environment, Traffic(rate) as traffic:
        _serve({"server.host": host, "server.port": port}, environment, traffic.start)


def _serve(
    flags: dict[str, object], environment: Mapping[str, str], ready: Callable[[str, "Keys"], None] = _nothing
) -> None:
    from larouter.cli.host import run
    from larouter.config.load import BadConfiguration
    from larouter.config.runtime import load_kept

    try:
        loaded = load_kept(environment, Path.cwd(), flags)
    except BadConfiguration as error:
        raise client.Failure(str(error), 2) from None
    sys.exit(run(loaded, flags, ready))
