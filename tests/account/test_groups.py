"""Usage by anything, in any time zone."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from big_ledger import DAY, END, fill
from hypothesis import given
from hypothesis import strategies as st

from larouter.account.groups import Question, answer, stretches
from larouter.store import migrations, rollups
from larouter.store.sums import Wanted

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe")


@pytest.fixture(scope="module")
def filled() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrations.migrate(connection, ":memory:", 1)
    fill(connection, 3_000, days=60, tags=True)
    while rollups.fold(connection):
        pass
    yield connection
    connection.close()


def ask(connection: sqlite3.Connection, *by: str, **more: Any) -> dict[str, Any]:
    wanted = Wanted(by, more.pop("where", ()), more.pop("tag", ""))
    question = Question(END - 50 * DAY, END, wanted, **more)
    return answer(connection, question)


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_is_that_of_the_time_zone(filled: sqlite3.Connection, zone: str) -> None:
    found = {it["day"]: it["costMicroUsd"] for it in ask(filled, "day", time_zone=zone)["groups"]}
    raw: dict[str, int] = {}
    rows = filled.execute("SELECT at_ms, cost FROM attempts WHERE at_ms >= ?", (END - 50 * DAY,))
    for at_ms, cost in rows:
        day = datetime.fromtimestamp(at_ms / 1000, tz=ZoneInfo(zone)).date().isoformat()
        raw[day] = raw.get(day, 0) + cost
    assert found == raw
    assert list(found) == sorted(found)


@given(
    st.sampled_from(ZONES), st.integers(1_600_000_000_000, 1_800_000_000_000), st.integers(0, 400), st.data()
)
def test_stretches_cover_a_span_once_and_name_every_day_rightly(
    zone: str, from_ms: int, days: int, data: st.DataObject
) -> None:
    until_ms = from_ms + days * DAY + 12_345
    found = stretches(from_ms, until_ms, zone)
    assert found[0].from_ms == from_ms
    assert found[-1].until_ms == until_ms
    assert all(one.until_ms == other.from_ms for one, other in pairwise(found))
    stretch = data.draw(st.sampled_from(found))
    at = data.draw(st.integers(stretch.from_ms, stretch.until_ms - 1))
    local = datetime.fromtimestamp(at / 1000, tz=ZoneInfo(zone)).date()
    assert (at + stretch.offset_ms) // DAY == (local - datetime(1970, 1, 1, tzinfo=UTC).date()).days


def test_pages_are_cut_from_one_order(filled: sqlite3.Connection) -> None:
    whole = ask(filled, "model", "project", limit=1000)
    assert whole["next"] is None
    costs = [it["costMicroUsd"] for it in whole["groups"]]
    assert costs == sorted(costs, reverse=True)
    assert sum(costs) == whole["total"]["costMicroUsd"]
    paged: list[Any] = []
    offset: int | None = 0
    while offset is not None:
        page = ask(filled, "model", "project", limit=7, offset=offset)
        paged += page["groups"]
        offset = page["next"]
    assert paged == whole["groups"]


def test_groups_are_said_in_words(filled: sqlite3.Connection) -> None:
    (first, *_) = ask(filled, "tier", "zone", "hour", "project", "token", time_zone="Asia/Kolkata")["groups"]
    assert first["zone"] in ("local", "private", "public")
    assert first["tier"] in ("HEARTBEAT", "SIMPLE", "MODERATE", "COMPLEX", "FRONTIER")
    assert first["hour"].endswith("+05:30")
    assert first["project"]["name"].startswith("prj_")


def test_tags_can_be_told_apart_by_day(filled: sqlite3.Connection) -> None:
    found = ask(filled, "tag", "day", tag="feature", limit=1000)
    assert {it["tag"] for it in found["groups"]} == {f"f{number}" for number in range(0, 12, 3)}


def test_everything_begins_with_the_first_request(filled: sqlite3.Connection) -> None:
    found = answer(filled, Question(None, END, Wanted()))
    assert found["fromMs"] == END - 60 * DAY
    assert found["total"]["calls"] == 3_000
