"""`larouter prices`: what models cost, and a newer table when the operator asks for one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from larouter.cli import client, show

if TYPE_CHECKING:
    from larouter.config.catalog import Catalog, Entry

app = typer.Typer(help="What models cost.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Table = Annotated[Path, typer.Argument(help="A table of prices, in the form of the router's own catalogue.")]


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
        show.as_json({"prices": rows})
        return
    show.table(
        ("MODEL", "INPUT", "OUTPUT", "CACHE READ", "WRITE", "1 H", "LONG FROM", "VERSION", "CHECKED"),
        [tuple(row[name] for name in _SHOWN) for row in rows],
    )


@app.command()
def diff(table: Table, json: Json = False) -> None:
    """Show what another table would change; changes nothing."""
    import time

    found = differences(_in_force(), _read(table), time.time_ns() // 1_000_000)
    if json:
        show.as_json({"differences": found})
        return
    for line in found:
        print(line)
    if not found:
        print("nothing would change")


@app.command()
def update(table: Table) -> None:
    """Put another table in force from the next start on; nothing is fetched unless you fetch it."""
    import os

    from larouter.config.catalog import kept_prices
    from larouter.config.runtime import load_kept

    _read(table)
    kept = kept_prices(load_kept(os.environ, Path.cwd()).settings.database.path)
    kept.write_text(table.read_text(encoding="utf-8"), encoding="utf-8")
    print(f"{kept} is in force from the next start of the router on")


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


def _in_force() -> "Catalog":
    import os

    from larouter.config.catalog import catalog_in_force
    from larouter.config.load import BadConfiguration
    from larouter.config.runtime import load_kept

    try:
        return catalog_in_force(load_kept(os.environ, Path.cwd()).settings.database.path)
    except BadConfiguration as error:
        raise client.Failure(str(error), 2) from None


def _read(path: Path) -> "Catalog":
    from larouter.config.catalog import parse_catalog

    try:
        return parse_catalog(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise client.Failure(f"{path} is no table of prices: {error}", 2) from None
