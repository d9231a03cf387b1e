"""Words cut into the pieces that BERT knows, as its vocabulary was made for.

Source: google-research/bert, `tokenization.py` (BasicTokenizer, WordpieceTokenizer): control characters go, ideographs
and punctuation stand alone, uncased vocabularies have no case and no accents, and of every word the longest known
beginning is taken, then the longest known continuation, written with ## before it.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

LONGEST_WORD = 100
_IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))
_SYMBOLS = frozenset("$+<=>^`|~")  # no punctuation to Unicode, but to BERT


class NotWordPiece(ValueError):
    """A vocabulary is none of WordPiece; the message says what is missing."""


class WordPiece:
    """A vocabulary and what is needed to cut texts by it.

    Args:
        numbers: The number of each piece.
        lower: Whether case and accents are taken away.

    Raises:
        NotWordPiece: It lacks [CLS], [SEP] or [UNK].
    """

    def __init__(self, numbers: Mapping[str, int], *, lower: bool) -> None:
        missing = [name for name in ("[CLS]", "[SEP]", "[UNK]") if name not in numbers]
        if missing:
            raise NotWordPiece(f"it has no {', '.join(missing)}")
        self._numbers = numbers
        self._lower = lower

    def encode(self, text: str, longest: int) -> list[int]:
        """The numbers of a text's pieces between [CLS] and [SEP]: of what is too long the beginning and the end."""
        pieces = [number for word in self._words(text) for number in self._pieces(word)]
        room = longest - 2
        if len(pieces) > room:
            head = room - room // 4
            pieces = pieces[:head] + pieces[len(pieces) - (room - head) :]
        return [self._numbers["[CLS]"], *pieces, self._numbers["[SEP]"]]

    def _words(self, text: str) -> list[str]:
        if self._lower:
            text = unicodedata.normalize("NFD", text.lower())
        return "".join(self._spaced(text)).split()

    def _spaced(self, text: str) -> Iterator[str]:
        for letter in text:
            kind = unicodedata.category(letter)
            if letter.isspace():
                yield " "
            elif kind[0] == "C" or letter == "\ufffd" or (self._lower and kind == "Mn"):
                continue
            elif kind[0] == "P" or letter in _SYMBOLS or _is_ideograph(ord(letter)):
                yield f" {letter} "
            else:
                yield letter

    def _pieces(self, word: str) -> list[int]:
        unknown = [self._numbers["[UNK]"]]
        if len(word) > LONGEST_WORD:
            return unknown
        found, start = [], 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._numbers.get(mark + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return unknown
        return found


def _is_ideograph(point: int) -> bool:
    return any(low <= point <= high for low, high in _IDEOGRAPHS)


def read_vocabulary(path: Path) -> dict[str, int]:
    """The pieces in a `vocab.txt`, one a line, or in a `tokenizer.json`.

    Raises:
        NotWordPiece: The tokenizer is of another kind.
        OSError: It cannot be read.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".json":
        return {piece: at for at, piece in enumerate(text.removesuffix("\n").split("\n"))}
    try:
        model = json.loads(text)["model"]
        if model["type"] == "WordPiece":
            return {str(piece): int(number) for piece, number in model["vocab"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotWordPiece("it is no tokenizer.json") from None
    raise NotWordPiece(f"its tokenizer is {model['type']}, and only WordPiece is read")
