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
from larouter.learn.lessons import needed, read
from larouter.store import attempts, feedback, migrations, outcomes, requests
from larouter.store.attempts import Owner

H, S, M, C, F = Tier


@pytest.mark.parametrize(
    ("label", "score", "answered", "range_"),
    [
        ("COMPLEX", None, M, (C, C)),
        ("COMPLEX", 1.0, None, (C, C)),
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
