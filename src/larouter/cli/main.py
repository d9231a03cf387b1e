"""`larouter`: the commands, each in the file of its group."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
import typer.main
from typer.core import TyperGroup

from larouter import __version__
from larouter.cli import (
    audit,
    backends,
    calibrate,
    capacity,
    chat,
    completion,
    decisions,
    doctor,
    evaluation,
    feedback,
    mcp,
    models,
    policy,
    prices,
    projects,
    savings,
    serve,
    settings,
    usage,
)

app = typer.Typer(
    name="larouter",
    help="A local-first LLM router: one endpoint, one policy, every decision explained.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich alone takes longer to load than all the rest
)
app.command("serve")(serve.serve)
app.command("demo")(serve.demo)
app.command("doctor")(doctor.doctor)
app.command("chat")(chat.chat)
app.command("route")(decisions.route)
app.command("explain")(decisions.explain)
app.command("replay")(decisions.replay)
app.command("mcp")(mcp.mcp)
app.command("completion")(completion.completion)
app.command("capacity")(capacity.capacity)
app.command("savings")(savings.savings)
app.command("usage")(usage.usage)
app.command("calibrate")(calibrate.calibrate)
app.command("train")(evaluation.train)
app.command("train-router")(evaluation.train_router)
app.command("place-model")(evaluation.place_model)
app.add_typer(evaluation.app, name="eval")
app.add_typer(feedback.app, name="feedback")
app.add_typer(models.app, name="models")
app.add_typer(backends.app, name="backends")
app.add_typer(projects.app, name="projects")
app.add_typer(prices.app, name="prices")
app.add_typer(policy.app, name="policy")
app.add_typer(audit.app, name="audit")
app.add_typer(settings.app, name="config")


def _version(asked: bool) -> None:
    if asked:
        print(__version__)
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Hold what can be said before a command."""


@app.command()
def version(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Print the version."""
    print(f'{{"version": "{__version__}"}}' if json else __version__)


def help_of(words: Sequence[str]) -> bool:
    """Print the help of the command that is named, if that is all that is asked for; whether it was.

    Parsing an option loads what checks the types of options, which takes longer than all else that help needs.
    """
    if not words or words[-1] != "--help" or any(word.startswith("-") for word in words[:-1]):
        return False
    command = typer.main.get_command(app)
    context = typer.Context(command, info_name=app.info.name)
    for word in words[:-1]:
        named = command.get_command(context, word) if isinstance(command, TyperGroup) else None
        if named is None:
            return False
        command, context = named, typer.Context(named, info_name=word, parent=context)
    print(command.get_help(context))
    return True


def run() -> None:
    """Run the command line; a failure that was foreseen is one sentence on standard error."""
    from larouter.cli.client import Failure

    if help_of(sys.argv[1:]):
        return
    try:
        app()
    except Failure as failure:
        print(f"larouter: {failure}", file=sys.stderr)
        sys.exit(failure.exit_code)
