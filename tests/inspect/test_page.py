"""A text made ready: words found by their beginnings, signals nearby, and places in bytes."""

import pytest

from larouter.inspect.normalise import normalise
from larouter.inspect.page import Exhausted, Lexicon, Lore, Page, SignalFinder
from larouter.inspect.rules.kinds import Signal

LEXICON = Lexicon({"pay": ("salary", "pay|", "*lohn"), "bank": ("bank account", "account")})
NOTHING = Lexicon({"none": ("xyzzy",)})


def topics(text: str) -> set[str]:
    found = LEXICON.find(text.lower().encode(), 100)
    names = {index: name for name, index in LEXICON.names.items()}
    return {names[index] for index in found}


def page(text: str, *signals: Signal) -> Page:
    lore = Lore(NOTHING, NOTHING, {signal.name: SignalFinder(signal) for signal in signals})
    return Page(normalise(text), lore)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("her salary", {"pay"}),
        ("two salarys", {"pay"}),
        ("unsalary", set()),
        ("I pay you", {"pay"}),
        ("payable", set()),
        ("der Arbeitslohn", {"pay"}),
        ("my bank account", {"bank"}),
        ("nothing of it", set()),
    ],
)
def test_words_are_found_whole_at_the_beginning_or_inside_as_they_are_marked(
    text: str, found: set[str]
) -> None:
    assert topics(text) == found


def test_more_words_than_the_limit_are_not_looked_at_in_silence() -> None:
    assert len(LEXICON.find(b"salary " * 10, 10)[LEXICON.names["pay"]]) == 10
    with pytest.raises(Exhausted):
        LEXICON.find(b"salary " * 11, 10)


def test_a_signal_counts_within_its_reach_and_not_beyond() -> None:
    it = page("sample" + " " * 100 + "12345", Signal("sample", ("sample",)))
    assert not it.has("sample", 106, 111, 50)
    assert it.has("sample", 106, 111, 120)


def test_what_is_asked_often_gets_the_same_answer() -> None:
    it = page("sample " * 3 + " " * 200 + "12345", Signal("sample", ("sample",)))
    assert [it.has("sample", 221, 226, 50) for _ in range(20)] == [False] * 20
    assert [it.has("sample", 5, 8, 50) for _ in range(20)] == [True] * 20


def test_a_name_with_bars_is_any_of_them() -> None:
    it = page("a talk", Signal("sample", ("sample",)), Signal("talk", pattern="t.lk"))
    assert it.has("sample|talk", 0, 1, 20)
    assert it.signal_spans("sample|talk") == [(2, 6)]


def test_lower_case_has_the_same_places_even_where_letters_change_their_length() -> None:
    for text in ("ÄÖ İstanbul", "ẞ and Ⱥ", "plain"):
        it = Page(text, Lore(NOTHING, NOTHING, {}))
        assert len(it.low) == len(it.data)
