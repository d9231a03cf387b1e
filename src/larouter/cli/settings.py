"""`larouter config`: the settings in force, and where each came from."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from larouter.cli import client, show

if TYPE_CHECKING:
    from larouter.config.load import Loaded

app = typer.Typer(help="Settings: what is in force, and where it came from.", no_args_is_help=True)


@app.command("show")
def in_force(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show the settings as they would be read here now, each with its origin."""
    from larouter.config.origins import flat

    rows = flat(_load())
    if json:
        show.as_json({name: {"value": value, "origin": origin} for name, value, origin in rows})
        return
    for name, value, origin in rows:
        print(f"{name} = {value}   ({origin})")


@app.command()
def check() -> None:
    """Check the settings; exit 1 with every fault when they cannot be used."""
    found = _load()
    print(f"{found.file or 'no larouter.toml'}: in order")


def _load() -> "Loaded":
    from larouter.config.load import BadConfiguration
    from larouter.config.runtime import load_kept

    try:
        return load_kept(os.environ, Path.cwd())
    except BadConfiguration as error:
        raise client.Failure(str(error)) from None
