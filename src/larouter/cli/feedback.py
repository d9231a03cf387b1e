"""`larouter feedback`: say what you think of an answer, and read what others said."""

from typing import Annotated
from urllib.parse import urlencode

import typer

from larouter.cli import client, show

app = typer.Typer(help="Say what you think of answers, and read what was said.", no_args_is_help=True)
Url = Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def give(
    request_id: Annotated[str, typer.Argument(help="The id in the answer's header x-larouter-request-id.")],
    label: Annotated[
        str,
        typer.Argument(help="good, bad, too_weak, too_strong, or the tier that was needed; may be left out."),
    ] = "",
    score: Annotated[
        float | None, typer.Option(min=-1, max=1, help="From -1 (useless) to 1 (just right).")
    ] = None,
    comment: Annotated[str, typer.Option(help="In your own words.")] = "",
    token: Annotated[
        str, typer.Option(help="A project token; else LAROUTER_TOKEN or the installation's own.")
    ] = "",
    url: Url = "",
    json: Json = False,
) -> None:
    """Say what you think of an answer; a second time replaces the first."""
    body = {"request_id": request_id, "score": score, "label": label, "comment": comment}
    answer = client.call("POST", "/v1/feedback", body, url=url, key=token, admin=False)
    if json:
        show.as_json(answer)
    else:
        print(f"noted for {answer['request_id']}")


@app.command("list")
def listed(
    project: Annotated[str, typer.Option(help="Name or id of a project; all of them if unset.")] = "",
    last: Annotated[int, typer.Option(min=1, max=500, help="So many of the newest.")] = 50,
    url: Url = "",
    json: Json = False,
) -> None:
    """List what was said of answers, newest first."""
    answer = client.call("GET", f"/api/feedback?{urlencode({'projectId': project, 'limit': last})}", url=url)
    if json:
        show.as_json(answer)
        return
    rows = [
        (
            one["request_id"],
            one["label"] or "-",
            "-" if one["score"] is None else f"{one['score']:+.1f}",
            one["comment"],
        )
        for one in answer["feedback"]
    ]
    show.table(("REQUEST", "LABEL", "SCORE", "COMMENT"), rows)
