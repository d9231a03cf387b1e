"""`larouter route` and `larouter explain`: why a request goes, or went, where it does."""

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from larouter.cli import client, show
from larouter.cli.projects import read_policy

_UNITS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000}
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def route(
    prompt: Annotated[str, typer.Argument(help="What would be asked; - reads it from standard input.")],
    model: Annotated[str, typer.Option(help="auto, a tier such as auto:complex, or a model id.")] = "auto",
    system: Annotated[str, typer.Option(help="A system message before it.")] = "",
    token: Annotated[
        str, typer.Option(help="A project token; else LAROUTER_TOKEN or the installation's own.")
    ] = "",
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Json = False,
) -> None:
    """Show where a request would go and why, without sending it."""
    text = sys.stdin.read() if prompt == "-" else prompt
    messages = [{"role": "system", "content": system}] if system else []
    body = {"model": model, "messages": [*messages, {"role": "user", "content": text}]}
    answer = client.call("POST", "/api/route", body, url=url, key=token, admin=False)
    if json:
        show.as_json(answer)
    else:
        tell(answer)
        if answer["dropped"] and all(loss["rule"] == "model" for loss in answer["dropped"]):
            print(
                f"\nno model here is called {model!r}; `larouter backends list` and GET /v1/models say what there is"
            )


def explain(
    request_id: Annotated[str, typer.Argument(help="The id in the answer's header x-larouter-request-id.")],
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Json = False,
) -> None:
    """Tell the story of a request: the decision, every attempt, what it cost and how it ended."""
    story = client.call("GET", client.path("requests", request_id), url=url)
    if json:
        show.as_json(story)
        return
    tell(story["decision"])
    print("\nAttempts")
    for over in story.get("passed_over", ()):
        print(f"  {over['deployment']}: not asked, {over['reason']} ({over['error']})")
    for attempt in story["attempts"]:
        tokens = f"{attempt['input_tokens']} in, {attempt['output_tokens']} out"
        ended = attempt["status"] + (f" ({attempt['error']})" if attempt["error"] else "")
        if attempt.get("queued_ms"):
            ended = f"waited {attempt['queued_ms']} ms, {ended}"
        print(
            f"  {attempt['deployment']}: {ended}, {attempt['latency_ms']} ms, {tokens}, ${attempt['cost_usd']:.6f}"
        )
    outcome = story["outcome"]
    said = (
        "still running" if outcome is None else f"status {outcome['status']} after {outcome['latency_ms']} ms"
    )
    left = "left the local zone" if story["cloud_egress"] else "nothing left the local zone"
    print(f"\nOutcome: {said}; ${story['cost_usd']:.6f}; {left}")


def replay(
    since: Annotated[str, typer.Option(help="How far back: 30m, 12h, 7d.")] = "7d",
    policy: Annotated[
        Path | None, typer.Option(help="A policy as TOML or JSON; the one in force then, if unset.")
    ] = None,
    project: Annotated[str, typer.Option(help="Name or id of a project; all of them if unset.")] = "",
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Json = False,
) -> None:
    """Decide past requests again and say what would differ; without a policy every decision must come out the same."""
    body: dict[str, object] = {"since_ms": since_ms(since)}
    if project:
        body["project"] = project
    if policy is not None:
        body["policy"] = read_policy(policy)
    answer = client.call("POST", "/api/replay", body, url=url)
    if json:
        show.as_json(answer)
    else:
        print(f"{answer['decisions']:,} decisions, {answer['identical']:,} identical")
        print(answer["summary"])
        if moves := [(row["from"], row["to"], row["count"]) for row in answer["moves"]]:
            show.table(("FROM", "TO", "COUNT"), moves)
    if policy is None and (answer["identical"] != answer["decisions"] or answer["unreadable"]):
        raise client.Failure("the record does not reproduce: " + ", ".join(answer["examples"]))


def since_ms(text: str) -> int:
    """The moment that long ago, in ms since 1970, from a text such as 30m, 12h or 7d.

    Raises:
        Failure: It is no such text.
    """
    unit = _UNITS.get(text[-1:])
    if unit is None or not text[:-1].isdigit():
        raise client.Failure(f"--since must be a number with m, h or d, such as 7d; got {text!r}", 2)
    return int(time.time() * 1000) - int(text[:-1]) * unit


def tell(decision: dict[str, Any]) -> None:
    """Print a decision for people."""
    goes = decision["answered_by"] or "nowhere"
    print(f"{decision['tier']} → {goes}" + (" (degraded)" if decision["degraded"] else ""))
    print(f"sensitivity {decision['sensitivity']}, about {decision['input_tokens']} tokens in\n")
    for reason in decision["reasons"]:
        print(f"  {reason}")
