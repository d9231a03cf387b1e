"""`larouter projects`: tenants, their tokens, policies and budgets."""

import json as json_module
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from larouter.cli import client, show
from larouter.cli.budget import budget, show_budgets

app = typer.Typer(help="Projects: their tokens, policies and budgets.", no_args_is_help=True)
token_app = typer.Typer(help="The tokens of a project.", no_args_is_help=True)
app.add_typer(token_app, name="token")
app.command()(budget)

Name = Annotated[str, typer.Argument(help="Name or id of the project.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Url = Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")]
TokenId = Annotated[str, typer.Argument(help="Id of the token, tok_….")]
Requests = Annotated[
    int, typer.Option("--requests", min=0, help="Requests a minute; 0 for what the project gives each token.")
]
Tokens = Annotated[int, typer.Option("--tokens", min=0, help="Tokens a minute, in and out; 0 as before.")]
Concurrency = Annotated[int, typer.Option(min=0, help="Requests at once; 0 as before.")]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="A name that no project has or had.")],
    policy: Annotated[Path | None, typer.Option(help="A policy as TOML or JSON.")] = None,
    url: Url = "",
    json: Json = False,
) -> None:
    """Make a project; its token is shown this once."""
    body: dict[str, object] = {"name": name}
    if policy is not None:
        body["policy"] = read_policy(policy)
    made = client.call("POST", "/api/projects", body, url=url)
    if json:
        show.as_json(made)
        return
    print(f"project {made['name']} ({made['id']})")
    print(f"token   {made['token']}   (shown only now)")


@app.command("list")
def everyone(url: Url = "", json: Json = False) -> None:
    """List the projects."""
    answer = client.call("GET", "/api/projects", url=url)
    if json:
        show.as_json(answer)
        return
    rows = [(row["name"], row["id"], row["policy_version"]) for row in answer["projects"]]
    show.table(("NAME", "ID", "POLICY"), rows)


@app.command("show")
def one(name: Name, url: Url = "", json: Json = False) -> None:
    """Show a project: policy, tokens, budgets."""
    answer = client.call("GET", client.path("projects", name), url=url)
    if json:
        show.as_json(answer)
        return
    print(f"project {answer['name']} ({answer['id']})\n\nPolicy {answer['policy_version']}")
    for key, value in answer["policy"].items():
        print(f"  {key} = {json_module.dumps(value)}")
    print("\nTokens")
    show_tokens(answer["tokens"])
    print("\nBudgets")
    show_budgets(answer["budgets"])


@app.command()
def policy(
    name: Name,
    file: Annotated[Path | None, typer.Option(help="A policy as TOML or JSON to put in force.")] = None,
    url: Url = "",
    json: Json = False,
) -> None:
    """Show a project's policy, or put another in force."""
    if file is not None:
        put = client.call("PUT", client.path("projects", name, "policy"), read_policy(file), url=url)
        answer = put["policy"]
        for warning in put["warnings"]:
            print(f"warning: {warning}", file=sys.stderr)
    else:
        answer = client.call("GET", client.path("projects", name, "policy"), url=url)
    if json:
        show.as_json(answer)
        return
    for key, value in answer.items():
        print(f"{key} = {json_module.dumps(value)}")


@app.command()
def delete(name: Name, url: Url = "", json: Json = False) -> None:
    """Take a project out of use; its tokens end at once and its figures stay."""
    answer = client.call("DELETE", client.path("projects", name), url=url)
    show.as_json(answer) if json else print(f"project {answer['name']} is out of use")


@token_app.command("add")
def add_token(
    name: Name,
    label: Annotated[str, typer.Option(help="What to call it.")] = "",
    requests: Requests = 0,
    tokens: Tokens = 0,
    concurrency: Concurrency = 0,
    url: Url = "",
    json: Json = False,
) -> None:
    """Make another token, with limits of its own if wanted; it is shown this once."""
    body = {"label": label, "rate": _rate(requests, tokens, concurrency)}
    made = client.call("POST", client.path("projects", name, "tokens"), body, url=url)
    show.as_json(made) if json else print(made["token"])


@token_app.command("limit")
def limit_token(
    name: Name,
    token_id: TokenId,
    requests: Requests = 0,
    tokens: Tokens = 0,
    concurrency: Concurrency = 0,
    url: Url = "",
    json: Json = False,
) -> None:
    """Give a token limits of its own, at once; without any it has those that the project gives each token."""
    body = _rate(requests, tokens, concurrency)
    row = client.call("PUT", client.path("projects", name, "tokens", token_id, "rate"), body, url=url)
    show.as_json(row) if json else print(f"token {token_id}: {_limits(row)}")


@token_app.command("list")
def list_tokens(name: Name, url: Url = "", json: Json = False) -> None:
    """List the tokens of a project, never the secrets."""
    answer = client.call("GET", client.path("projects", name, "tokens"), url=url)
    if json:
        show.as_json(answer)
        return
    show_tokens(answer["tokens"])


@token_app.command()
def revoke(
    name: Name,
    token_id: TokenId,
    url: Url = "",
    json: Json = False,
) -> None:
    """End a token for ever, at once."""
    answer = client.call("DELETE", client.path("projects", name, "tokens", token_id), url=url)
    show.as_json(answer) if json else print(f"token {token_id} is revoked")


def read_policy(path: Path) -> object:
    """The policy in a TOML or JSON file, without the examples beside it.

    Raises:
        Failure: It cannot be read.
    """
    from larouter.cli.policy import read

    return read(path)[0]


def show_tokens(tokens: Sequence[dict[str, Any]]) -> None:
    """A table of tokens, never the secrets."""
    rows = [(row["id"], row["prefix"] + "…", row["label"], _state(row), _limits(row)) for row in tokens]
    show.table(("ID", "TOKEN", "LABEL", "STATE", "LIMITS OF ITS OWN"), rows)


def _rate(requests: int, tokens: int, concurrency: int) -> dict[str, int]:
    return {"requests_per_minute": requests, "tokens_per_minute": tokens, "concurrency": concurrency}


def _limits(row: dict[str, Any]) -> str:
    names = {
        "requests_per_minute": "requests/min",
        "tokens_per_minute": "tokens/min",
        "concurrency": "at once",
    }
    return (
        ", ".join(f"{row['rate'][key]:,} {name}" for key, name in names.items() if row["rate"][key]) or "none"
    )


def _state(row: dict[str, object]) -> str:
    return "revoked" if row["revoked_ms"] else "in force"
