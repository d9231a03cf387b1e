"""Measure the difficulty stage and write the tables of docs/explanation/routing-quality.md between their markers.

    python scripts/quality.py [FOLDER] [--pairs]

FOLDER holds graded pairs (routellm_*.jsonl.gz) and answers (mmlu_pro*.jsonl.gz); without it their tables stay as they
are. With --pairs nothing else is measured.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from larouter.learn import cascades, tables

PAGE = Path("docs/explanation/routing-quality.md")
CHART = Path("docs/images/reliability.svg")
DATA = Path("data/tiers")
LABELS = {"routellm_mmlu": [500, 1_500], "routellm_gsm8k": [300, 800], "routellm_mtbench": []}
DRAWS = 5
WEAK, HELPERS = "Meta-Llama-3_1-8B-Instruct", ("Phi-3-mini-4k-instruct", "mathstral-7B")
CASCADES = {
    "Llama 3.1 8B → 70B": "Meta-Llama-3_1-70B-Instruct",
    "Llama 3.1 8B → Gemini 1.5 Pro": "gemini-1.5-pro-002",
}
AFTER = "and one helper"
LEAST_OF_A_LANGUAGE = 20
GOALS = ("| what | to reach | measured | |", "|---|---|---|---|")
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


def goals_as_text(held_out: Found, latency: Found) -> str:
    """The table of what is to be reached."""
    rows = [
        f"| {name} | {goal} | {value:.1%} | {_met(met)} |" for name, goal, value, met in tier_goals(held_out)
    ]
    for size, most in (("50", 50), ("500", 300), ("4000", 600)):
        p50 = latency[size]["p50"]
        rows.append(f"| CPU time at {size} tokens, p50 | ≤ {most} µs | {p50:.0f} µs | {_met(p50 <= most)} |")
    return "\n".join([*GOALS, *rows])


def pair_goals(pairs: Found, after: Found) -> str:
    """What is to be reached between two models, and what the best router here reaches."""
    rows = [*GOALS]
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
    mean = sum(one["0"]["blend"]["apgr"] for one in pairs.values()) / len(pairs)
    length = sum(one["0"]["length"]["apgr"] for one in pairs.values()) / len(pairs)
    title = f"no labels, mean of the three sets (blend; length alone {length:.3f})"
    rows.append(f"| {title} | ≥ 0.63 | {mean:.3f} | {_met(mean >= 0.63)} |")
    apgr = next(iter(after.values()))[AFTER]["apgr"]
    title = f"after the answer, one small helper, {next(iter(after))}"
    rows.append(f"| {title} | ≥ 0.70 | {apgr:.3f} | {_met(apgr >= 0.70)} |")
    return "\n".join(rows)


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


def measured_cascades(folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Going on once the weak model has answered."""
    files = folder / "mmlu_pro.jsonl.gz", folder / "mmlu_pro_answers.jsonl.gz"
    return {
        title: cascades.cascade(cascades.read_answered(*files, (WEAK, strong), HELPERS), DRAWS)
        for title, strong in CASCADES.items()
    }


def pair_tables(folder: Path) -> dict[str, str]:
    """The tables of routing between two models."""
    pairs, after = measured_pairs(folder), measured_cascades(folder)
    return {
        "pair goals": pair_goals(pairs, after),
        "pairs": tables.pairs_as_text(pairs),
        "cascades": cascades.cascades_as_text(after),
    }


def tier_tables() -> dict[str, str]:
    """The tables of the first stage."""
    training, test = sorted(DATA.glob("train_*.jsonl")), sorted(DATA.glob("test_*.jsonl"))
    held_out = tables.tiers(test, None, training, leave_one_out=False, robust=True)
    latency = tables.latency(test, None)
    CHART.write_text(tables.reliability_chart(held_out), encoding="utf-8")
    return {
        "goals": goals_as_text(held_out, latency),
        "held out": tables.tiers_as_text(held_out),
        "authors": tables.tiers_as_text(tables.tiers(training, None, [], leave_one_out=True, robust=False)),
        "latency": tables.latency_as_text(latency),
    }


def main(folder: Path | None, *, pairs_alone: bool = False) -> None:
    """Measure everything and write the page."""
    made = {} if pairs_alone else tier_tables()
    if folder is not None:
        made |= pair_tables(folder)
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    said = [one for one in sys.argv[1:] if one != "--pairs"]
    main(Path(said[0]) if said else None, pairs_alone="--pairs" in sys.argv)
