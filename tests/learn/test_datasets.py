"""Labelled files: what they say, and what is refused."""

from pathlib import Path

import pytest
from labelled import examples, write

from larouter.core.tiers import Tier
from larouter.learn.datasets import BadExample, read_examples

LINE = '{"id":"x-1","lang":"de","tier":"SIMPLE","ok":["SIMPLE","MODERATE"],"messages":[{"role":"user","content":"Hm"}]}'


def test_a_line_is_an_example_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "anna.jsonl").write_text(LINE + "\n\n")
    (found,) = read_examples([tmp_path / "anna.jsonl"])
    assert (found.author, found.tier, found.accepted) == ("anna", Tier.SIMPLE, {Tier.SIMPLE, Tier.MODERATE})
    assert found.chat().turns[-1].text == found.text() == "Hm"


@pytest.mark.parametrize(
    "change", [('"SIMPLE","ok"', '"HARD","ok"'), ('"role":"user"', '"role":"boss"'), ("{", "")]
)
def test_a_bad_line_is_refused_with_its_place(tmp_path: Path, change: tuple[str, str]) -> None:
    (tmp_path / "a.jsonl").write_text(LINE + "\n" + LINE.replace(*change, 1))
    with pytest.raises(BadExample, match=r"a\.jsonl:2"):
        read_examples([tmp_path / "a.jsonl"])


def test_what_is_written_is_read(tmp_path: Path) -> None:
    rows = examples("a")
    assert [row.tier for row in read_examples([write(tmp_path / "a.jsonl", rows)])] == [
        row.tier for row in rows
    ]
