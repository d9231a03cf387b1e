"""`larouter chat`: talk to the router in a terminal, and see who answers."""

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from larouter.cli import client, show

if TYPE_CHECKING:
    from larouter.cli.talk import Line, Spoken

HELP = """/new         forget what was said
/model NAME  auto, a tier such as auto:complex, or a model id
/local       keep everything local, or no longer
/quit        end (Ctrl-D too; Ctrl-C stops an answer)"""
_CONFIDENTIAL = {"x-larouter-sensitivity": "confidential"}


def chat(
    prompt: Annotated[
        str, typer.Argument(help="Ask this and end; - reads it from standard input. Talk if left out.")
    ] = "",
    model: Annotated[str, typer.Option(help="auto, a tier such as auto:complex, or a model id.")] = "auto",
    system: Annotated[str, typer.Option(help="A system message before everything.")] = "",
    local: Annotated[bool, typer.Option("--local", help="Treat all of it as confidential.")] = False,
    token: Annotated[
        str, typer.Option(help="A project token; else LAROUTER_TOKEN or the installation's own.")
    ] = "",
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print the answer to PROMPT as JSON.")] = False,
) -> None:
    """Talk to the router; each answer is shown with its tier, model, zone and cost. Piped lines are turns."""
    from larouter.cli.talk import Line

    line = Line(client.base_url(url), token or client.kept_token())
    it = Conversation(line, model, system, local=local, json=json)
    if prompt:
        it.say(sys.stdin.read() if prompt == "-" else prompt)
    elif json:
        raise client.Failure("--json needs a prompt; - reads it from standard input", 2)
    else:
        _talk(it)
    if it.failed is not None and (prompt or not sys.stdin.isatty()):
        raise it.failed


class Conversation:
    """What was said so far, and how to go on.

    Attributes:
        failed: The failure of the last turn, if it failed.
    """

    def __init__(self, line: "Line", model: str, system: str, *, local: bool, json: bool = False) -> None:
        self.failed: client.Failure | None = None
        self._line = line
        self._model = model
        self._local = local
        self._json = json
        self._beginning = [{"role": "system", "content": system}] if system else []
        self._said: list[dict[str, str]] = []
        self._coloured = _coloured()

    def say(self, text: str) -> None:
        """Say something, and print what is answered."""
        import asyncio

        from larouter.cli.talk import turn

        show_piece = _nothing if self._json else _print
        asked = {"role": "user", "content": text}
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [*self._beginning, *self._said, asked],
        }
        self.failed = None
        try:
            spoken = asyncio.run(turn(self._line, body, _CONFIDENTIAL if self._local else {}, show_piece))
        except client.Failure as failure:
            self.failed = failure
            if sys.stdin.isatty():
                print(f"larouter: {failure}", file=sys.stderr)
        except KeyboardInterrupt:
            print(self._dim("(stopped)"), file=sys.stderr)
        else:
            self._said += [asked, {"role": "assistant", "content": spoken.text}]
            self._tell_end(spoken)

    def command(self, text: str) -> bool:
        """Do what a line that begins with a slash says; False when it ends the conversation."""
        word, _, rest = text.partition(" ")
        if word in ("/quit", "/exit"):
            return False
        if word == "/new":
            self._said.clear()
        elif word == "/model" and rest.strip():
            self._model = rest.strip()
        elif word == "/local":
            self._local = not self._local
            print(
                self._dim("everything stays local" if self._local else "as the policy permits"),
                file=sys.stderr,
            )
        else:
            print(self._dim(HELP), file=sys.stderr)
        return True

    def _tell_end(self, spoken: "Spoken") -> None:
        if self._json:
            show.as_json(asdict(spoken))
        else:
            print(flush=True)
            print(self._dim(spoken.label()), file=sys.stderr, flush=True)

    def _dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self._coloured else text


def _talk(it: Conversation) -> None:
    shown = "> " if sys.stdin.isatty() else ""
    if shown:
        _edit_lines()
        print(HELP, file=sys.stderr)
    while True:
        try:
            text = input(shown).strip()
        except EOFError:
            return
        except KeyboardInterrupt:
            print(file=sys.stderr)
            return
        if text.startswith("/"):
            if not it.command(text):
                return
        elif text:
            it.say(text)
        if it.failed is not None and not shown:
            return


def _edit_lines() -> None:
    """Arrow keys and history, where Python has them."""
    try:
        import readline  # noqa: F401 - `input` uses it once it is there
    except ImportError:
        return


def _coloured() -> bool:
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _print(text: str) -> None:
    print(text, end="", flush=True)


def _nothing(_text: str) -> None:
    return
