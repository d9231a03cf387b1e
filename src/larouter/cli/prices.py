"""`larouter prices`: what models cost, and a newer table when the operator asks for one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from larouter.cli import client, show

if TYPE_CHECKING:
    from larouter.config.catalog import Catalog, Entry

app = typer.Typer(help="What models cost.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Table = Annotated[
    str,
    typer.Argument(
        help="A table of prices, in the form of the router's own catalogue: a file or an https:// address."
    ),
]
Inside = Annotated[
    bool, typer.Option("--inside", help="The address may be one of a private network, and plain http.")
]


@app.command("show")
def show_prices(
    model: Annotated[str, typer.Argument(help="One model; all of them if left out.")] = "",
    json: Json = False,
) -> None:
    """Show the prices of this moment in USD per million tokens, their version and where they were read."""
    import time

    catalog = _in_force()
    now_ms = time.time_ns() // 1_000_000
    entries = [entry for entry in catalog.entries.values() if model in ("", entry.id)]
    if not entries:
        raise client.Failure(f"the catalogue has no model {model!r}; larouter prices show lists them", 2)
    rows = [_row(entry, now_ms) for entry in entries if entry.provider != "local"]
    if json:
        show.as_json({"prices": rows, "table": dict(catalog.provenance)})
        return
    show.table(
        ("MODEL", "INPUT", "OUTPUT", "CACHE READ", "WRITE", "1 H", "LONG FROM", "VERSION", "CHECKED"),
        [tuple(row[name] for name in _SHOWN) for row in rows],
    )
    if came := catalog.provenance:
        print(f"this table came from {came.get('source')} at {came.get('at')} (SHA-256 {came.get('sha256')})")


@app.command()
def diff(table: Table, inside: Inside = False, json: Json = False) -> None:
    """Show what another table would change; changes nothing."""
    import time

    _, text = _text_of(table, inside=inside)
    found = differences(_in_force(), _checked(table, text), time.time_ns() // 1_000_000)
    if json:
        show.as_json({"differences": found})
        return
    _print(found)


@app.command()
def update(table: Table, inside: Inside = False) -> None:
    """Put another table in force from the next start on, and say what it changes; nothing is fetched unless you ask.

    It is read strictly: a name that is not known, a price that is none, two prices for one day are refused with their
    line, and the table in force stays. Where it came from, when, and its SHA-256 are kept with it. To go back to the
    prices that come with the router, remove the file.
    """
    import time

    from larouter.config.catalog import kept_prices
    from larouter.config.price_table import with_provenance, write_atomically

    source, text = _text_of(table, inside=inside)
    now_ms = time.time_ns() // 1_000_000
    after = _checked(table, text)
    found = differences(_in_force(), after, now_ms)
    kept = kept_prices(_database())
    write_atomically(kept, with_provenance(text, source, now_ms))
    _print(found)
    print(f"{kept} is in force from the next start of the router on")


def _print(found: list[str]) -> None:
    for line in found:
        print(line)
    if not found:
        print("nothing would change")


def differences(before: "Catalog", after: "Catalog", now_ms: int) -> list[str]:
    """What another catalogue would change of the prices of a moment, a sentence for each model."""
    found = []
    for name in sorted({*before.entries, *after.entries}):
        old, new = before.entries.get(name), after.entries.get(name)
        if old is None or new is None:
            found.append(f"{name} is {'new' if old is None else 'no longer there'}")
        elif old.prices != new.prices:
            was, now = _row(old, now_ms), _row(new, now_ms)
            changed = [
                f"{key.replace('_', ' ')} {was[key]} → {now[key]}"
                for key in _SHOWN[1:-2]
                if was[key] != now[key]
            ]
            found.append(f"{name}: {', '.join(changed) or 'prices of another time'}")
        elif (old.retires_on, old.replacement) != (new.retires_on, new.replacement):
            found.append(f"{name}: another end of life")
    return found


_SHOWN = (
    "model",
    "input",
    "output",
    "cache_read",
    "cache_write",
    "cache_write_1h",
    "over",
    "version",
    "checked",
)


def _row(entry: "Entry", now_ms: int) -> dict[str, object]:
    from larouter.account.pricing import version_of

    rates = entry.rates_at(now_ms)
    hour = rates.cache_write if rates.cache_write_1h is None else rates.cache_write_1h
    return {
        "model": entry.id,
        "provider": entry.provider,
        "input": rates.input / 1e6 if rates.known else "unknown",
        "output": rates.output / 1e6 if rates.known else "unknown",
        "cache_read": rates.cache_read / 1e6,
        "cache_write": rates.cache_write / 1e6,
        "cache_write_1h": hour / 1e6,
        "over": rates.over or "",
        "services": {name: numerator / denominator for name, numerator, denominator in rates.services},
        "version": version_of(entry.id, rates),
        "source": entry.source,
        "checked": entry.checked,
    }


def _database() -> str:
    import os

    from larouter.config.runtime import load_kept

    return load_kept(os.environ, Path.cwd()).settings.database.path


def _in_force() -> "Catalog":
    from larouter.config.catalog import catalog_in_force
    from larouter.config.load import BadConfiguration

    try:
        return catalog_in_force(_database())
    except BadConfiguration as error:
        raise client.Failure(str(error), 2) from None


def _text_of(table: str, *, inside: bool) -> tuple[str, str]:
    """Where a table comes from, and its text."""
    import asyncio

    from larouter.core.errors import RouterError
    from larouter.outbound import page
    from larouter.outbound.permit import OPERATOR

    try:
        if table.startswith(("https://", "http://")):
            return page.shown(table), asyncio.run(page.fetch(table, OPERATOR, inside=inside)).decode()
        path = Path(table)
        return str(path.resolve()), path.read_text(encoding="utf-8")
    except RouterError as error:
        raise client.Failure(f"the table was not fetched: {error.operator_detail}", 2) from None
    except (OSError, ValueError) as error:
        raise client.Failure(f"{table} cannot be read: {error}", 2) from None


def _checked(table: str, text: str) -> "Catalog":
    from larouter.config.price_table import BadTable, read_table

    try:
        return read_table(text)
    except BadTable as error:
        raise client.Failure(f"{table} is no table of prices: {error}", 2) from None
