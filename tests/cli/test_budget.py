"""`larouter projects budget`, its options and its table."""

import pytest

from larouter.cli import budget as command
from larouter.cli import client


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, object]]:
    calls: list[tuple[str, str, object]] = []

    def call(method: str, path: str, body: object = None, *, url: str = "") -> dict[str, object]:
        calls.append((method, path, body))
        return {"budgets": []}

    monkeypatch.setattr(client, "call", call)
    return calls


def test_a_budget_for_a_whole_project_needs_an_amount_alone(
    called: list[tuple[str, str, dict[str, object]]],
) -> None:
    command.budget("frugal", 2.5)
    ((method, path, body),) = called
    assert (method, path) == ("PUT", "/api/projects/frugal/budget")
    assert body == {
        "amount": 2.5,
        "window": "monthly",
        "hard": True,
        "scope": "project",
        "value": "",
        "time_zone": "UTC",
        "tiers": [],
        "models": [],
        "thresholds": [50, 80, 100],
        "pressure": 0,
    }


@pytest.mark.parametrize(
    ("options", "scope", "value"),
    [
        ({"token": "tok_1"}, "token", "tok_1"),
        ({"token": "each"}, "token", ""),
        ({"tag": "feature=search"}, "tag", "feature=search"),
        ({"tag": "feature"}, "tag", "feature"),
        ({"user": "ann"}, "user", "ann"),
        ({"user": "each"}, "user", ""),
        ({"session": "each"}, "session", ""),
    ],
)
def test_an_option_says_what_it_covers(
    called: list[tuple[str, str, dict[str, object]]], options: dict[str, str], scope: str, value: str
) -> None:
    command.budget("frugal", 1, **options)  # type: ignore[arg-type]
    assert (called[0][2]["scope"], called[0][2]["value"]) == (scope, value)


def test_it_says_when_what_refused_refuses_no_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {
        "id": "bud_1",
        "window": "daily",
        "scope": "project",
        "value": "",
        "subject": "",
        "tiers": [],
        "models": [],
    }
    row |= {"amount_usd": 1, "spent_usd": 0, "reserved_usd": 0}
    rows = {"GET": row | {"hard": True}, "PUT": row | {"hard": False}}
    monkeypatch.setattr(client, "call", lambda method, *_, **__: {"budgets": [rows[method]]})
    command.budget("frugal", 20, hard=False)
    assert "bud_1 was hard and is soft now: it counts and refuses nothing" in capsys.readouterr().err


def test_without_an_amount_the_budgets_are_shown(called: list[tuple[str, str, object]]) -> None:
    command.budget("frugal")
    command.budget("frugal", remove="bud_1")
    assert [(method, path) for method, path, _ in called] == [
        ("GET", "/api/projects/frugal/budgets"),
        ("DELETE", "/api/projects/frugal/budgets/bud_1"),
        ("GET", "/api/projects/frugal/budgets"),
    ]


@pytest.mark.parametrize("options", [{"user": "ann", "token": "tok"}, {"alert_at": "half"}])
def test_what_makes_no_sense_is_refused(
    called: list[tuple[str, str, object]], options: dict[str, str]
) -> None:
    with pytest.raises(client.Failure):
        command.budget("frugal", 1, **options)  # type: ignore[arg-type]
    assert called == []


def test_the_table_says_what_each_covers(capsys: pytest.CaptureFixture[str]) -> None:
    row: dict[str, object] = {
        "id": "bud_1",
        "window": "24h",
        "hard": True,
        "scope": "tag",
        "value": "user",
        "subject": "ann",
        "tiers": ["FRONTIER"],
        "models": [],
        "amount_usd": 1.0,
        "spent_usd": 0.5,
        "reserved_usd": 0.0,
    }
    command.show_budgets([row])
    assert "tag user=ann FRONTIER" in capsys.readouterr().out
