"""`larouter audit`: one sentence for a chain that is whole, an exit code for one that is not."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from larouter.cli import client
from larouter.cli.audit import app
from larouter.outbound.transport import Response

WHOLE = {"ok": True, "links": 12_345, "last": "abc", "faults": []}
BROKEN = {"ok": False, "links": 3, "last": "abc", "faults": ["req_1 has been changed", "req_2 is gone"]}
Answering = Callable[[object], list[str]]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Let the router answer with that; returns the paths that are asked for."""

    def answering(value: object) -> list[str]:
        asked: list[str] = []

        def fetch(_method: str, path: str, *_: object, **__: Any) -> Response:
            asked.append(path)
            return Response(200, {}, value if isinstance(value, bytes) else json.dumps(value).encode())

        monkeypatch.setattr(client, "fetch", fetch)
        monkeypatch.setattr(client, "pour", lambda path, into, **_: into.write(fetch("GET", path).body))
        return asked

    return answering


def test_a_whole_chain_is_one_sentence(answering: Answering) -> None:
    answering(WHOLE)
    done = CliRunner().invoke(app, ["verify"])
    assert done.exit_code == 0
    assert done.stdout == "12,345 links, the chain is whole; its last link is abc\n"


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_broken_chain_fails_with_every_fault(answering: Answering, flags: list[str]) -> None:
    answering(BROKEN)
    done = CliRunner().invoke(app, ["verify", *flags])
    assert isinstance(done.exception, client.Failure)
    assert done.exception.exit_code == 1
    assert str(done.exception) == "req_1 has been changed; req_2 is gone"
    assert not flags or json.loads(done.stdout) == BROKEN


def test_the_record_is_printed_as_it_comes(answering: Answering) -> None:
    asked = answering(b'{"id":"req_1"}\n{"id":"req_2"}\n')
    assert CliRunner().invoke(app, ["export"]).stdout == '{"id":"req_1"}\n{"id":"req_2"}\n'
    assert asked == ["/api/audit/export"]
    CliRunner().invoke(app, ["export", "--since", "1h"])
    assert asked[1].startswith("/api/audit/export?since_ms=")


def test_a_table_of_a_time_can_be_asked_for(answering: Answering) -> None:
    asked = answering(b"id,at_ms\n")
    CliRunner().invoke(app, ["export", "--csv", "--since", "2h", "--until", "1h"])
    assert asked[0].startswith("/api/audit/export?since_ms=")
    assert "&until_ms=" in asked[0]
    assert asked[0].endswith("&form=csv")


def test_records_that_were_removed_by_age_are_told(answering: Answering) -> None:
    answering({**WHOLE, "removed": 23})
    assert "the records of 23 requests were removed by age" in CliRunner().invoke(app, ["verify"]).stdout


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_kept_prompt_is_printed(answering: Answering, flags: list[str]) -> None:
    asked = answering({"request_id": "req_1", "request": {"model": "auto"}})
    assert "auto" in CliRunner().invoke(app, ["prompt", "req_1", *flags]).stdout
    assert asked == ["/api/audit/prompts/req_1"]


def test_acts_are_a_table_of_when_what_and_who(answering: Answering) -> None:
    row = {
        "at_ms": 0,
        "action": "backend.add",
        "subject": "near",
        "actor": "admin key",
        "detail": {},
        "id": "a",
    }
    asked = answering({"acts": [row]})
    line = CliRunner().invoke(app, ["acts", "--limit", "5"]).stdout.splitlines()[1]
    assert line.split() == ["1970-01-01", "00:00:00", "backend.add", "near", "admin", "key"]
    assert json.loads(CliRunner().invoke(app, ["acts", "--json"]).stdout) == {"acts": [row]}
    assert asked[0] == "/api/audit/acts?limit=5"
