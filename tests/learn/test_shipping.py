"""From files to the weights that ship."""

from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from labelled import examples, write

from larouter.inspect.weights import load, shipped
from larouter.learn.shipping import digest, leave_one_out, train

REPOSITORY = Path(__file__).parents[2]


def files(folder: Path) -> list[Path]:
    rows = examples("ab")
    return [
        write(folder / f"{author}.jsonl", [one for one in rows if one.author == author]) for author in "ab"
    ]


def test_the_same_files_give_the_same_weights(tmp_path: Path) -> None:
    assert train(files(tmp_path)) == train(files(tmp_path))


def test_an_author_left_out_is_judged_by_the_others(tmp_path: Path) -> None:
    for author, theirs, guesses in leave_one_out(files(tmp_path)):
        assert {one.author for one in theirs} == {author}
        assert sum(guess.tier is one.tier for guess, one in zip(guesses, theirs, strict=True)) > 0.6 * len(
            theirs
        )


def test_the_weights_know_what_they_were_trained_on(tmp_path: Path) -> None:
    paths = files(tmp_path)
    assert load(train(paths, by_author=False)).about["data"] == digest(paths)


def test_the_shipped_weights_were_trained_on_the_data_in_this_repository() -> None:
    assert shipped().about["data"] == digest(sorted((REPOSITORY / "data/tiers").glob("train_*.jsonl")))
