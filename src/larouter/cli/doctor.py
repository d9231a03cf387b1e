"""`larouter doctor`: what is wrong with this installation, and the cure."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from larouter.cli import client, show

if TYPE_CHECKING:
    from larouter.cli.finding import Finding

_MARKS = {"ok": "ok    ", "note": "note  ", "broken": "BROKEN"}


def doctor(
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check configuration, keys, disk, database, port, backends, models and clock; exit 1 when something is broken."""
    findings = examine(Path.cwd(), url)
    if json:
        show.as_json(
            {
                "findings": [
                    {"check": it.check, "state": it.state, "said": it.said, "cure": it.cure or None}
                    for it in findings
                ]
            }
        )
    else:
        for it in findings:
            print(f"{_MARKS[it.state]}  {it.check}: {it.said}")
            if it.cure:
                print(f"        → {it.cure}")
    count = sum(it.state == "broken" for it in findings)
    if count:
        raise client.Failure(f"{count} thing(s) must be cured")


def examine(directory: Path, url: str = "") -> "list[Finding]":
    """Everything that is found."""
    import asyncio
    import time

    from larouter.cli.finding import broken
    from larouter.cli.look_around import Around, look_around
    from larouter.cli.look_here import look_here
    from larouter.config.load import BadConfiguration
    from larouter.config.runtime import load_kept

    now_ms = time.time_ns() // 1_000_000
    try:
        loaded = load_kept(os.environ, directory)
    except BadConfiguration as error:
        return [
            broken(
                "configuration", str(error), "correct it; `larouter config check` says when it is in order"
            )
        ]
    around = Around(loaded, client.base_url(url), now_ms)
    return [*look_here(loaded, directory, now_ms), *asyncio.run(look_around(around))]
