"""`larouter models`: models that run on this machine: which there are, fetching, keeping and running them."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from larouter.cli import client, show

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from larouter.config.load import Loaded
    from larouter.config.local_models import LocalModel
    from larouter.fleet.local.download import Progress
    from larouter.fleet.local.pull import Place
    from larouter.fleet.local.shelf import Shelved

T = TypeVar("T")
app = typer.Typer(help="Models that run on this machine.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="A name of the catalogue, or of [models.NAME] in larouter.toml.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Url = Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")]


@app.command()
def catalog(json: Json = False) -> None:
    """List the models that can be fetched, and what each takes."""
    from larouter.fleet.local.told import told_of

    rows = [told_of(model) for model in _models(_loaded()).values()]
    if json:
        show.as_json({"models": rows})
        return
    head = ("NAME", "DOWNLOAD", "MEMORY", "CONTEXT", "TIER", "TAKES IN", "CHECKED AGAINST")
    cells = []
    for row in rows:
        needs = row["memory"][0] if row["memory"] else None
        memory = f"{_gb(needs['bytes'])} at {needs['context']:,}" if needs else "-"
        takes = ", ".join(row["modalities"])
        tokens = f"{row['context']:,}" if row["context"] else "-"
        cells.append(
            (row["name"], _gb(row["bytes"]), memory, tokens, row["tier"] or "-", takes, row["checked"])
        )
    show.table(head, cells)


@app.command("list")
def here(url: Url = "", json: Json = False) -> None:
    """List the models that are on this machine; a router that runs is asked how they are."""
    told = _of_router("GET", client.path("models", "catalog"), url) or _on_disk()
    rows = [row for row in told["models"] if row.get("here")]
    if json:
        listed = [
            {**row["here"], "running": row.get("running"), "problem": row.get("problem")} for row in rows
        ]
        show.as_json({"folder": told["folder"], "router": told.get("router", True), "models": listed})
        return
    cells = []
    for row in rows:
        kept = row["here"]
        starts = "yes" if kept["starts_with_router"] else "no"
        cells.append((row["name"], _gb(kept["bytes"]), _state(row), starts, kept["file"]))
    show.table(("NAME", "SIZE", "STATE", "STARTS WITH ROUTER", "FILE"), cells)
    for row in rows:
        if row.get("problem"):
            print(f"\n{row['problem']}")


def _state(row: dict[str, Any]) -> str:
    running = row.get("running")
    if running:
        return "asleep" if running["asleep"] else str(running["state"])
    return "does not run" if row.get("problem") else "stopped"


def _on_disk() -> dict[str, Any]:
    from larouter.fleet.local import shelf

    loaded = _loaded()
    folder = shelf.models_folder(loaded.environment)
    found = _or_fail(lambda: shelf.everything(folder, _models(loaded)))
    return {
        "folder": str(folder),
        "router": False,
        "models": [{"name": one.name, "here": _shelved(one)} for one in found],
    }


def _of_router(method: str, path: str, url: str) -> dict[str, Any] | None:
    """What a running router answers; None when none was named, and none is there whose key is known here."""
    try:
        return dict(client.call(method, path, url=url))
    except client.Failure as failure:
        if url or os.environ.get("LAROUTER_URL") or failure.status not in (0, 401):
            raise
        return None


@app.command()
def pull(
    name: Name,
    projector: Annotated[
        bool, typer.Option("--projector/--no-projector", help="Fetch the file for pictures and sound too.")
    ] = True,
    json: Json = False,
) -> None:
    """Fetch a model; a download that was cut off goes on where it stopped."""
    import asyncio

    from larouter.fleet.local.pull import Place, source_of
    from larouter.fleet.local.shelf import models_folder

    loaded = _loaded()
    model = _model(loaded, name)
    source = _or_fail(lambda: source_of(loaded.environment))
    place = Place(models_folder(loaded.environment), source, projector)
    got = _or_fail(lambda: asyncio.run(_pull(model, place)))
    if json:
        show.as_json(_shelved(got))
        return
    print(f"{got.name} is here: {got.file} ({_gb(got.bytes)}, sha256 {got.sha256})")
    print(f"it starts with the router; in one that runs already: larouter models start {got.name}")


@app.command()
def verify(name: Name, json: Json = False) -> None:
    """Read a model's files and compare them with the hashes they came with; exit 1 when they differ."""
    from larouter.fleet.local import shelf

    found = _find(name)
    from larouter.cli.progress import reading

    with reading(f"reading {name}", found.bytes) as read:
        wrong = shelf.damage(found, read)
    if json:
        show.as_json({"name": name, "ok": not wrong, "problem": wrong or None})
    if wrong:
        raise client.Failure(f"{wrong}; `larouter models rm {name}` and fetch it again")
    if not json:
        print(
            f"{name}: in order" if found.sha256 else f"{name}: there, and nobody said what hash it must have"
        )


@app.command("rm")
def remove(name: Name, url: Url = "", json: Json = False) -> None:
    """Remove a model and half a download too, stopped first if it runs; an imported file stays where it is."""
    from larouter.fleet.local import shelf

    told = _of_router("DELETE", client.path("models", name), url)
    if told is None:
        freed = _or_fail(lambda: shelf.remove(shelf.models_folder(_loaded().environment), name))
        told = {"name": name, "freed_bytes": freed}
    show.as_json(told) if json else print(f"{name} is gone; {_gb(told['freed_bytes'])} are free")


