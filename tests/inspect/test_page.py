"""A text made ready: signals nearby, and places in bytes."""

from larouter.inspect.lexicon import Lexicon
from larouter.inspect.normalise import normalise
from larouter.inspect.page import Lore, Page, SignalFinder
from larouter.inspect.rules.kinds import Signal

NOTHING = Lexicon({"none": ("xyzzy",)})


def page(text: str, *signals: Signal) -> Page:
    lore = Lore(NOTHING, NOTHING, {signal.name: SignalFinder(signal) for signal in signals})
    return Page(normalise(text), lore)


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
