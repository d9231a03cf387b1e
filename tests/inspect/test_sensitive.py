import copy
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from larouter.core.zones import Sensitivity
from larouter.inspect.memory import Memory
from larouter.inspect.sensitive import Detected, Inspector, Verdict

CARD = "4556737586899855"
SECRET_TEXTS = [
    f"my card is {CARD}",
    "My SSN is 536-90-4399",
    "Rachel Lindqvist earns $143,000 a year",
    "password: Tr4ctor!Maple-77",
    "INTERNAL USE ONLY. The office in Leeds closes.",
    "How tall is a giraffe?",
]


def test_a_verdict_names_rules_and_counts_and_nothing_else(inspector: Inspector) -> None:
    verdict = inspector.inspect([f"cards {CARD} and 5425 2334 3010 9887"])
    assert verdict.level is Sensitivity.CONFIDENTIAL
    assert [(finding.rule, finding.count) for finding in verdict.findings] == [("payment.card", 2)]
    assert CARD not in repr(verdict)


@pytest.mark.parametrize(
    "texts",
    [
        [f"card {CARD[:8]}\n{CARD[8:]}"],
        [f"the card: {CARD[:8]}", CARD[8:]],
        [f"first half of my card: {CARD[:8]}", "Thanks, and the rest?", CARD[8:]],
        ["my card, part 1: " + CARD[:4], "ok", CARD[4:8], "ok", CARD[8:12], "ok", CARD[12:]],
        [f'{{"a": "{CARD[:8]}", "b": "{CARD[8:]}"}} card'],
        ["What is your SSN?", "536-90-4399"],
        ["number: four five five six seven three seven five eight six eight nine nine eight five five"],
    ],
)
def test_numbers_split_over_lines_turns_fields_and_words_are_found(
    inspector: Inspector, texts: list[str]
) -> None:
    assert inspector.inspect(texts).level is Sensitivity.CONFIDENTIAL


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.sampled_from(SECRET_TEXTS), min_size=1, max_size=4),
    more=st.lists(st.text(max_size=60), max_size=3),
)
def test_adding_a_text_never_lowers_the_level(
    inspector: Inspector, texts: list[str], more: list[str]
) -> None:
    assert inspector.inspect([*texts, *more]).level >= inspector.inspect(texts).level
    assert inspector.inspect([*more, *texts]).level >= inspector.inspect(texts).level


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.text(max_size=80), after=st.text(max_size=80))
def test_a_card_is_found_whatever_lines_stand_around_it(
    inspector: Inspector, before: str, after: str
) -> None:
    assert inspector.inspect([f"{before}\ncard number {CARD}\n{after}"]).level is Sensitivity.CONFIDENTIAL


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="abcdefghij XYZ,.!?\n", max_size=300))
def test_text_without_digits_marks_or_words_of_rules_is_public(inspector: Inspector, text: str) -> None:
    assert inspector.inspect([text]).level is Sensitivity.PUBLIC


def test_more_text_than_the_limit_counts_as_confidential() -> None:
    verdict = Inspector(limit_chars=100).inspect(["harmless words " * 10])
    assert verdict.level is Sensitivity.CONFIDENTIAL
    assert verdict.truncated


def test_what_was_read_before_is_not_read_again() -> None:
    read = []

    def detector(text: str) -> list[Detected]:
        read.append(text)
        return [Detected("seen", Sensitivity.INTERNAL)]

    inspector = Inspector(detectors=[("third", detector)], memory=Memory[Verdict]())
    first = inspector.inspect(["one", "two"])
    grown = inspector.inspect(["one", "two", "three"])
    assert read == ["one", "two", "three"]
    assert first.level is grown.level is Sensitivity.INTERNAL
    assert {finding.rule for finding in grown.findings} == {"third.seen"}


def test_memory_forgets_the_least_recently_used_and_keeps_no_text() -> None:
    memory = Memory[Verdict](size=2)
    inspector = Inspector(memory=memory)
    for text in ("alpha secret 1", "beta", "gamma"):
        inspector.inspect([text])
    assert len(memory._known) == 2
    assert "alpha" not in repr(memory._known)


def test_a_conversation_that_grows_is_taken_up_where_it_was_left(inspector: Inspector) -> None:
    talk = [f"turn {at}: the office in Leeds closes at five" for at in range(12)]
    grown = [*talk, f"my card is {CARD[:8]}", "and then?", CARD[8:], "thanks"]
    for end in range(1, len(grown) + 1):
        inspector.inspect(grown[:end])
    assert inspector.inspect(grown) == Inspector().inspect(grown)
    assert inspector.inspect(grown).level is Sensitivity.CONFIDENTIAL


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.sampled_from([*SECRET_TEXTS, "ok", CARD[:8], CARD[8:], "x" * 250]), min_size=4, max_size=9
    )
)
def test_a_beginning_that_is_remembered_changes_no_verdict(inspector: Inspector, texts: list[str]) -> None:
    inspector.inspect(texts[:-1])
    assert inspector.inspect(texts) == inspector.inspect(texts) == _fresh().inspect(texts)


def _fresh() -> Inspector:
    """One that remembers nothing and has the rules of all others."""
    fresh = copy.copy(_ONE)
    fresh._memory, fresh._beginnings = Memory[Verdict](), Memory[Verdict]()
    return fresh


_ONE = Inspector()


def test_a_detector_that_fails_is_the_most_restrictive_answer() -> None:
    def broken(_text: str) -> list[Detected]:
        raise RuntimeError("model not loaded")

    verdict = Inspector(detectors=[("gliner", broken)]).inspect(["hello"])
    assert verdict.level is Sensitivity.CONFIDENTIAL
    assert [finding.rule for finding in verdict.findings] == ["gliner.failed"]


def test_lone_surrogates_and_control_characters_are_read_too(inspector: Inspector) -> None:
    assert inspector.inspect([f"\ud800\x00\x07 card {CARD} \udfff"]).level is Sensitivity.CONFIDENTIAL


def _cost(inspector: Inspector, text: str) -> float:
    best = 1.0
    for _ in range(3):
        start = time.process_time()
        inspector.inspect([text])
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "unit",
    [
        "4 5 5 6 7 ",
        "aaaa@bbbb.cc ",
        "password is ",
        "Anna Meyer has cancer. ",
        "%41&#65;\\u0041 ",
        "1.2.3.4-5/6 ",
        "eyJhbGci",
        "((((",
        "é़",
    ],
)
def test_work_grows_with_the_text_and_not_faster(unit: str) -> None:
    inspector = Inspector(memory=Memory[Verdict](size=0), limit_chars=10**9)
    small, large = unit * (20_000 // len(unit)), unit * (160_000 // len(unit))
    assert _cost(inspector, large) < 8 * 3 * _cost(inspector, small) + 0.05


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I N T E R N A L   U S E   O N L Y\nThe plan", Sensitivity.INTERNAL),
        ("c-o-m-p-a-n-y-c-o-n-f. is a typo", Sensitivity.PUBLIC),
        ("write to petra(punkt)lindqvist(ät)gmx(punkt)de", Sensitivity.CONFIDENTIAL),
        ("my recovery codes: 4417 2093, 8850 3172", Sensitivity.CONFIDENTIAL),
        ("Check DE89 3704 0044 0532 0130 00 for me", Sensitivity.PUBLIC),
        ("Imprint: Bakery Ltd, Tel. 0341 9485178, info@bakery.co.uk", Sensitivity.PUBLIC),
    ],
)
def test_disguises_are_read_and_published_samples_are_not(text: str, level: Sensitivity) -> None:
    assert Inspector().inspect([text]).level == level
