"""`larouter capacity`: how busy each model is, and what more slots or another server would do."""

from typing import Annotated, Any

import typer

from larouter.cli import client, show


def capacity(
    days: Annotated[int, typer.Option(min=1, max=366, help="How many days back the ledger is read.")] = 7,
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how busy each deployment is and was, and how long requests would wait with more slots (Erlang's C)."""
    answer = client.call("GET", f"/api/capacity?days={days}", url=url)
    if json:
        show.as_json(answer)
        return
    rows = [
        (
            it["name"],
            it["in_flight"],
            it["capacity"],
            it["requests"],
            it["ttft_ms"],
            it["tokens_per_second"],
            it["busiest_hour"]["mean_in_flight"] if it["busiest_hour"] else None,
        )
        for it in answer["deployments"]
    ]
    head = ("DEPLOYMENT", "NOW", "SLOTS", "REQUESTS", "FIRST TOKEN MS", "TOKENS/S", "BUSIEST HOUR, AT ONCE")
    show.table(head, [tuple(_cell(cell) for cell in row) for row in rows])
    for it in answer["deployments"]:
        if it["plan"]:
            print(f"\n{it['name']} in its busiest hour, as M/M/c:")
            columns = ("WITH", "SLOTS", "TAKEN", "WAIT AT ALL", "MEAN WAIT", "95 OF 100 WAIT LESS THAN")
            show.table(columns, [_option(option) for option in it["plan"]])
    if any(it["plan"] for it in answer["deployments"]):
        print(
            "\nMore slots of one server share its processor: what they gain is the most that can be hoped for."
        )


def _option(it: dict[str, Any]) -> tuple[object, ...]:
    grows = "grows without end"
    mean = f"{it['mean_wait_seconds']:.2f} s" if it["stable"] else grows
    late = f"{it['p95_wait_seconds']:.2f} s" if it["stable"] else grows
    return (it["what"], it["slots"], f"{it['utilisation']:.0%}", f"{it['waiting_share']:.0%}", mean, late)


def _cell(value: object) -> object:
    return f"{value:.2f}" if isinstance(value, float) else value
