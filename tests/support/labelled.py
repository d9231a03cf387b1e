"""Small labelled data for tests of training and evaluation."""

import json
from collections.abc import Sequence
from pathlib import Path

from larouter.core.tiers import Tier
from larouter.learn.datasets import Example

TEXTS = {
    Tier.HEARTBEAT: ("hi", "hello there", "thanks a lot", "good night", "ok bye", "merci"),
    Tier.SIMPLE: (
        "capital of Peru?",
        "how many inches in a foot",
        "who wrote Emma",
        "plural of ox",
        "when was Bach born",
        "spell necessary",
    ),
    Tier.MODERATE: (
        "write an email to my boss",
        "explain photosynthesis",
        "summarise this article",
        "draft a short letter",
        "rewrite this politely",
        "describe how tides work",
    ),
    Tier.COMPLEX: (
        "prove that e is irrational",
        "analyse the trade-offs of leasing",
        "derive the formula",
        "prove Euler's theorem",
        "compare both contracts in law",
        "find the root cause of the leak",
    ),
    Tier.FRONTIER: (
        "build a complete compiler with tests",
        "design and implement a distributed database",
        "architect a whole platform",
        "implement an operating system kernel",
        "migrate the entire monolith and write all code",
        "develop a full game engine from scratch",
    ),
}


def example(text: str, tier: Tier, author: str = "a", number: int = 0, tags: Sequence[str] = ()) -> Example:
    """A labelled single turn."""
    request = {"messages": [{"role": "user", "content": text}]}
    return Example(f"{author}-{number}", author, "en", tier, frozenset({tier}), tuple(tags), "", request)


def examples(authors: str = "ab") -> list[Example]:
    """Thirty examples by each author, told apart by a full stop or two."""
    return [
        example(text + "." * at, tier, author, 10 * tier + number)
        for at, author in enumerate(authors)
        for tier, texts in TEXTS.items()
        for number, text in enumerate(texts)
    ]


def write(path: Path, rows: Sequence[Example]) -> Path:
    """The examples as a labelled file."""
    lines = [
        json.dumps({"id": row.id, "lang": row.lang, "tier": row.tier.name, "tags": row.tags, **row.request})
        for row in rows
    ]
    path.write_text("\n".join(lines) + "\n")
    return path
