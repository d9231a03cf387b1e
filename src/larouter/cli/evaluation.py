"""`larouter eval` and `larouter train`: how well requests are judged, and making the weights that judge them."""

from pathlib import Path
from typing import Annotated

import typer

from larouter.cli import client, progress, show

LEAST_GRADED = 20
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
    plot: Annotated[
        Path | None, typer.Option(help="Draw the reliability of confidences to this SVG.")
    ] = None,
    json: Json = False,
) -> None:
    """Measure how well tiers are found: accuracy, direction of errors, calibration, languages, tags."""
    with progress.working("measuring tiers") as told:
        from larouter.learn import tables

        found = tables.tiers(
            files, weights, training or [], leave_one_out=leave_one_out, robust=robust, told=told
        )
    if plot is not None:
        plot.write_text(tables.reliability_chart(found), encoding="utf-8")
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
    with progress.working("measuring pairs"):
        from larouter.learn import tables

        found = tables.pairs(files, weights, labels or [], draws, (weak, strong))
    if json:
        show.as_json(found)
    else:
        print(tables.pairs_as_text(found))


@app.command()
def sensitivity(files: Files, json: Json = False) -> None:
    """Measure how well sensitivity is found: recall, precision, confusion, languages, tags."""
    with progress.working("measuring sensitivity"):
        from larouter.learn import sensitivity_tables

        found = sensitivity_tables.sensitivity(files)
    if json:
        show.as_json(found)
    else:
        print(sensitivity_tables.sensitivity_as_text(found))


@app.command()
def latency(files: Files, weights: WeightsFile = None, json: Json = False) -> None:
    """Measure how long the first stage takes on texts put together from these files."""
    with progress.working("measuring latency"):
        from larouter.learn import tables

        found = tables.latency(files, weights)
    if json:
        show.as_json(found)
    else:
        print(tables.latency_as_text(found))


def train(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Labelled files, one author a file.", exists=True, dir_okay=False),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
    project: Annotated[
        str, typer.Option(help="Learn from what was said of this project's answers instead.")
    ] = "",
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Json = False,
) -> None:
    """Train the weights of the first difficulty stage on files, or a project's own head on its feedback."""
    if bool(project) == bool(files):
        raise client.Failure("name labelled files, or a project with --project", 2)
    if project:
        _train_head(project, out, url, json=json)
        return
    if out is None:
        raise client.Failure("name the file of weights to write with --out", 2)
    with progress.working("training") as told:
        from larouter.learn import shipping
        from larouter.learn.datasets import BadExample

        try:
            data = shipping.train(files or [], told=told)
        except BadExample as error:
            raise client.Failure(str(error), 2) from None
    out.write_bytes(data)
    print(f"{out}: {len(data):,} bytes")


def _train_head(project: str, out: Path | None, url: str, *, json: bool) -> None:
    from dataclasses import asdict
    from urllib.parse import urlencode

    from larouter.cli.calibrate import propose
    from larouter.learn.heads import LEAST_OPINIONS, Opinion, fit

    found = client.call("GET", f"/api/lessons?{urlencode({'projectId': project})}", url=url)
    said = [
        Opinion(tuple(one["odds"]), tuple(one["marks"]), one["low"], one["high"], one["sure"], one["times"])
        for one in found["opinions"]
    ]
    with progress.working("training"):
        result = fit(said)
    head = None if result.head is None else asdict(result.head)
    if json:
        show.as_json({"opinions": result.opinions, "losses": result.losses, "head": head})
    elif result.opinions < LEAST_OPINIONS:
        print(
            f"{result.opinions} answers were spoken of or replaced; {LEAST_OPINIONS} are needed before anything can "
            "be learned"
        )
    else:
        print(f"{result.opinions} opinions; mean log-loss on unseen ones:")
        for name, loss in result.losses.items():
            print(f"  {name:<10}{loss:.4f}")
        if head is None:
            print("what ships judges best here: nothing to change")
    if head is not None:
        propose(project, {"head": head}, out, url, silent=json)


def train_router(
    file: Annotated[Path, typer.Argument(help="Graded prompts in JSON Lines.", exists=True, dir_okay=False)],
    router: Annotated[str, typer.Option(help="linear, knn, sw or mf.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
    weak: Annotated[str, typer.Option(help="The weak model, as `scores` names it.")] = "weak",
    strong: Annotated[str, typer.Option(help="The strong model, as `scores` names it.")] = "strong",
) -> None:
    """Fit a router between two models to graded prompts: at least a few hundred, of your own traffic."""
    from json import dumps

    from larouter.learn.fit_routers import FITS, fit_router
    from larouter.learn.pairs import read_pairs

    if router not in FITS:
        raise client.Failure(f"{router!r} does not learn; there are {', '.join(FITS)}", 2)
    graded = read_pairs(file, weak, strong)
    if len(graded.prompts) < LEAST_GRADED:
        raise client.Failure(f"{len(graded.prompts)} prompts name both models; {LEAST_GRADED} are needed", 2)
    with progress.working(f"fitting {router}"):
        fitted = fit_router(router, graded, (weak, strong))
    out.write_text(dumps(fitted, ensure_ascii=False), encoding="utf-8")
    print(f"{out}: {router} on {len(graded.prompts):,} prompts, {out.stat().st_size:,} bytes")


def place_model(
    file: Annotated[Path, typer.Argument(help="A file of the router mf.", exists=True, dir_okay=False)],
    graded: Annotated[
        Path, typer.Argument(help="Answers of the model, graded, in JSON Lines.", exists=True, dir_okay=False)
    ],
    model: Annotated[str, typer.Option(help="The new model, as `scores` and the fleet name it.")],
    out: Annotated[Path | None, typer.Option(help="The file to write; else the file itself.")] = None,
) -> None:
    """Put a further model beside those that a file of the router mf knows, with some 50 graded answers."""
    from json import dumps

    from larouter.learn.placing import LEAST_GRADED as LEAST_PLACED
    from larouter.learn.placing import placed, read_grades
    from larouter.routers.learned import read_file
    from larouter.routers.plug import CannotRoute

    try:
        told = read_file({"file": str(file)}, "mf")
    except CannotRoute as error:
        raise client.Failure(str(error), 2) from None
    prompts, grades = read_grades(graded, model)
    if len(prompts) < LEAST_PLACED:
        raise client.Failure(f"{len(prompts)} prompts name {model}; {LEAST_PLACED} are needed", 2)
    path = out or file
    path.write_text(dumps(placed(told, prompts, grades, model), ensure_ascii=False), encoding="utf-8")
    print(f"{path}: {model} placed by {len(prompts):,} graded answers, beside {', '.join(told['models'])}")
