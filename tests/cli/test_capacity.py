"""`larouter capacity`: tables for people, JSON for programs."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from larouter.cli import client
from larouter.cli.main import app

OPTION = {
    "what": "as it is", "slots": 2, "utilisation": 0.9, "stable": True, "waiting_share": 0.85,
    "mean_wait_seconds": 8.53, "p95_wait_seconds": 28.3,
}  # fmt: skip
GROWING = {
    **OPTION,
    "what": "one slot less",
    "stable": False,
    "mean_wait_seconds": None,
    "p95_wait_seconds": None,
}
ROW = {
    "name": "a/x", "in_flight": 1, "capacity": 2, "requests": 100, "ttft_ms": 50, "tokens_per_second": 12.3,
    "busiest_hour": {"mean_in_flight": 1.8}, "plan": [OPTION, GROWING],
}  # fmt: skip
QUIET = {**ROW, "name": "b/y", "capacity": None, "busiest_hour": None, "plan": [], "tokens_per_second": None}


@pytest.fixture(autouse=True)
def answer(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    told = {"days": 7, "deployments": [ROW, QUIET], "gone": []}
    monkeypatch.setattr(client, "call", lambda *_, **__: told)
    return told


def test_people_read_load_and_plan() -> None:
    lines = CliRunner().invoke(app, ["capacity"]).stdout.splitlines()
    assert lines[1].split() == ["a/x", "1", "2", "100", "50", "12.30", "1.80"]
    assert "a/x in its busiest hour, as M/M/c:" in lines
    assert any("as it is" in line and "8.53 s" in line and "90%" in line for line in lines)
    assert any("grows without end" in line for line in lines)


def test_programs_read_the_answer_as_it_came(answer: dict[str, Any]) -> None:
    assert json.loads(CliRunner().invoke(app, ["capacity", "--json"]).stdout) == answer
