"""Measure the difficulty stage and write the tables of docs/explanation/routing-quality.md between their markers.

    python scripts/quality.py [FOLDER]

FOLDER holds graded pairs (routellm_*.jsonl.gz); without it their table stays as it is.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from larouter.learn import tables

PAGE = Path("docs/explanation/routing-quality.md")
CHART = Path("docs/images/reliability.svg")
DATA = Path("data/tiers")
LABELS = {"routellm_mmlu": [500, 1_500], "routellm_gsm8k": [300, 800], "routellm_mtbench": []}
DRAWS = 5
LEAST_OF_A_LANGUAGE = 20
Found = Mapping[str, Any]
Goal = tuple[str, str, float, bool]


def with_tables(page: str, made: Mapping[str, str]) -> str:
    """The page with what stands between `<!-- name -->` and `<!-- /name -->` replaced."""
    for name, table in made.items():
        between = re.compile(f"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
        said = f"<!-- {name} -->\n{table}\n<!-- /{name} -->"
        page = between.sub(said.replace("\\", r"\\"), page)
    return page


def tier_goals(held_out: Found) -> list[Goal]:
    """What is to be reached on held-out authors, and what is."""
    ours, moved = held_out["reports"][tables.OURS], held_out["robustness"]
    marks = ours["marks"]
    languages = {
        name: one["exact"] for name, one in ours["languages"].items() if one["count"] >= LEAST_OF_A_LANGUAGE
    }
    worst = min(languages, key=lambda name: languages[name])
    low = ", ".join(sorted(name for name, exact in languages.items() if exact < 0.8)) or "none"
    shares = (
        ("exact", "≥ 80 %", marks["exact"], marks["exact"] >= 0.80),
        ("within acceptable", "≥ 90 %", marks["accepted"], marks["accepted"] >= 0.90),
        ("under-routed", "≤ 4 %", marks["under"], marks["under"] <= 0.04),
        ("local or cloud side right", "≥ 96 %", marks["side"], marks["side"] >= 0.96),
        (f"worst language ({worst}); below 80 %: {low}", "≥ 80 %", languages[worst], languages[worst] >= 0.8),
        ("calibration error, in per cent", "≤ 4 %", ours["ece"], ours["ece"] <= 0.04),
    )
    attack = "optimised prefix sends a local request to the cloud"
    typos = "typos in 3 % of characters: tier"
    return [
        *shares,
        ("3 % typos change the tier", "≤ 4 %", moved[typos], moved[typos] <= 0.04),
        ("optimised prefix succeeds", "≤ 30 %", moved[attack], moved[attack] <= 0.30),
    ]


def goals_as_text(held_out: Found, latency: Found, pairs: Found | None) -> str:
    """The table of what is to be reached."""
    rows = [
        f"| {name} | {goal} | {value:.1%} | {_met(met)} |" for name, goal, value, met in tier_goals(held_out)
    ]
    if pairs is not None:
        rows += pair_goals(pairs)
    for size, most in (("50", 50), ("500", 300), ("4000", 600)):
        p50 = latency[size]["p50"]
        rows.append(f"| CPU time at {size} tokens, p50 | ≤ {most} µs | {p50:.0f} µs | {_met(p50 <= most)} |")
    return "\n".join(["| what | to reach | measured | |", "|---|---|---|---|", *rows])


def pair_goals(pairs: Found) -> list[str]:
    """What is to be reached between two models, and what the best router here reaches."""
    rows = []
    goals = (
        ("routellm_mmlu", "1500", 0.65),
        ("routellm_gsm8k", "300", 0.65),
        ("routellm_gsm8k", "800", 0.69),
    )
    for name, labels, goal in goals:
        found = pairs[name][labels]
        best = max(found, key=lambda router: found[router]["apgr"])
        apgr, cpt80 = found[best]["apgr"], found[best]["cpt80"]
        title = (
            f"{name.removeprefix('routellm_').upper()} APGR, {labels} graded ({best}; CPT80 {cpt80:.1f} %)"
        )
        rows.append(f"| {title} | ≥ {goal} | {apgr:.3f} | {_met(apgr >= goal)} |")
    mean = sum(one["0"]["difficulty"]["apgr"] for one in pairs.values()) / len(pairs)
    length = sum(one["0"]["length"]["apgr"] for one in pairs.values()) / len(pairs)
    title = f"no labels, mean of the three sets (length alone {length:.3f})"
    rows.append(f"| {title} | ≥ 0.63 | {mean:.3f} | {_met(mean >= 0.63)} |")
    return rows


def _met(met: bool) -> str:
    return "met" if met else "missed"


def measured_pairs(folder: Path) -> Found:
    """Routers between two models on every set in a folder."""
    files: Sequence[tuple[Path, list[int]]] = [
        (folder / f"{name}.jsonl.gz", labels) for name, labels in LABELS.items()
    ]
    found: dict[str, Any] = {}
    for path, labels in files:
        found |= tables.pairs([path], None, labels, DRAWS, ("weak", "strong"))
    return found


def main(folder: Path | None) -> None:
    """Measure everything and write the page."""
    training, test = sorted(DATA.glob("train_*.jsonl")), sorted(DATA.glob("test_*.jsonl"))
    held_out = tables.tiers(test, None, training, leave_one_out=False, robust=True)
    latency = tables.latency(test, None)
    pairs = None if folder is None else measured_pairs(folder)
    made = {
        "goals": goals_as_text(held_out, latency, pairs),
        "held out": tables.tiers_as_text(held_out),
        "authors": tables.tiers_as_text(tables.tiers(training, None, [], leave_one_out=True, robust=False)),
        "latency": tables.latency_as_text(latency),
    }
    if pairs is not None:
        made["pairs"] = tables.pairs_as_text(pairs)
    CHART.write_text(tables.reliability_chart(held_out), encoding="utf-8")
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
