"""`larouter savings`."""

import pytest

from larouter.cli import client, savings


def test_what_was_saved_is_said_with_its_doubts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {
        "baselineModel": "claude-opus-5-5", "answers": 10, "localAnswers": 7, "paid": 1.0, "baseline": 4.0,
        "saved": 3.0, "savedShare": 0.75, "atLeast": 1.5, "unpricedAttempts": 2, "simulatedAnswers": 3,
    }  # fmt: skip
    monkeypatch.setattr(client, "call", lambda *_, **__: told)
    savings.savings()
    out = capsys.readouterr().out
    assert "saved $3.000000 (75.0%)" in out
    assert "at least $1.500000" in out
    assert "2 attempts have no known price" in out
    assert "3 answers of simulated backends are left out" in out
