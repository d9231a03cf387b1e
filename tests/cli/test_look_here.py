"""Files, database, port and clock, each in order and each broken."""

import socket
import sqlite3
from pathlib import Path

import pytest

from larouter.cli.finding import Finding
from larouter.cli.look_here import BUILT_MS, look_at_port, look_here
from larouter.config.keys import read_keys
from larouter.config.load import load
from larouter.core.decision import Decision, Record
from larouter.core.features import Difficulty, Features
from larouter.core.ledger import Opening
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.record import encode
from larouter.store import projects as project_rows
from larouter.store import requests as request_rows
from larouter.store.migrations import migrate
from larouter.store.projects import Project as ProjectRow

NOW = BUILT_MS + 1


def look(folder: Path, now_ms: int = NOW, **environment: str) -> dict[str, Finding]:
    given = {"LAROUTER_DB_PATH": str(folder / "larouter.db"), **environment}
    findings = list(look_here(load(given, folder), folder, now_ms))
    return {it.check: it for it in findings if it.state != "ok"} | {"all": findings[0]}


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A folder in which a router has run."""
    keys = read_keys(str(tmp_path / "larouter.db"), {})
    connection = sqlite3.connect(tmp_path / "larouter.db", isolation_level=None)
    migrate(connection, "larouter.db", 1)
    connection.close()
    keys.path.write_text(keys.path.read_text().replace('"project_token": ""', '"project_token": "lr_x"'))
    return tmp_path


def wrong(findings: dict[str, Finding]) -> set[str]:
    return set(findings) - {"all", "disk"}  # the disk of a test machine may well be nearly full


def test_an_empty_folder_and_a_used_one_are_in_order(tmp_path: Path, used: Path) -> None:
    assert wrong(look(used)) == set()
    assert wrong(look(tmp_path / "nowhere/yet")) == set()


def test_secrets_that_others_can_read_are_broken(used: Path) -> None:
    (used / ".env").write_text("A=b")
    (used / ".env").chmod(0o644)
    (used / "larouter.keys.json").chmod(0o640)
    found = look(used)
    assert wrong(found) == {"keys", "secrets"}
    assert found["keys"].cure == f"chmod 600 {used / 'larouter.keys.json'}"


def test_damaged_keys_are_broken(used: Path) -> None:
    (used / "larouter.keys.json").write_text("{")
    assert "Restore it from a backup" in look(used)["keys"].cure


def test_a_database_of_another_program_of_the_future_or_of_nobody_is_broken(used: Path) -> None:
    connection = sqlite3.connect(used / "larouter.db")
    connection.execute("INSERT INTO migrations VALUES ('9999-later', 1)")
    connection.commit()
    connection.close()
    assert "newer version" in look(used)["database"].said
    (used / "larouter.db").write_bytes(b"no database at all" * 100)
    assert look(used)["database"].state == "broken"


def test_a_database_that_cannot_be_written_is_broken(used: Path) -> None:
    (used / "larouter.db").unlink()
    (used / "larouter.db").mkdir()
    assert "cannot be written" in look(used)["database"].said


def test_looking_changes_nothing(used: Path) -> None:
    before = {path.name: path.read_bytes() for path in used.iterdir()}
    look(used)
    assert {path.name: path.read_bytes() for path in used.iterdir()} == before


def test_a_clock_of_last_century_is_broken(used: Path) -> None:
    assert look(used, now_ms=0)["clock"].state == "broken"


def test_a_name_that_clients_cannot_use_is_worth_knowing(used: Path) -> None:
    assert "allowed_hosts" in look(used, LAROUTER_HOST="0.0.0.0")["configuration"].cure


def test_a_port_is_free_or_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        taken = look_at_port(load({"LAROUTER_PORT": port}, tmp_path))
        assert (taken.state, "LAROUTER_PORT" in taken.cure) == ("broken", True)
    assert look_at_port(load({"LAROUTER_PORT": "0"}, tmp_path)).state == "ok"
    assert look_at_port(load({"LAROUTER_HOST": "192.0.2.1"}, tmp_path)).state == "broken"


def test_requests_that_have_become_harder_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "larouter.db"
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, str(path), 1)
    project_rows.add(connection, ProjectRow("prj", "search", "p", 1))
    for number in range(600):
        difficulty = Difficulty(0.2 if number < 400 else 0.8, 0.9)
        decision = Decision(Tier.SIMPLE, "", Zone.PUBLIC, "", (), (), "p", "f")
        record = encode(Record(Features(difficulty=difficulty), {}, decision))
        opening = Opening(
            f"req_{number:06d}", number, "prj", "tok", "openai.chat", False, "auto", Tier.SIMPLE,
            Sensitivity.PUBLIC, Zone.PUBLIC, record, "p", "f",
        )  # fmt: skip
        request_rows.add(connection, opening, "run")
    connection.close()
    noted = look(tmp_path)["difficulty"]
    assert noted.state == "note"
    assert "search have become harder" in noted.said
    assert "larouter calibrate search" in noted.cure


def test_a_database_that_could_not_be_made_is_told_before_the_first_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = look(tmp_path, LAROUTER_DB_PATH=str(tmp_path / "file" / "larouter.db"))["database"]
    assert (found.state, found.said) == ("broken", f"{tmp_path / 'file'} is no folder")
    assert "database" not in look(tmp_path, LAROUTER_DB_PATH=str(tmp_path / "new" / "larouter.db"))
