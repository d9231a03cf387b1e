"""Steps are applied once, in order, wholly or not at all."""

import sqlite3
from pathlib import Path

import pytest

from larouter.store import migrations
from larouter.store.database import Connection, NotADatabase
from larouter.store.migrations import STEPS, migrate, missing


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, migrations.Step]]:
    steps = list(STEPS)
    monkeypatch.setattr(migrations, "STEPS", steps)
    return steps


def tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


@pytest.fixture
def empty(tmp_path: Path) -> sqlite3.Connection:
    return sqlite3.connect(tmp_path / "m.db", isolation_level=None)


def test_every_step_is_applied_once(empty: sqlite3.Connection) -> None:
    assert migrate(empty, "m.db", 1) == [name for name, _ in STEPS]
    assert migrate(empty, "m.db", 2) == []
    assert set(empty.execute("SELECT applied_ms FROM migrations")) == {(1,)}
    empty.close()


def test_what_is_missing_is_told_and_nothing_is_changed(empty: sqlite3.Connection) -> None:
    assert missing(empty, "m.db") == [name for name, _ in STEPS]
    assert tables(empty) == set()
    migrate(empty, "m.db", 1)
    assert missing(empty, "m.db") == []
    empty.close()


def test_names_are_numbered_in_their_order() -> None:
    numbers = [int(name[:4]) for name, _ in STEPS]
    assert numbers == sorted(set(numbers))


def test_a_step_that_is_interrupted_leaves_nothing_and_is_taken_up_again(
    empty: sqlite3.Connection, steps: list[tuple[str, migrations.Step]]
) -> None:
    power = ["off"]

    def half(connection: Connection) -> None:
        connection.execute("CREATE TABLE half (x BIGINT)")
        if power == ["off"]:
            raise KeyboardInterrupt
        connection.execute("CREATE TABLE whole (x BIGINT)")

    steps.append(("0999-half", half))
    with pytest.raises(KeyboardInterrupt):
        migrate(empty, "m.db", 1)
    assert not tables(empty) & {"half", "whole"}
    assert "requests" in tables(empty)
    power[0] = "on"
    assert migrate(empty, "m.db", 2) == ["0999-half"]
    assert tables(empty) >= {"half", "whole"}
    empty.close()


def test_the_database_of_another_program_is_left_alone(empty: sqlite3.Connection) -> None:
    empty.execute("CREATE TABLE somebody_elses (x)")
    with pytest.raises(NotADatabase, match="another program"):
        migrate(empty, "m.db", 1)
    assert tables(empty) == {"somebody_elses"}
    empty.close()


def test_two_processes_that_start_together_apply_a_step_once(tmp_path: Path) -> None:
    both = [sqlite3.connect(tmp_path / "m.db", isolation_level=None) for _ in range(2)]
    assert [len(migrate(one, "m.db", 1)) for one in both] == [len(STEPS), 0]
    for one in both:
        one.close()


def test_acts_of_before_are_vouched_for_from_then_on(
    empty: sqlite3.Connection, steps: list[tuple[str, migrations.Step]]
) -> None:
    later = steps.index(next(step for step in steps if step[0].startswith("0012")))
    rest = steps[later:]
    del steps[later:]
    migrate(empty, "m.db", 1)
    for number in (2, 1):
        empty.execute(
            "INSERT INTO acts VALUES (?, ?, 'admin key', 'x', 'y', 'null')", (f"act_{number}", number)
        )
    steps.extend(rest)
    migrate(empty, "m.db", 2)
    linked = [request for (request,) in empty.execute("SELECT request_id FROM chain ORDER BY number")]
    assert linked == ["act:act_1", "act:act_2"]
    empty.close()