@app.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="A GGUF file; it stays where it is.")],
    name: Annotated[str, typer.Option(help="What to call it; the file's name if unset.")] = "",
    json: Json = False,
) -> None:
    """Use a model file that is already on this machine."""
    from larouter.fleet.local import shelf

    chosen = name or file.stem
    if not chosen.replace("-", "").replace("_", "").replace(".", "").isalnum() or not chosen[0].isalnum():
        raise client.Failure(f"{chosen!r} is not a name; give one with --name: letters, digits, . - and _", 2)
    folder = shelf.models_folder(_loaded().environment)
    from larouter.cli.progress import reading

    size = file.stat().st_size if file.is_file() else 0
    with reading(f"reading {file.name}", size) as read:
        got = _or_fail(lambda: shelf.take_in(folder, chosen, file, read))
    show.as_json(_shelved(got)) if json else print(f"{got.name} is here: {got.file} ({_gb(got.bytes)})")


@app.command()
def start(name: Name, url: Url = "", json: Json = False) -> None:
    """Start a model in the router that runs; from now on it starts with the router."""
    answer = client.call("POST", client.path("models", name, "start"), url=url)
    if json:
        show.as_json(answer)
    elif answer["state"] == "ready":
        print(f"{name} answers, with a context of {answer['context']:,} tokens")
    else:
        print(f"{name} is not ready yet ({answer['state']}), and goes on loading")


@app.command()
def stop(name: Name, url: Url = "", json: Json = False) -> None:
    """Stop a model; from now on it starts only when asked."""
    answer = client.call("POST", client.path("models", name, "stop"), url=url)
    show.as_json(answer) if json else print(f"{name} is stopped")


async def _pull(model: "LocalModel", place: "Place") -> "Shelved":
    from larouter.fleet.local.download import Surroundings
    from larouter.fleet.local.pull import pull
    from larouter.outbound.transport import Transport

    transport = Transport()
    try:
        return await pull(model, place, Surroundings(transport.send, _bar if sys.stderr.isatty() else _quiet))
    finally:
        await transport.close()
        if sys.stderr.isatty():
            print(file=sys.stderr)


def _quiet(_progress: "Progress") -> None:
    return


def _bar(progress: "Progress") -> None:
    share = progress.bytes / progress.total if progress.total else 0.0
    filled = round(share * 30)
    remaining = progress.remaining_seconds
    left = "" if remaining is None else f", {int(remaining // 60)}:{int(remaining % 60):02} left"
    line = (
        f"{progress.file}  [{'#' * filled}{'.' * (30 - filled)}] {share:4.0%}  "
        f"{_gb(progress.bytes)} of {_gb(progress.total)}, {progress.rate / 1e6:.1f} MB/s{left}"
    )
    print(f"\r{line:<100}", end="", file=sys.stderr, flush=True)


def _loaded() -> "Loaded":
    from larouter.config.load import BadConfiguration
    from larouter.config.runtime import load_kept

    try:
        return load_kept(os.environ, Path.cwd())
    except BadConfiguration as error:
        raise client.Failure(str(error), 2) from None


def _models(loaded: "Loaded") -> "Mapping[str, LocalModel]":
    from larouter.config.local_models import local_models

    return local_models(loaded.settings.models)


def _model(loaded: "Loaded", name: str) -> "LocalModel":
    models = _models(loaded)
    if name not in models:
        raise client.Failure(f"{name!r} is not in the catalogue, which has {', '.join(models)}", 2)
    return models[name]


def _find(name: str) -> "Shelved":
    from larouter.fleet.local import shelf

    loaded = _loaded()
    folder = shelf.models_folder(loaded.environment)
    return _or_fail(lambda: shelf.find(folder, _models(loaded), name))


def _or_fail(work: "Callable[[], T]") -> "T":
    """Do the work, and say in one sentence why it cannot be done."""
    from larouter.fleet.local.download import DownloadError
    from larouter.fleet.local.shelf import NotAModel

    try:
        return work()
    except (DownloadError, NotAModel) as error:
        raise client.Failure(str(error)) from None
    except OSError as error:
        raise client.Failure(f"{error.filename}: {error.strerror}") from None


def _shelved(one: "Shelved") -> dict[str, Any]:
    from larouter.fleet.local.told import told_of_shelved

    return told_of_shelved(one)


def _gb(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 100_000_000 else f"{count / 1e6:.1f} MB"


@app.command()
def recommend(json: Json = False) -> None:
    """Say which models suit this machine, tier by tier, and why; nothing is fetched."""
    from dataclasses import asdict

    from larouter.fleet.local.machine import read_machine
    from larouter.fleet.local.recommend import recommend as advise
    from larouter.fleet.local.shelf import models_folder

    loaded = _loaded()
    machine = read_machine(models_folder(loaded.environment))
    advice = advise(machine, _models(loaded))
    if json:
        show.as_json({"machine": asdict(machine), "advice": asdict(advice)})
        return
    cards = ", ".join(f"{card.name} with {_gb(card.memory_bytes)}" for card in machine.gpus)
    print(
        f"{_gb(machine.memory_bytes)} of memory, {_gb(machine.disk_bytes)} of disk free; {cards or 'no graphics card'}"
    )
    print("\n".join(advice.reasons) + "\n")
    if advice.tiers:
        show.table(("TIER", "MODEL"), list(advice.tiers.items()))
        print(f"\n{_gb(advice.download_bytes)} to fetch:")
        print("\n".join(f"  larouter models pull {name}" for name in dict.fromkeys(advice.tiers.values())))
