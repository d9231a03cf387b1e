"""Calibration in a terminal: a table, what would move, and a policy file that is written and not put in force."""

import json
from pathlib import Path
from typing import Any

import pytest

from larouter.cli import client
from larouter.cli.calibrate import calibrate

POINT = {
    "dial": 0.8, "thresholds": [0.1, 0.3, 0.6, 0.9], "quality": 0.91, "quality_interval": [0.9, 0.92],
    "cost_usd": 0.002, "cost_interval_usd": [0.001, 0.003], "cloud": 0.2, "moves": 12,
}  # fmt: skip
FOUND = {
    "project": "default", "requests": 300, "needed": 50, "opinions": 40, "drift": None,
    "curve": {
        "points": [POINT] * 20, "present": POINT, "proposed": POINT, "reason": "the cheapest", "requests_daily": 100,
        "moves": [{"before": "COMPLEX", "after": "MODERATE", "count": 12}], "saved_daily_usd": 1.5,
    },
}  # fmt: skip
POLICY = {"floor": "SIMPLE", "thresholds": [0.1, 0.3, 0.5, 0.75]}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    asked: list[tuple[str, str]] = []

    def call(method: str, path: str, *_: object, **__: Any) -> Any:
        asked.append((method, path))
        return POLICY if path.endswith("/policy") else found

    found: Any = FOUND
    monkeypatch.setattr(client, "call", call)
    return asked


def test_the_proposal_is_told_and_written_and_nothing_is_put(
    asked: list[tuple[str, str]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "policy.json"
    calibrate("default", quality=None, cloud=0.2, daily_usd=None, last=500, out=out, url="", json=False)
    said = capsys.readouterr().out
    assert asked[0] == ("GET", "/api/calibration?projectId=default&last=500&cloud=0.2")
    assert {method for method, _ in asked} == {"GET"}
    assert "12 of COMPLEX would go to MODERATE" in said
    assert "saves $1.50 a day" in said
    assert "-    0.5," in said
    assert "+    0.6," in said
    assert json.loads(out.read_text()) == {**POLICY, "thresholds": POINT["thresholds"]}


def test_an_alarm_comes_first_and_too_little_traffic_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drift = {"alarm": True, "harder": 0.2, "index": 0.4}
    monkeypatch.setattr(client, "call", lambda *_, **__: {**FOUND, "curve": None, "drift": drift})
    calibrate("default", quality=None, cloud=None, daily_usd=None, last=9, out=None, url="", json=False)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("ALARM: requests have become harder")
    assert said[-1].startswith("a curve takes 50 requests")
