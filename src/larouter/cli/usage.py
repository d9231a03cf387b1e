"""`larouter usage`: what was used and what it cost."""

import sys
from typing import Annotated
from urllib.parse import urlencode

import typer

from larouter.cli import client, show


def usage(
    period: Annotated[str, typer.Option(help="daily, weekly, monthly or all.")] = "monthly",
    project: Annotated[str, typer.Option(help="Name or id of a project; all of them if unset.")] = "",
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Tell apart: project, token, model, backend, tier, zone, tag, day, hour; may be repeated."
        ),
    ] = None,
    since: Annotated[str, typer.Option("--from", help="Date or moment, instead of a period.")] = "",
    until: Annotated[str, typer.Option(help="The date after the last; now if unset.")] = "",
    time_zone: Annotated[str, typer.Option(help="In which days begin.")] = "UTC",
    tag: Annotated[str, typer.Option(help="A tag's name to tell its values apart, or name=value.")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Print every attempt as CSV.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print every attempt as JSON Lines.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Hold the sums against the ledger, row by row.")
    ] = False,
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show calls, tokens and cost of a period, by model and by tier, or by what is asked."""
    asked = {"period": period, "projectId": project}
    query = "?" + urlencode(asked)
    if check:
        _check(url)
        return
    if csv or jsonl:
        asked |= {"from": since, "until": until, "timeZone": time_zone, "tag": tag}
        _export(asked, "csv" if csv else "jsonl", url, by=by)
        return
    if by or since or until or tag or time_zone != "UTC":
        asked |= {"from": since, "until": until, "timeZone": time_zone, "tag": tag, "limit": "1000"}
        _groups([*asked.items(), *(("by", name) for name in by or ["model"])], url, json=json)
        return
    answer = client.call("GET", f"/api/usage{query}", url=url)
    if json:
        show.as_json(answer)
        return
    print(
        f"{answer['from']} to {answer['to']}: {answer['totalCalls']} calls, {answer['succeededCalls']} succeeded"
    )
    print(f"{answer['inputTokens']} tokens in, {answer['outputTokens']} out, ${answer['totalCost']:.6f}\n")
    for title, key in (("MODEL", "byModel"), ("TIER", "byTier")):
        rows = [(name, row["calls"], row["tokens"], row["cost"]) for name, row in answer[key].items()]
        show.table((title, "CALLS", "TOKENS", "USD"), rows)
        print()


def _export(asked: dict[str, str], form: str, url: str, *, by: list[str] | None) -> None:
    if by:
        raise client.Failure("--csv and --jsonl print every attempt; leave --by out", 2)
    narrowed = {name: text for name, text in asked.items() if text} | {"format": form}
    path = f"/api/usage/export?{urlencode(narrowed)}"
    sys.stdout.flush()
    client.pour(path, sys.stdout.buffer, url=url)
    sys.stdout.buffer.flush()


def _groups(asked: list[tuple[str, str]], url: str, *, json: bool) -> None:
    answer = client.call("GET", f"/api/usage/groups?{urlencode(asked)}", url=url)
    if json:
        show.as_json(answer)
        return
    names = answer["by"]
    rows = [
        (*(_name(row[name]) for name in names), row["calls"], row["tokens"], row["cost"])
        for row in answer["groups"]
    ]
    show.table((*(name.upper() for name in names), "CALLS", "TOKENS", "USD"), rows)
    if answer["next"] is not None:
        print(f"\n{answer['count'] - answer['next']} more; ask the control API for the rest")


def _name(value: object) -> object:
    return value["name"] if isinstance(value, dict) else value


def _check(url: str) -> None:
    answer = client.call("GET", "/api/usage/check", url=url)
    if not answer["ok"]:
        raise client.Failure("; ".join(answer["faults"]) + "; POST /api/usage/rebuild makes the sums anew")
    print(f"the sums agree with the ledger; {answer['not_summed_up_yet']:,} rows are still to be added")
