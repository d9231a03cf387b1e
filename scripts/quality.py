"""Measure the difficulty stage and write the tables of docs/explanation/routing-quality.md between their markers.

    python scripts/quality.py [FOLDER]

FOLDER holds graded pairs (routellm_*.jsonl.gz); without it their table stays as it is.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from larouter.learn import tables

PAGE = Path("docs/explanation/routing-quality.md")
DATA = Path("data/tiers")
LABELS = {"routellm_mmlu": [500, 1_500], "routellm_gsm8k": [300, 800], "routellm_mtbench": []}
DRAWS = 5


def with_tables(page: str, made: Mapping[str, str]) -> str:
    """The page with what stands between `<!-- name -->` and `<!-- /name -->` replaced."""
    for name, table in made.items():
        between = re.compile(f"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
        said = f"<!-- {name} -->\n{table}\n<!-- /{name} -->"
        page = between.sub(said.replace("\\", r"\\"), page)
    return page


def main(pairs: Path | None) -> None:
    """Measure everything and write the page."""
    training, test = sorted(DATA.glob("train_*.jsonl")), sorted(DATA.glob("test_*.jsonl"))
    made: dict[str, str] = {}
    held_out = tables.tiers(test, None, training, leave_one_out=False, robust=True)
    made["held out"] = tables.tiers_as_text(held_out)
    made["authors"] = tables.tiers_as_text(tables.tiers(training, None, [], leave_one_out=True, robust=False))
    made["latency"] = tables.latency_as_text(tables.latency(test, None))
    if pairs is not None:
        rows: list[str] = []
        for name, labels in LABELS.items():
            found = tables.pairs([pairs / f"{name}.jsonl.gz"], None, labels, DRAWS, ("weak", "strong"))
            rows += tables.pairs_as_text(found).split("\n")[2 if rows else 0 :]
        made["pairs"] = "\n".join(rows)
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
