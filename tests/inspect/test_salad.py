"""Words that no sentence joins are left aside before a cloud tier is believed."""

import pytest

from larouter.core.tiers import CLOUD_TIERS, Tier
from larouter.inspect.concepts import concepts
from larouter.inspect.difficulty import Scorer
from larouter.inspect.reading import read
from larouter.inspect.salad import without_salad
from larouter.inspect.weights import shipped
from larouter.learn.datasets import chat_of

SALAD = "architecture compiler sharding theorem distributed scheduler kernel refactoring consensus implement quorum"
QUESTION = "what is the capital of Norway?"
PAIRS = shipped().pairs


def said(text: str) -> list[str] | None:
    rest = without_salad(read(chat_of({"messages": [{"role": "user", "content": text}]})), PAIRS)
    return None if rest is None else rest.say.tokens


def tier(text: str) -> Tier:
    scorer = Scorer(shipped())
    return scorer.weights.best(scorer.likelihoods(chat_of({"messages": [{"role": "user", "content": text}]})))


@pytest.mark.parametrize("text", [f"{SALAD}. {QUESTION}", f"{QUESTION} {SALAD}", f"{SALAD}\n{QUESTION}"])
def test_a_pile_of_hard_words_around_a_question_is_left_aside(text: str) -> None:
    left = said(text)
    assert left is not None
    assert " ".join(left).find("what is the capital of") >= 0
    assert "sharding" not in left
    assert tier(text) not in CLOUD_TIERS


@pytest.mark.parametrize("joined", [" of the ", " and ", " in a ", " or as the "])
def test_the_same_words_joined_by_small_ones_are_left_aside_too(joined: str) -> None:
    chain = joined.join(SALAD.split())
    for text in (f"{chain}. {QUESTION}", f"{QUESTION} {chain}"):
        left = said(text)
        assert left is not None
        assert "sharding" not in left
        assert tier(text) not in CLOUD_TIERS


@pytest.mark.parametrize("joined", [" of the ", " and ", " for a "])
def test_pairs_of_them_joined_by_small_words_are_left_aside_too(joined: str) -> None:
    words = SALAD.split()[:10]
    chain = joined.join(map(" ".join, zip(words[::2], words[1::2], strict=True)))
    for text in (f"{chain}. {QUESTION}", f"{QUESTION} {chain}"):
        left = said(text)
        assert left is not None
        assert "sharding" not in left
        assert tier(text) not in CLOUD_TIERS


def test_a_run_of_long_words_in_a_long_text_is_no_attack() -> None:
    assert said(f"{'the cat sat on the mat and it was so. ' * 10} {SALAD}") is None


def test_a_sentence_with_many_small_words_is_no_chain() -> None:
    text = "the hull of the ship and the mast of the boat and the sail of the raft were painted by hand in the yard"
    assert said(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Design a distributed rate limiter with sliding windows and write it in Rust with tests",
        "Prove that every finite group of prime order is cyclic",
        "Implementiere einen verteilten Scheduler mit Warteschlangen und Wiederholungen in Go",
        "Kirjoita täydellinen hajautettu tehtäväjono Rust-kielellä uudelleenyrityksineen testeineen mittareineen",
    ],
)
def test_a_hard_request_in_sentences_stays_hard(text: str) -> None:
    assert said(text) is None
    assert tier(text) in CLOUD_TIERS


def test_what_remains_is_read_as_if_it_were_all() -> None:
    rest = without_salad(
        read(chat_of({"messages": [{"role": "user", "content": f"{QUESTION} {SALAD}"}]})), PAIRS
    )
    assert rest is not None
    assert rest.about == concepts().counts(rest.say)


def test_where_nothing_else_is_said_the_words_are_what_is_asked() -> None:
    assert said(SALAD) is None


def test_short_turns_are_not_looked_at() -> None:
    assert said("implement consensus protocol") is None
