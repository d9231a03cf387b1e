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
        print(f"{answer['links']:,} links, the chain is whole; its last link is {answer['last']}")
        if answer.get("acts"):
            print(
                f"{answer['acts']:,} of them vouch for acts of operators, which `larouter audit acts` lists"
            )
        if answer.get("removed"):
            print(f"the records of {answer['removed']:,} requests were removed by age; their links are there")
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
    until: Annotated[str, typer.Option(help="Up to how long ago: 30m, 12h, 7d; now if unset.")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="CSV, a row for each request.")] = False,
    url: Url = "",
) -> None:
    """Print the record as JSON Lines: every decision, attempt, cost and outcome, no prompt text."""
    from larouter.cli.decisions import since_ms

    wanted = [("since_ms", since_ms(since))] if since else []
    wanted += [("until_ms", since_ms(until))] if until else []
    query = "&".join([f"{name}={value}" for name, value in wanted] + ["form=csv"] * csv)
    path = f"/api/audit/export?{query}" if query else "/api/audit/export"
    sys.stdout.flush()
    client.pour(path, sys.stdout.buffer, url=url)
    sys.stdout.buffer.flush()


@app.command()
def correct(
    request_id: Annotated[str, typer.Argument(help="Id of the request, req_….")],
    amount: Annotated[
        float,
        typer.Option("--by", help="USD to add to what it cost; negative to take back, such as --by=-0.02."),
    ],
    reason: Annotated[str, typer.Option(help="Why, such as the number of an invoice.")],
    attempt: Annotated[
        int | None, typer.Option(help="About which attempt; the last that cost something if unset.")
    ] = None,
    url: Url = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Correct what a request cost, by a row more in the ledger; no row is ever changed."""
    body = {"request_id": request_id, "amount_usd": amount, "reason": reason, "attempt": attempt}
    answer = client.call("POST", client.path("audit", "corrections"), body, url=url)
    if json:
        show.as_json(answer)
        return
    print(
        f"{answer['cost_usd']:+.6f} USD for {answer['deployment']}, attempt {answer['attempt']} of {request_id}"
    )


@app.command()
def prompt(
    request_id: Annotated[str, typer.Argument(help="Id of the request, req_….")],
    url: Url = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the body of a request, where the project's policy keeps prompts and its time is not over."""
    answer = client.call("GET", client.path("audit", "prompts", request_id), url=url)
    if json:
        show.as_json(answer)
        return
    for name, value in answer["request"].items():
        print(f"{name} = {value}")
