"""Opinions become ranges of tiers; requests become lessons with what they would cost elsewhere."""

import sqlite3
from pathlib import Path

import pytest

from larouter.core.decision import Decision, Record, Step
from larouter.core.features import Difficulty, Features
from larouter.core.feedback import Feedback
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.record import encode
from larouter.learn.lessons import checked, needed, read
from larouter.store import attempts, feedback, migrations, outcomes, requests
from larouter.store.attempts import Owner
from larouter.store.lessons import Look

H, S, M, C, F = Tier


@pytest.mark.parametrize(
    ("label", "score", "answered", "range_"),
    [
        ("COMPLEX", None, M, (C, C)),
        ("COMPLEX", 1.0, None, (C, C)),
        ("HEARTBEAT-MODERATE", None, C, (H, M)),
        ("good", None, M, (H, M)),
        ("good", None, F, None),
        ("bad", None, M, (C, F)),
        ("too_weak", None, M, (C, F)),
        ("too_weak", None, F, None),
        ("too_strong", None, M, (H, S)),
        ("too_strong", None, H, None),
        ("", 1.0, M, (H, M)),
        ("", -0.5, M, (C, F)),
        ("", 0.1, M, None),
        ("", None, M, None),
        ("good", None, None, None),
    ],
)
def test_an_opinion_leaves_a_range_of_tiers(
    label: str, score: float | None, answered: Tier | None, range_: tuple[Tier, Tier] | None
) -> None:
    assert needed(Feedback("req", 1, "prj", "tok", score, label, "words"), answered) == range_


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(tmp_path / "l.db", isolation_level=None)
    migrations.migrate(connection, "l.db", 1)
    return connection


def ask(connection: sqlite3.Connection, number: int, tier: Tier, cost: int) -> str:
    ident = f"req_{number:06d}"
    plan = (
        Step("here/small", M, MicroUSD(0), 100, ""),
        Step("cloud/large", C, MicroUSD(1000), 100, ""),
    )
    decision = Decision(tier, "", Zone.PUBLIC, "", plan if tier is M else plan[::-1], (), "p", "f")
    record = encode(Record(Features(difficulty=Difficulty(0.4, 0.9)), {}, decision))
    opening = Opening(
        ident, number, "prj", "tok", "openai.chat", False, "auto", tier, Sensitivity.PUBLIC, Zone.PUBLIC,
        record, "p", "f",
    )  # fmt: skip
    requests.add(connection, opening, "run")
    owner = Owner(ident, number, "prj", "tok")
    name = "here/small" if tier is M else "cloud/large"
    made = Attempt(0, name, "b", "m", Zone.LOCAL, tier, "ok", cost=MicroUSD(cost))
    attempts.add(connection, owner, made)
    outcomes.add(connection, owner, Outcome(200, answered_by=name, tier=tier), made)
    return ident


def test_what_was_paid_is_known_and_what_others_would_cost_is_reckoned(
    connection: sqlite3.Connection,
) -> None:
    ask(connection, 1, M, 0)
    ask(connection, 2, C, 250)
    cheap, dear = read(connection, "prj", 10)
    assert (cheap.answered, dear.answered) == (M, C)
    assert cheap.served == (M, M, M, C, C)
    assert cheap.costs == (0, 0, 0, 250, 250)
    assert dear.costs[C] == 250
    assert read(connection, "other", 10) == []
    assert [one.at_ms for one in read(connection, "prj", 1)] == [2]


def test_opinions_that_agree_narrow_the_range_and_those_that_contradict_say_nothing(
    connection: sqlite3.Connection,
) -> None:
    first, second = ask(connection, 1, M, 0), ask(connection, 2, M, 0)
    said = [(first, "a", "bad"), (first, "b", "COMPLEX"), (second, "a", "good"), (second, "b", "bad")]
    for ident, author, label in said:
        assert feedback.put(connection, Feedback(ident, 9, "prj", author, None, label))
    assert [one.needed for one in read(connection, "prj", 10)] == [(C, C), None]


def look(tier: Tier, why: str, *, replaced: bool = False) -> Look:
    return Look("req", tier, replaced, why)


@pytest.mark.parametrize(
    ("looks", "answered", "ranges"),
    [
        ([], M, []),
        ([look(M, "unable", replaced=True)], C, [(C, F)]),
        ([look(S, "loop", replaced=True), look(M, "format", replaced=True)], C, [(M, F), (C, F)]),
        ([look(M, "empty", replaced=True)], C, []),
        ([look(M, "truncated", replaced=True)], C, []),
        ([look(S, "agreement")], M, []),
        ([look(S, "judge")], M, [(H, M)]),
        ([look(S, "judge")], F, []),
        ([look(S, "judge")], None, []),
        ([look(S, "judge"), look(M, "judged", replaced=True)], C, [(C, F)]),
        ([look(S, "judge"), look(M, "judged", replaced=True), look(S, "judge")], C, [(C, F), (H, C)]),
    ],
)
def test_what_the_checks_on_the_way_leave_possible(
    looks: list[Look], answered: Tier | None, ranges: list[tuple[Tier, Tier]]
) -> None:
    assert checked(looks, answered) == ranges


def replaced(connection: sqlite3.Connection, number: int, why: str) -> str:
    """A request whose first answer failed a check, so that the higher tier answered."""
    ident = ask(connection, number, M, 0)
    owner = Owner(ident, number, "prj", "tok")
    made = Attempt(1, "here/small", "b", "m", Zone.LOCAL, M, "rejected", why)
    attempts.add(connection, owner, made)
    connection.execute("UPDATE outcomes SET tier = ? WHERE request_id = ?", (int(C), ident))
    return ident


def test_an_answer_that_was_replaced_was_not_enough_and_people_may_say_otherwise(
    connection: sqlite3.Connection,
) -> None:
    replaced(connection, 1, "unable")
    spoken, doubted = replaced(connection, 2, "unable"), replaced(connection, 3, "unable")
    feedback.put(connection, Feedback(spoken, 9, "prj", "a", None, "good"))
    feedback.put(connection, Feedback(doubted, 9, "prj", "a", None, "SIMPLE"))
    assert [one.needed for one in read(connection, "prj", 10)] == [(C, F), (C, C), (S, S)]


def test_an_answer_that_passed_counts_where_others_of_the_project_did_not(
    connection: sqlite3.Connection,
) -> None:
    ask(connection, 1, M, 0)
    assert [one.passed for one in read(connection, "prj", 10)] == [False]
    replaced(connection, 2, "empty")
    assert [one.passed for one in read(connection, "prj", 10)] == [False, False]
    replaced(connection, 3, "unable")
    assert [one.passed for one in read(connection, "prj", 10)] == [True, False, False]


def test_a_stream_that_nobody_looked_at_and_the_highest_tier_passed_nothing(
    connection: sqlite3.Connection,
) -> None:
    streamed = ask(connection, 1, M, 0)
    connection.execute("UPDATE requests SET stream = 1 WHERE request_id = ?", (streamed,))
    ask(connection, 2, C, 100)
    replaced(connection, 3, "unable")
    assert [one.passed for one in read(connection, "prj", 10)] == [False, False, False]
