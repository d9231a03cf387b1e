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


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_is_narrowed_as_figures_are(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    asked: list[str] = []
    monkeypatch.setattr(client, "pour", lambda path, *_, **__: asked.append(path))
    narrowed = {"since": "2026-11-01", "until": "2026-11-02", "tag": "job=a", "time_zone": "Asia/Kolkata"}
    usage(**{"project": "search", form: True} | narrowed)  # type: ignore[arg-type]
    (path,) = asked
    assert path == (
        "/api/usage/export?period=monthly&projectId=search&from=2026-11-01&until=2026-11-02&"
        f"timeZone=Asia%2FKolkata&tag=job%3Da&format={form}"
    )
    with pytest.raises(client.Failure, match="every attempt") as failed:
        usage(**{form: True, "by": ["model"]})  # type: ignore[arg-type]
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
