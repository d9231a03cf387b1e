"""`larouter usage`: what was used and what it cost."""

import sys
from typing import Annotated
from urllib.parse import urlencode

import typer

from larouter.cli import client, show


def usage(
    period: Annotated[str, typer.Option(help="daily, weekly, monthly or all.")] = "monthly",
    project: Annotated[str, typer.Option(help="Name or id of a project; all of them if unset.")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Print every attempt as CSV.")] = False,
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show calls, tokens and cost of a period, by model and by tier."""
    query = "?" + urlencode({"period": period, "projectId": project})
    if csv:
        sys.stdout.write(client.fetch("GET", f"/api/usage/export{query}", url=url).body.decode())
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
