"""A classifier of one's own in ONNX chooses: a tiny one, run by the real onnxruntime."""

import math
from pathlib import Path

import pytest
from onnx_file import write_classifier
from plugged import asked

pytest.importorskip("onnxruntime")

from larouter.routers.bert import likelihoods
from larouter.routers.plug import CannotRoute, Options, Router, plug

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "prove", "hello", "lemma"]


def model(folder: Path, weights: dict[str, list[float]], **told: str) -> Path:
    path = folder / "model.onnx"
    none = [0.0] * len(next(iter(weights.values())))
    write_classifier(path, [weights.get(piece, none) for piece in PIECES], **told)
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n")
    return path


def bert(path: Path, **options: str | int | bool) -> Router:
    given: Options = {"file": str(path), **options}
    return plug("bert", given)


async def score(router: Router, text: str) -> float:
    found = router.score(asked(text))
    assert not isinstance(found, float)
    return await found


async def test_the_last_class_is_the_strong_model_unless_another_is_named(tmp_path: Path) -> None:
    path = model(tmp_path, {"prove": [0.0, 0.0, 2.0], "hello": [3.0, 0.0, 0.0]})
    assert await score(bert(path), "Prove!") == pytest.approx(math.exp(2) / (math.exp(2) + 2))
    assert await score(bert(path), "hello") < 0.1
    assert await score(bert(path, strong="0,1"), "hello") > 0.9


async def test_a_single_number_is_the_log_odds_of_the_strong_model(tmp_path: Path) -> None:
    path = model(tmp_path, {"prove": [1.5], "hello": [-1.5]})
    hard, easy = await score(bert(path), "prove"), await score(bert(path), "hello")
    assert hard == pytest.approx(1 / (1 + math.exp(-1.5)))
    assert hard + easy == pytest.approx(1.0)


async def test_a_long_text_is_read_at_both_ends_only(tmp_path: Path) -> None:
    path = model(tmp_path, {"prove": [0.0, 1.0]})
    text = "hello " * 50_000 + "prove"
    assert await score(bert(path, longest=16), text) == pytest.approx(math.e / (1 + math.e))


async def test_what_cannot_be_run_is_said(tmp_path: Path) -> None:
    path = model(tmp_path, {"prove": [1.0, 0.0]}, ids="pixels")
    with pytest.raises(CannotRoute, match="pixels"):
        await score(bert(path), "prove")
    path.write_bytes(b"no model at all")
    with pytest.raises(CannotRoute, match="cannot be run"):
        await score(bert(path), "prove")


async def test_a_class_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = model(tmp_path, {"prove": [1.0, 0.0]})
    with pytest.raises(CannotRoute, match="2 classes"):
        await score(bert(path, strong="5"), "prove")


@pytest.mark.parametrize("options", [{"strong": "many"}, {"longest": 2}, {"threads": 0}])
def test_options_that_make_no_sense_are_refused(tmp_path: Path, options: dict[str, str | int]) -> None:
    with pytest.raises(CannotRoute, match=next(iter(options))):
        bert(model(tmp_path, {"prove": [1.0, 0.0]}), **options)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRoute, match="file = "):
        plug("bert", {})
    with pytest.raises(CannotRoute, match=r"absent\.onnx"):
        bert(tmp_path / "absent.onnx")
    path = model(tmp_path, {"prove": [1.0, 0.0]})
    (tmp_path / "vocab.txt").unlink()
    with pytest.raises(CannotRoute, match="vocabulary"):
        bert(path)


def test_large_logits_do_not_overflow() -> None:
    assert likelihoods([1e4, -1e4]) == [1.0, 0.0]
