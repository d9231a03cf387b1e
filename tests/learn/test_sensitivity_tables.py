"""The figures of the inspector as tables: shares with their intervals, and no text of any case."""

import json
from pathlib import Path

from larouter.learn.sensitivity_tables import sensitivity, sensitivity_as_text

CASES = (
    {"id": "a", "lang": "en", "label": "confidential", "tags": ["card", "obfuscated"], "text": "card 4556737586899855"},
    {"id": "b", "lang": "en", "label": "public", "tags": ["chat"], "text": "hello aardvark"},
    {"id": "c", "lang": "de", "label": "internal", "tags": ["marking"], "text": "hello again"},
)  # fmt: skip


def test_recall_precision_and_confusion_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in CASES), encoding="utf-8")
    found = sensitivity([file])
    figures = found["files"]["cases.jsonl"]
    assert figures["cases"] == 3
    assert figures["levels"]["confidential"]["recall"]["share"] == 1.0
    assert figures["levels"]["internal"]["recall"]["hits"] == 0
    assert figures["confusion"] == {"public": [1, 0, 0], "internal": [1, 0, 0], "confidential": [0, 0, 1]}
    said = sensitivity_as_text(found)
    assert "| de | 0.0% (0/1;" in said
    assert "| confidential | 100.0% (1/1;" in said
    assert "aardvark" not in said
