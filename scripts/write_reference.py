"""Write docs/reference/cli.md and docs/reference/settings.md from the code: `scripts/write_reference.py`."""

from collections.abc import Iterator
from pathlib import Path

import typer

from larouter.cli.answers import ANSWERS, WITHOUT
from larouter.cli.main import app
from larouter.config.described import Setting, every_setting, of_model
from larouter.config.policy import PolicyText

REFERENCE = Path(__file__).parents[1] / "docs/reference"
_MADE = "Made from the code by `scripts/write_reference.py`; a test holds it to the code.\n"
_CLI = f"""\
# Every command

{_MADE}
[Command line](command-line.md) is the overview. Tables are for people; `--json` prints the same for programs.
A command asks nothing when no terminal is there, and prints no colour but in `larouter chat`, where a terminal
is there and `NO_COLOR` is unset. Downloads, reading whole files and waiting for a router tell how far they are
when they take longer than a second, on standard error, when that is a terminal.

| exit code | means |
|---|---|
| 0 | done |
| 1 | the router refused, or what was checked is not in order; one sentence on standard error says why |
| 2 | wrong use: an option, a name, a file or a setting that cannot be used |
| 3 | no router answers |
| 130 | ended by Ctrl-C |
"""
_SETTINGS = f"""\
# Every setting

{_MADE}
[Configuration](configuration.md) says where values come from. NAME stands for a name of your own choice, `[]`
for each entry of a list. A setting without a default must be given where its table is.
"""
_POLICY = """
## A project's policy

As `larouter projects policy NAME --file policy.toml` takes it.

"""


def commands(
    command: typer.core.TyperGroup, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, typer.core.TyperCommand]]:
    """Every command with its path, in the order of the names."""
    for name, inner in sorted(command.commands.items()):
        if isinstance(inner, typer.core.TyperGroup):
            yield from commands(inner, (*path, name))
        elif isinstance(inner, typer.core.TyperCommand):
            yield " ".join((*path, name)), inner


def every_command() -> dict[str, typer.core.TyperCommand]:
    """The commands by path, such as `models pull`."""
    root = typer.main.get_command(app)
    if not isinstance(root, typer.core.TyperGroup):
        raise TypeError("the command line has no commands")
    return dict(commands(root))


def cli_page() -> str:
    """The page of commands."""
    return _CLI + "".join([_command(path, command) for path, command in every_command().items()])


def _command(path: str, command: typer.core.TyperCommand) -> str:
    arguments = [it for it in command.params if isinstance(it, typer.core.TyperArgument)]
    options = [it for it in command.params if isinstance(it, typer.core.TyperOption)]
    shown = [_shown(it) for it in arguments]
    usage = " ".join(["larouter", path, *(["[OPTIONS]"] if options else []), *shown])
    parts = [f"\n## larouter {path}\n\n`{usage}`\n\n{' '.join((command.help or '').split())}\n"]
    if arguments or options:
        parts.append("\n| argument or option | default | |\n|---|---|---|\n")
    parts += [f"| `{_shown(it)}` | | {_about(it)} |\n" for it in arguments]
    for it in options:
        names = ", ".join([*it.opts, *it.secondary_opts])
        parts.append(f"| `{names}` | {_default(it)} | {_about(it)} |\n")
    if told := ANSWERS.get(path):
        parts.append(f"\n`--json` prints {told}.\n")
    elif why := WITHOUT.get(path):
        parts.append(f"\nWithout `--json`: it {why}.\n")
    return "".join(parts)


def _shown(argument: typer.core.TyperArgument) -> str:
    name = str(argument.name).upper()
    name = f"{name}..." if argument.nargs == -1 else name
    return name if argument.required else f"[{name}]"


def _about(param: typer.core.TyperArgument | typer.core.TyperOption) -> str:
    return " ".join((param.help or "").replace("|", "\\|").split())


def _default(option: typer.core.TyperOption) -> str:
    if option.required:
        return "needed"
    value = option.default
    if value in (None, "", (), []) or value is False:
        return ""
    return f"`{'yes' if value is True else value}`"


def settings_page() -> str:
    """The page of settings."""
    rows = _rows(every_setting(), variables=True)
    return _SETTINGS + "\n" + rows + _POLICY + _rows(of_model(PolicyText), variables=False)


def _rows(settings: "list[Setting] | Iterator[Setting]", *, variables: bool) -> str:
    head = "| setting | takes | default | " + ("or the variable | " if variables else "") + "means |\n"
    line = "|---" * (5 if variables else 4) + "|\n"
    rows = []
    for it in settings:
        default = f"`{it.default}`" if it.default not in ("", "unset") else it.default
        variable = f" {f'`{it.variable}`' if it.variable else ''} |" if variables else ""
        rows.append(
            f"| `{it.name}` | {it.kind} | {default} |{variable} {it.about.replace('|', chr(92) + '|')} |\n"
        )
    return head + line + "".join(rows)


if __name__ == "__main__":
    (REFERENCE / "cli.md").write_text(cli_page(), encoding="utf-8")
    (REFERENCE / "settings.md").write_text(settings_page(), encoding="utf-8")
