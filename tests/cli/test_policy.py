"""`larouter policy`: files checked, compared and tested, in a sentence or as JSON."""

import json
from pathlib import Path

import pytest

from larouter.cli import client, policy

REPLAY = {
    "summary": "212 of 8,410 would move, −$31.20 at worst, none wider",  # noqa: RUF001 - a real minus
    "moves": [{"from": "a", "to": "b", "count": 212}],
    "wider": 0,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "policy.toml"
    found.write_text('floor = "SIMPLE"\n[[examples]]\nname = "hello"\n', encoding="utf-8")
    return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    calls: list[object] = []
    answer = {
        "version": "v1",
        "warnings": ["COMPLEX has none"],
        "changes": [{"field": "floor", "before": "HEARTBEAT", "after": "SIMPLE"}],
        "replay": dict(REPLAY),
        "examples": [{"name": "hello", "passed": False, "faults": ["tier is SIMPLE, not COMPLEX"]}],
        "failed": 0,
    }

    def call(_method: str, path: str, body: object = None, **_: object) -> object:
        calls.append((path, body))
        return answer if not path.endswith("/policy") else {"floor": "SIMPLE"}

    monkeypatch.setattr(client, "call", call)
    calls.append(answer)
    return calls


def test_a_file_is_checked_without_a_router(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy.check(file, offline=True)
    assert "can be used; its version is " in capsys.readouterr().out


def test_a_file_that_cannot_be_used_says_why(file: Path) -> None:
    file.write_text('floor = "HUGE"\nceiling = 3\n', encoding="utf-8")
    with pytest.raises(client.Failure, match=r"floor: 'HUGE' is not a tier.*ceiling: "):
        policy.check(file, offline=True)


def test_a_check_passes_on_what_the_router_warns_of(
    file: Path, asked: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    policy.check(file)
    assert asked[1] == ("/api/policies/check", {"policy": {"floor": "SIMPLE"}})
    assert "warning: COMPLEX has none" in capsys.readouterr().out


def test_a_difference_is_told_field_by_field(
    file: Path, asked: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    policy.diff(file, last=10)
    said = capsys.readouterr().out
    assert "floor: 'HEARTBEAT' → 'SIMPLE'" in said
    assert "212 of 8,410 would move" in said
    assert len(asked) == 2


def test_json_is_what_the_router_said(
    file: Path, asked: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    policy.diff(file, json=True)
    assert json.loads(capsys.readouterr().out) == asked[0]


def test_examples_go_along_and_a_failure_ends_with_one(
    file: Path, asked: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    policy.run_examples(file, project="search")
    assert asked[1][1]["examples"] == [{"name": "hello"}]  # type: ignore[index]
    assert "FAIL hello\n     tier is SIMPLE, not COMPLEX" in capsys.readouterr().out
    asked[0]["failed"] = 1  # type: ignore[index]
    with pytest.raises(client.Failure, match="1 of 1 examples fail"):
        policy.run_examples(file)


def test_requests_that_would_go_further_fail_unless_that_is_wanted(file: Path, asked: list[object]) -> None:
    asked[0]["replay"]["wider"] = 3  # type: ignore[index]
    with pytest.raises(client.Failure, match="3 past requests would go further"):
        policy.run_examples(file)
    policy.run_examples(file, wider=True)


@pytest.mark.usefixtures("asked")
def test_the_policy_in_force_is_printed_as_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    policy.in_force("search")
    assert capsys.readouterr().out == 'floor = "SIMPLE"\n'


def test_a_policy_that_says_nothing_is_shown_as_the_default_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(client, "call", lambda *_, **__: {})
    policy.in_force("search")
    assert capsys.readouterr().out == (
        "# search is under the default policy: nothing differs from the defaults.\n"
    )


def test_a_policy_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(
        client.Failure, match=r"policy\.toml cannot be read: No such file or directory$"
    ) as failed:
        policy.read(tmp_path / "policy.toml")
    assert failed.value.exit_code == 2
