"""Refuse labelled data in which a test request nearly repeats a training request."""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

GRAM = 5
TOO_SIMILAR = 0.8
SHORTEST = 30  # "thanks!" is not a copy of "thanks!"
COMMON = 400
_NOT_WORDS = re.compile(r"[\W_]+")


def normalised(row: dict[str, Any]) -> str:
    """All that the user says in a request: lower case, words only."""
    contents = [turn.get("content") or "" for turn in row["messages"] if turn["role"] == "user"]
    texts = [
        one if isinstance(one, str) else " ".join(part.get("text", "") for part in one) for one in contents
    ]
    return _NOT_WORDS.sub(" ", " ".join(texts).lower()).strip()


def grams(text: str) -> frozenset[str]:
    """Every five characters in a row."""
    return frozenset(text[at : at + GRAM] for at in range(len(text) - GRAM + 1))


def rows_of(paths: Iterable[Path]) -> list[tuple[str, frozenset[str]]]:
    """The id and the grams of every request that is long enough to be a copy."""
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                row = json.loads(line)
                text = normalised(row)
                if len(text) >= SHORTEST:
                    found.append((str(row["id"]), grams(text)))
    return found


def near_duplicates(training: Iterable[Path], test: Iterable[Path]) -> Iterator[tuple[str, str, float]]:
    """Pairs of a test and a training request whose grams have a Jaccard similarity of `TOO_SIMILAR` or more."""
    known = rows_of(training)
    where: dict[str, list[int]] = defaultdict(list)
    for at, (_, pieces) in enumerate(known):
        for piece in pieces:
            where[piece].append(at)
    for name, pieces in rows_of(test):
        met: Counter[int] = Counter()
        for piece in pieces:
            if len(where.get(piece, ())) <= COMMON:
                met.update(where.get(piece, ()))
        for at, _ in met.most_common(3):
            other, theirs = known[at]
            similar = len(pieces & theirs) / len(pieces | theirs)
            if similar >= TOO_SIMILAR:
                yield name, other, similar


def main(folder: Path) -> int:
    """Check a folder of `train_*.jsonl` and `test_*.jsonl`; return the exit status."""
    training, test = sorted(folder.glob("train_*.jsonl")), sorted(folder.glob("test_*.jsonl"))
    complaints = [
        f"{name} repeats {other} ({similar:.2f})" for name, other, similar in near_duplicates(training, test)
    ]
    print(*complaints, sep="\n", end="\n" if complaints else "")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "data/tiers")))
