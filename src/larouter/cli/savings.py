"""`larouter savings`: what routing saved against one baseline model."""

from typing import Annotated
from urllib.parse import urlencode

import typer

from larouter.cli import client, show


def savings(
    period: Annotated[str, typer.Option(help="daily, weekly, monthly or all.")] = "monthly",
    project: Annotated[str, typer.Option(help="Name or id of a project; all of them if unset.")] = "",
    baseline: Annotated[
        str, typer.Option(help="Model to compare with; the first FRONTIER model if unset.")
    ] = "",
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what the same answers would have cost on one model, less all that was paid."""
    query = urlencode({"period": period, "projectId": project, "baseline": baseline})
    answer = client.call("GET", f"/api/savings?{query}", url=url)
    if json:
        show.as_json(answer)
        return
    share = answer["savedShare"]
    print(f"{answer['answers']} answers, {answer['localAnswers']} of them local")
    print(f"paid ${answer['paid']:.6f}; on {answer['baselineModel']} ${answer['baseline']:.6f}")
    print(f"saved ${answer['saved']:.6f}" + (f" ({share:.1%})" if share is not None else ""))
    print(f"at least ${answer['atLeast']:.6f}, had the baseline found every prompt in its cache")
    if answer["unpricedAttempts"]:
        print(f"{answer['unpricedAttempts']} attempts have no known price, so less was saved than this says")
    if answer["simulatedAnswers"]:
        print(f"{answer['simulatedAnswers']} answers of simulated backends are left out")
