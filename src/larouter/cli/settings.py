"""`larouter config`: the settings in force, and where each came from."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from larouter.cli import client, show

if TYPE_CHECKING:
    from larouter.config.load import Loaded

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
app = typer.Typer(help="Settings: what is in force, and where it came from.", no_args_is_help=True)


@app.command("show")
def in_force(json: Json = False) -> None:
    """Show the settings as they would be read here now, each with its origin."""
    from larouter.config.origins import flat

    rows = flat(_load())
    if json:
        show.as_json({name: {"value": value, "origin": origin} for name, value, origin in rows})
        return
    for name, value, origin in rows:
        print(f"{name} = {value}   ({origin})")


@app.command()
def check(json: Json = False) -> None:
    """Check the settings; exit 1 with every fault when they cannot be used."""
    found = _load()
    file = str(found.file) if found.file else None
    show.as_json({"ok": True, "file": file}) if json else print(f"{file or 'no larouter.toml'}: in order")


@app.command()
def init(
    file: Annotated[Path, typer.Option(help="Where to write it; - for standard output.")] = Path(
        "larouter.toml"
    ),
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    json: Json = False,
) -> None:
    """Write a commented larouter.toml from what is found on this machine; asks nothing and fetches nothing."""
    from larouter.cli.look_around import starting_point
    from larouter.config.starter import starter

    if str(file) != "-" and file.exists() and not force:
        raise client.Failure(f"{file} is there already; --force writes over it, --file names another one", 2)
    found = starting_point(_load())
    text = starter(found.servers, found.keys, found.advice)
    if str(file) == "-":
        print(text, end="")
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise client.Failure(f"{file}: {error.strerror}") from None
    servers = [{"name": it.name, "kind": it.kind, "url": it.url} for it in found.servers]
    if json:
        show.as_json({"file": str(file), "servers": servers, "keys": list(found.keys)})
        return
    print(
        f"{file} is written, with {len(servers)} server(s) and {len(found.keys)} provider key(s) found here"
    )


def _load() -> "Loaded":
    from larouter.config.load import BadConfiguration
    from larouter.config.runtime import load_kept

    try:
        return load_kept(os.environ, Path.cwd())
    except BadConfiguration as error:
        raise client.Failure(str(error)) from None
