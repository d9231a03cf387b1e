"""`larouter projects budget`: what a project, or a part of what it does, may spend."""

from typing import Annotated

import typer

from larouter.cli import client, show


def budget(
    name: Annotated[str, typer.Argument(help="Name or id of the project.")],
    amount: Annotated[
        float | None, typer.Option(help="USD for each window; shows the budgets if unset.")
    ] = None,
    window: Annotated[
        str,
        typer.Option(help="daily, weekly, monthly, total, request, or a rolling window such as 24h or 7d."),
    ] = "monthly",
    hard: Annotated[
        bool, typer.Option("--hard/--soft", help="Refuse what does not fit, or only count.")
    ] = True,
    token: Annotated[str, typer.Option(help="Cover one token, by id; `each` gives it to every token.")] = "",
    tag: Annotated[
        str, typer.Option(help="Cover name=value; a name alone gives it to every value of the tag.")
    ] = "",
    user: Annotated[str, typer.Option(help="Cover one end user; `each` gives it to every user.")] = "",
    session: Annotated[str, typer.Option(help="Cover one session; `each` gives it to every session.")] = "",
    time_zone: Annotated[str, typer.Option(help="Where calendar days begin.")] = "UTC",
    tier: Annotated[list[str] | None, typer.Option(help="Cover this tier only; may be repeated.")] = None,
    model: Annotated[
        list[str] | None, typer.Option(help="Cover models of this pattern only; may be repeated.")
    ] = None,
    alert_at: Annotated[str, typer.Option(help="Per cent at which an alert is sent.")] = "50,80,100",
    pressure: Annotated[
        int, typer.Option(help="Per cent from which requests step down to cheaper tiers; 0 for never.")
    ] = 0,
    remove: Annotated[str, typer.Option(help="Take a budget out of force, by id.")] = "",
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Set what a project may spend, in force at once; several budgets may apply, and all must fit."""
    if remove:
        client.call("DELETE", client.path("projects", name, "budgets", remove), url=url)
    if amount is None:
        answer = client.call("GET", client.path("projects", name, "budgets"), url=url)
    else:
        covers = _scope(token=token, tag=tag, user=user, session=session)
        parts = {"tiers": tier or [], "models": model or [], "time_zone": time_zone}
        alerts = {"thresholds": _shares(alert_at), "pressure": pressure}
        body = {"amount": amount, "window": window, "hard": hard} | covers | parts | alerts
        before = (
            [] if hard else client.call("GET", client.path("projects", name, "budgets"), url=url)["budgets"]
        )
        answer = client.call("PUT", client.path("projects", name, "budget"), body, url=url)
        _warn_of_softened(before, answer["budgets"])
    show.as_json(answer) if json else show_budgets(answer["budgets"])


def show_budgets(rows: list[dict[str, object]]) -> None:
    """Print budgets as a table."""
    shown = [
        (
            row["id"],
            row["window"],
            "hard" if row["hard"] else "soft",
            _covers(row),
            row["amount_usd"],
            row["spent_usd"],
            row["reserved_usd"],
        )
        for row in rows
    ]
    show.table(("ID", "WINDOW", "KIND", "COVERS", "USD", "SPENT", "RESERVED"), shown)


def _warn_of_softened(before: list[dict[str, object]], after: list[dict[str, object]]) -> None:
    """Say that what refused refuses no more: a soft budget takes the place of a hard one that covers the same."""
    were_hard = {row["id"] for row in before if row["hard"]}
    for ident in {row["id"]: None for row in after if not row["hard"] and row["id"] in were_hard}:
        typer.echo(f"{ident} was hard and is soft now: it counts and refuses nothing", err=True)


def _scope(**named: str) -> dict[str, str]:
    given = {scope: value for scope, value in named.items() if value}
    if len(given) > 1:
        raise client.Failure("name one of --token, --tag, --user and --session", 2)
    for scope, value in given.items():
        return {"scope": scope, "value": "" if value == "each" and scope != "tag" else value}
    return {"scope": "project", "value": ""}


def _shares(text: str) -> list[int]:
    pieces = [piece.strip().removesuffix("%") for piece in text.split(",") if piece.strip()]
    if not all(piece.isascii() and piece.isdigit() for piece in pieces):
        raise client.Failure("--alert-at is a list of per cent such as 50,80,100", 2)
    return [int(piece) for piece in pieces]


def _covers(row: dict[str, object]) -> str:
    scope = str(row["scope"])
    said = str(row["value"] or row["subject"] or ("each" if scope == "token" else ""))
    if row["value"] and row["subject"]:
        said = f"{row['value']}={row['subject']}"
    for key in ("tiers", "models"):
        listed = row[key]
        if isinstance(listed, list) and listed:
            said += f" {'+'.join(map(str, listed))}"
    return f"{scope} {said}".strip()
