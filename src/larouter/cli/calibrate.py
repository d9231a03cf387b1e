"""`larouter calibrate`: what other thresholds would cost and be worth, from a project's own traffic."""

import json as json_module
from difflib import unified_diff
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from larouter.cli import client, show

Out = Annotated[Path | None, typer.Option(help="Write the policy with the proposal to this file (JSON).")]


def calibrate(
    project: Annotated[str, typer.Argument(help="Name or id of the project.")] = "default",
    quality: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="At least this share of requests with a tier that is enough."),
    ] = None,
    cloud: Annotated[
        float | None, typer.Option(min=0, max=1, help="At most this share of requests to cloud tiers.")
    ] = None,
    daily_usd: Annotated[float | None, typer.Option(min=0, help="At most so many USD a day.")] = None,
    last: Annotated[int, typer.Option(min=1, max=20_000, help="So many of the newest requests.")] = 2_000,
    out: Out = None,
    url: Annotated[str, typer.Option(help="Where the router is; else LAROUTER_URL.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Propose thresholds from past requests: what they would cost, how good they would be. Switches nothing."""
    wishes = {"quality": quality, "cloud": cloud, "daily_usd": daily_usd}
    asked = {
        "projectId": project,
        "last": last,
        **{name: one for name, one in wishes.items() if one is not None},
    }
    found = client.call("GET", f"/api/calibration?{urlencode(asked)}", url=url)
    if json:
        show.as_json(found)
    else:
        _tell(found)
    if found["curve"] is not None:
        change = {"thresholds": found["curve"]["proposed"]["thresholds"]}
        propose(project, change, out, url, silent=json)


def propose(
    project: str, change: dict[str, Any], out: Path | None, url: str, *, silent: bool = False
) -> None:
    """Show how a policy would change, and write the changed one where a file is named."""
    policy = client.call("GET", client.path("projects", project, "policy"), url=url)
    before, after = (
        json_module.dumps(one, indent=2, ensure_ascii=False).splitlines()
        for one in (policy, {**policy, **change})
    )
    if not silent:
        print("\n".join(unified_diff(before, after, "in force", "proposed", lineterm="", n=1)) or "no change")
    if out is not None:
        out.write_text("\n".join(after) + "\n", encoding="utf-8")
        if not silent:
            print(
                f"\n{out} is written; put it in force with: larouter projects policy {project} --file {out}"
            )


def _tell(found: dict[str, Any]) -> None:
    drift = found["drift"]
    if drift is not None and drift["alarm"]:
        way = "harder" if drift["harder"] > 0 else "easier"
        print(
            f"ALARM: requests have become {way} (drift {drift['index']:.2f}, mean {drift['harder']:+.2f})\n"
        )
    curve = found["curve"]
    print(f"{found['requests']:,} requests, {found['opinions']:,} of them spoken of, judged or replaced")
    if curve is None:
        print(f"a curve takes {found['needed']} requests whose difficulty decided where they went")
        return
    rows = [_row("", one) for one in _some(curve["points"])]
    rows.append(_row("now", curve["present"]))
    rows.append(_row("proposed", curve["proposed"]))
    show.table(("", "THRESHOLDS", "QUALITY", "95 %", "USD/1000", "95 %", "CLOUD", "MOVE"), rows)
    print(f"\n{curve['reason']}; about {curve['requests_daily']:,.0f} requests a day")
    for move in curve["moves"]:
        print(f"  {move['count']:,} of {move['before']} would go to {move['after']}")
    saved = curve["saved_daily_usd"]
    print(f"  {'saves' if saved >= 0 else 'costs'} ${abs(saved):,.2f} a day\n")


def _some(points: list[dict[str, Any]], most: int = 9) -> list[dict[str, Any]]:
    if len(points) <= most:
        return points
    return [points[round(at * (len(points) - 1) / (most - 1))] for at in range(most)]


def _row(name: str, one: dict[str, Any]) -> tuple[str, ...]:
    low, high = one["quality_interval"]
    cheap, dear = (1000 * value for value in one["cost_interval_usd"])
    return (
        name,
        " ".join(f"{value:.3f}" for value in one["thresholds"]),
        f"{one['quality']:.1%}",
        f"{low:.1%}-{high:.1%}",
        f"{1000 * one['cost_usd']:.3f}",
        f"{cheap:.3f}-{dear:.3f}",
        f"{one['cloud']:.0%}",
        str(one["moves"]),
    )
