"""`larouter audit`: whether the record is whole, and the record itself."""

import sys
from typing import Annotated

import typer

from larouter.cli import client, show

app = typer.Typer(help="The audit record: verify it, export it.", no_args_is_help=True)
Url = Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")]


@app.command()
def verify(url: Url = "", json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Walk the chain of the record; exit 1 with every fault when something was changed, removed or slipped in."""
    answer = client.call("GET", "/api/audit/verify", url=url)
    if json:
        show.as_json(answer)
    elif answer["ok"]:
        print(f"{answer['links']:,} requests, the chain is whole; its last link is {answer['last']}")
    if not answer["ok"]:
        raise client.Failure("; ".join(answer["faults"]))


@app.command()
def acts(
    limit: Annotated[int, typer.Option(help="How many, the newest of them.")] = 100,
    url: Url = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List what operators changed while the router ran, newest first."""
    from datetime import UTC, datetime

    answer = client.call("GET", f"/api/audit/acts?limit={limit}", url=url)
    if json:
        show.as_json(answer)
        return
    rows = [
        (
            f"{datetime.fromtimestamp(row['at_ms'] / 1000, UTC):%Y-%m-%d %H:%M:%S}",
            row["action"],
            row["subject"],
            row["actor"],
        )
        for row in answer["acts"]
    ]
    show.table(("WHEN (UTC)", "WHAT", "OF", "BY"), rows)


@app.command()
def export(
    since: Annotated[str, typer.Option(help="How far back: 30m, 12h, 7d; all of it if unset.")] = "",
    url: Url = "",
) -> None:
    """Print the record as JSON Lines: every decision, attempt, cost and outcome, no prompt text."""
    from larouter.cli.decisions import since_ms

    query = f"?since_ms={since_ms(since)}" if since else ""
    sys.stdout.write(client.fetch("GET", f"/api/audit/export{query}", url=url).body.decode())
