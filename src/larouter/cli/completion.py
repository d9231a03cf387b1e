"""`larouter completion`: the script by which a shell completes commands and options."""

from enum import StrEnum
from typing import Annotated

import typer


class Shell(StrEnum):
    """The shells that are known."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


def completion(shell: Annotated[Shell, typer.Argument(help="For which shell.")]) -> None:
    """Print the script that lets a shell complete larouter; load it from the shell's own start-up file."""
    from typer._completion_shared import get_completion_script

    print(get_completion_script(prog_name="larouter", complete_var="_LAROUTER_COMPLETE", shell=shell.value))
