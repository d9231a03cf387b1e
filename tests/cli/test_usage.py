"""Figures printed for people."""

from typing import Any

import pytest

from larouter.cli import client
from larouter.cli.usage import usage

FIGURES = {
    "from": "2026-11-01",
    "to": "2026-11-20",
    "totalCalls": 3,
    "succeededCalls": 2,
    "inputTokens": 10,
    "outputTokens": 20,
    "totalCost": 0.5,
    "byModel": {"gpt-x": {"calls": 3, "tokens": 30, "cost": 0.5}},
    "byTier": {"SIMPLE": {"calls": 3, "tokens": 30, "cost": 0.5}},
}


def test_totals_and_breakdowns_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def call(_method: str, path: str, **_: Any) -> Any:
        asked.append(path)
        return FIGURES

    monkeypatch.setattr(client, "call", call)
    usage(period="weekly", project="search", csv=False, url="", json=False)
    assert asked == ["/api/usage?period=weekly&projectId=search"]
    said = capsys.readouterr().out
    assert said.startswith(
        "2026-11-01 to 2026-11-20: 3 calls, 2 succeeded\n10 tokens in, 20 out, $0.500000\n"
    )
    assert "gpt-x      3      30  0.500000" in said


@pytest.mark.parametrize(
    "narrowed", [{"since": "2026-11-01"}, {"until": "2026-11-01"}, {"tag": "job"}, {"by": ["model"]}]
)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_an_export_would_not_heed_is_refused(
    monkeypatch: pytest.MonkeyPatch, form: str, narrowed: dict[str, Any]
) -> None:
    monkeypatch.setattr(client, "fetch", lambda *_, **__: pytest.fail("asked all the same"))
    with pytest.raises(client.Failure, match="every attempt of a --period") as failed:
        usage(**{"period": "weekly", "project": "", "csv": False, "url": "", form: True} | narrowed)
    assert failed.value.exit_code == 2


@pytest.mark.parametrize(
    ("narrowed", "said"),
    [({"until": "2026-11-05"}, "until=2026-11-05"), ({"time_zone": "Asia/Tokyo"}, "timeZone=Asia%2FTokyo")],
)
def test_an_end_and_a_time_zone_count_also_alone(
    monkeypatch: pytest.MonkeyPatch, narrowed: dict[str, str], said: str
) -> None:
    asked: list[str] = []

    def call(_method: str, path: str, **_: Any) -> Any:
        asked.append(path)
        return {"by": ["model"], "groups": [], "next": None, "count": 0}

    monkeypatch.setattr(client, "call", call)
    usage(period="monthly", project="", csv=False, url="", json=False, **narrowed)
    assert said in asked[0]
