"""Tables: what the commands print."""

import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from labelled import examples, write

from larouter.learn import tables


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    rows = examples("ab")
    return [
        write(tmp_path / f"{author}.jsonl", [one for one in rows if one.author == author]) for author in "ab"
    ]


def test_the_first_stage_stands_beside_its_baselines(paths: list[Path]) -> None:
    found = tables.tiers(paths[:1], None, paths[1:], leave_one_out=False, robust=True)
    text = tables.tiers_as_text(found)
    for name in ("first stage", "random", "keyword rules", "length", "nearest neighbours", "typos in 3 %"):
        assert name in text


def test_several_files_are_told_together_and_one_by_one(paths: list[Path]) -> None:
    found = tables.tiers(paths, None, paths, leave_one_out=False, robust=False)
    counts = [one["marks"]["count"] for one in found["parts"].values()]
    assert set(found["parts"]) == {"a", "b"}
    assert sum(counts) == found["reports"][tables.OURS]["marks"]["count"]
    assert "| first stage on a |" in tables.tiers_as_text(found)


def test_authors_are_left_out_one_by_one(paths: list[Path]) -> None:
    found = tables.tiers(paths, None, [], leave_one_out=True, robust=False)
    assert set(found["authors"]) == {"a", "b"}
    assert "author left out" in tables.tiers_as_text(found)


def test_pairs_are_told_with_and_without_labels(tmp_path: Path) -> None:
    rows = [
        json.dumps(
            {
                "prompt": f"{('hello', 'prove theorem')[at % 2]} {at}",
                "scores": {"weak": 1 - at % 2, "strong": 1},
            }
        )
        for at in range(60)
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(rows))
    text = tables.pairs_as_text(tables.pairs([path], None, [20, 500], 1, ("weak", "strong")))
    assert "| set | 0 | difficulty |" in text
    assert "| set | 20 | linear |" in text
    assert "| set | 500 |" not in text


def test_latency_is_told_by_size(paths: list[Path]) -> None:
    assert "| 4000 |" in tables.latency_as_text(tables.latency(paths, None))
