"""Words are cut as BERT's own tokenizer cuts them."""

import json
from pathlib import Path

import pytest

from larouter.routers.wordpiece import NotWordPiece, WordPiece, read_vocabulary

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "run", "##ning", "!", "cafe", "数"]
NUMBERS = {piece: at for at, piece in enumerate(PIECES)}


def cut(text: str, *, longest: int = 64, lower: bool = True) -> list[str]:
    found = WordPiece(NUMBERS, lower=lower).encode(text, longest)
    return [PIECES[number] for number in found]


def test_the_longest_known_beginning_is_taken_then_the_longest_continuation() -> None:
    assert cut("unaffable running") == ["[CLS]", "un", "##aff", "##able", "run", "##ning", "[SEP]"]


def test_a_word_that_cannot_be_cut_is_unknown_as_a_whole() -> None:
    assert cut("unzip run") == ["[CLS]", "[UNK]", "run", "[SEP]"]
    assert cut("r" * 101) == ["[CLS]", "[UNK]", "[SEP]"]


def test_case_and_accents_go_where_the_vocabulary_has_none() -> None:
    assert cut("Café") == ["[CLS]", "cafe", "[SEP]"]
    assert cut("Café", lower=False) == ["[CLS]", "[UNK]", "[SEP]"]


def test_punctuation_and_ideographs_stand_alone_and_control_characters_go() -> None:
    assert cut("run!数\x00run") == ["[CLS]", "run", "!", "数", "run", "[SEP]"]


def test_of_a_long_text_the_beginning_and_the_end_are_kept() -> None:
    assert cut("run " * 20 + "!", longest=6) == ["[CLS]", "run", "run", "run", "!", "[SEP]"]


def test_a_vocabulary_is_read_from_lines_or_from_a_tokenizer(tmp_path: Path) -> None:
    lines, tokenizer = tmp_path / "vocab.txt", tmp_path / "tokenizer.json"
    lines.write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    tokenizer.write_text(json.dumps({"model": {"type": "WordPiece", "vocab": NUMBERS}}), encoding="utf-8")
    assert read_vocabulary(lines) == read_vocabulary(tokenizer) == NUMBERS


def test_another_kind_of_vocabulary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps({"model": {"type": "BPE", "vocab": {}}}))
    with pytest.raises(NotWordPiece, match="BPE"):
        read_vocabulary(path)
    with pytest.raises(NotWordPiece, match=r"\[CLS\]"):
        WordPiece({"a": 0}, lower=True)
