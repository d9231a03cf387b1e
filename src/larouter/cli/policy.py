"""`larouter policy`: what a policy file says, what it would change, and whether its examples hold."""

from pathlib import Path
from typing import Annotated, Any

import typer

from larouter.cli import client, show

app = typer.Typer(help="Policies as files: check, compare and test them.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="A policy as TOML or JSON.", dir_okay=False)]
Last = Annotated[int, typer.Option(help="Decisions to make again; 0 for none.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Url = Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")]


@app.command()
def check(
    file: File,
    offline: Annotated[bool, typer.Option(help="Leave the router and its fleet out of it.")] = False,
    url: Url = "",
    json: Json = False,
) -> None:
    """Say whether a policy can be used, and what the fleet has no permitted deployment for; exit 1 if it cannot."""
    policy, _ = read(file)
    answer: dict[str, Any] = {"version": _version(file, policy), "warnings": []}
    if not offline:
        answer = client.call("POST", "/api/policies/check", {"policy": policy}, url=url)
    if json:
        show.as_json({"ok": True, **answer})
        return
    print(f"{file} can be used; its version is {answer['version']}")
    _warn(answer["warnings"])


@app.command()
def diff(
    file: File,
    project: Annotated[str, typer.Option(help="Name or id of the project.")] = "default",
    last: Last = 10_000,
    url: Url = "",
    json: Json = False,
) -> None:
    """Say what a policy changes in a project's, and what would have moved under it."""
    policy, _ = read(file)
    _version(file, policy)
    body = {"policy": policy, "project": project, "last": last}
    answer = client.call("POST", "/api/policies/diff", body, url=url)
    if json:
        show.as_json(answer)
        return
    if not answer["changes"]:
        print(f"nothing changes: {project} is under this policy")
    for change in answer["changes"]:
        print(f"{change['field']}: {change['before']!r} → {change['after']!r}")
    _moved(answer["replay"])
    _warn(answer["warnings"])


@app.command("test")
def run_examples(
    file: File,
    project: Annotated[
        str, typer.Option(help="Whose decisions are made again, by name or id; everybody's if unset.")
    ] = "",
    last: Last = 10_000,
    wider: Annotated[bool, typer.Option(help="Let decisions go further than they went.")] = False,
    url: Url = "",
    json: Json = False,
) -> None:
    """Run a policy against its examples and the last decisions; exit 1 if one fails or a request would go further."""
    policy, examples = read(file)
    _version(file, policy)
    body = {"policy": policy, "examples": examples, "project": project or None, "last": last}
    answer = client.call("POST", "/api/policies/test", body, url=url)
    if json:
        show.as_json(answer)
    else:
        for result in answer["examples"]:
            print(f"{'ok  ' if result['passed'] else 'FAIL'} {result['name']}")
            for fault in result["faults"]:
                print(f"     {fault}")
        _moved(answer["replay"])
        _warn(answer["warnings"])
    if answer["failed"]:
        raise client.Failure(f"{answer['failed']} of {len(answer['examples'])} examples fail")
    if answer["replay"] and answer["replay"]["wider"] and not wider:
        raise client.Failure(
            f"{answer['replay']['wider']:,} past requests would go further than they went; allow it with --wider"
        )


@app.command("show")
def in_force(
    project: Annotated[str, typer.Argument(help="Name or id of the project.")] = "default",
    url: Url = "",
    json: Json = False,
) -> None:
    """Print the policy in force as a TOML file: what differs from the defaults."""
    answer = client.call("GET", client.path("projects", project, "policy"), url=url)
    if json:
        show.as_json(answer)
        return
    from larouter.config.policy import parse_policy
    from larouter.config.policy_file import to_toml

    written = to_toml(parse_policy(answer)).strip()
    print(written or f"# {project} is under the default policy: nothing differs from the defaults.")


def read(path: Path) -> tuple[dict[str, Any], list[Any]]:
    """The policy in a file, and its examples.

    Raises:
        Failure: It cannot be read.
    """
    from larouter.config.policy_file import read_policy_file

    try:
        return read_policy_file(path)
    except OSError as error:
        raise client.Failure(f"{path} cannot be read: {error.strerror}", 2) from None
    except ValueError as error:
        raise client.Failure(f"{path}: {error}", 2) from None


def _version(path: Path, policy: dict[str, Any]) -> str:
    """The version that the policy would have.

    Raises:
        Failure: It cannot be used.
    """
    from pydantic import ValidationError

    from larouter.config.load import said_of
    from larouter.config.policy import parse_policy, policy_of

    try:
        return policy_of(parse_policy(policy)).version
    except ValidationError as error:
        found = [(".".join(str(part) for part in fault["loc"]), said_of(fault)) for fault in error.errors()]
        said = "; ".join(f"{field}: {reason}" if field else reason for field, reason in found)
        raise client.Failure(f"{path} cannot be used: {said}") from None


def _moved(replay: dict[str, Any] | None) -> None:
    if replay is None:
        return
    print(replay["summary"])
    moves = [(row["from"], row["to"], row["count"]) for row in replay["moves"]]
    if moves:
        show.table(("FROM", "TO", "COUNT"), moves)


def _warn(warnings: list[str]) -> None:
    for warning in warnings:
        print(f"warning: {warning}")
