"""`larouter eval` and `larouter train`: how well requests are judged, and making the weights that judge them."""

from pathlib import Path
from typing import Annotated

import typer

from larouter.cli import show

app = typer.Typer(help="Measure the router's judgement on labelled files.", no_args_is_help=True)
Files = Annotated[list[Path], typer.Argument(help="Files in JSON Lines.", exists=True, dir_okay=False)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
WeightsFile = Annotated[Path | None, typer.Option(help="Weights to measure; else those that ship.")]


@app.command()
def tiers(
    files: Files,
    weights: WeightsFile = None,
    training: Annotated[
        list[Path] | None, typer.Option(help="Labelled files that the baselines learn from.", exists=True)
    ] = None,
    leave_one_out: Annotated[
        bool, typer.Option(help="Train anew for each file on all the others, and measure on it.")
    ] = False,
    robust: Annotated[bool, typer.Option(help="Measure typos, padding and attacks as well.")] = False,
    json: Json = False,
) -> None:
    """Measure how well tiers are found: accuracy, direction of errors, calibration, languages, tags."""
    from larouter.learn import tables

    found = tables.tiers(files, weights, training or [], leave_one_out=leave_one_out, robust=robust)
    if json:
        show.as_json(found)
    else:
        print(tables.tiers_as_text(found))


@app.command()
def pairs(
    files: Files,
    weights: WeightsFile = None,
    labels: Annotated[list[int] | None, typer.Option(help="Learn from so many graded prompts.")] = None,
    draws: Annotated[int, typer.Option(help="How often prompts are drawn to learn from.")] = 5,
    weak: Annotated[str, typer.Option(help="The weak model, as `scores` names it.")] = "weak",
    strong: Annotated[str, typer.Option(help="The strong model, as `scores` names it.")] = "strong",
    json: Json = False,
) -> None:
    """Measure routing between two models as RouteLLM does: APGR, CPT50, CPT80."""
    from larouter.learn import tables

    found = tables.pairs(files, weights, labels or [], draws, (weak, strong))
    if json:
        show.as_json(found)
    else:
        print(tables.pairs_as_text(found))


@app.command()
def latency(files: Files, weights: WeightsFile = None, json: Json = False) -> None:
    """Measure how long the first stage takes on texts put together from these files."""
    from larouter.learn import tables

    found = tables.latency(files, weights)
    if json:
        show.as_json(found)
    else:
        print(tables.latency_as_text(found))


def train(
    files: Files,
    out: Annotated[Path, typer.Option(help="The file of weights to write.")],
) -> None:
    """Train the weights of the first difficulty stage on labelled files, one author a file."""
    from larouter.learn import shipping

    data = shipping.train(files)
    out.write_bytes(data)
    print(f"{out}: {len(data):,} bytes")
