"""Feedback given and read in a terminal."""

from typing import Any

import pytest

from larouter.cli import client
from larouter.cli.feedback import give, listed


def test_an_opinion_is_sent_with_a_projects_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sent: list[Any] = []

    def call(method: str, path: str, body: object = None, **how: Any) -> Any:
        sent.append((method, path, body, how["admin"]))
        return {"request_id": "req_1"}

    monkeypatch.setattr(client, "call", call)
    give("req_1", "too_weak", score=-1.0, comment="no", token="", url="", json=False)
    body = {"request_id": "req_1", "score": -1.0, "label": "too_weak", "comment": "no"}
    assert sent == [("POST", "/v1/feedback", body, False)]
    assert capsys.readouterr().out == "noted for req_1\n"


def test_what_was_said_is_listed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    said = {"request_id": "req_1", "label": None, "score": -0.5, "comment": "too short"}
    asked: list[str] = []

    def call(_method: str, path: str, **_: Any) -> Any:
        asked.append(path)
        return {"feedback": [said]}

    monkeypatch.setattr(client, "call", call)
    listed(project="my project", last=5, url="", json=False)
    assert asked == ["/api/feedback?projectId=my+project&limit=5"]
    assert capsys.readouterr().out.splitlines()[1].split() == ["req_1", "-", "-0.5", "too", "short"]
