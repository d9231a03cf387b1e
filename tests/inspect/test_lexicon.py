"""Words of rules: found by their beginnings, whole or inside, in each script by an automaton of its own."""

import pytest

from larouter.inspect.lexicon import Exhausted, Lexicon, scripts_in

LEXICON = Lexicon(
    {
        "pay": ("salary", "pay|", "*lohn", "зарплата"),
        "bank": ("bank account", "account", "银行卡", "номер карты"),
    }
)
LIMIT = 100


def places(text: str) -> dict[str, list[int]]:
    low = text.lower().encode()
    found = LEXICON.find(low, scripts_in(low), LIMIT)
    names = {index: name for name, index in LEXICON.names.items()}
    return {names[index]: at for index, at in found.items()}


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
        ("моя зарплата", {"pay"}),
        ("我的银行卡", {"bank"}),
        ("a salary, 银行卡", {"pay", "bank"}),
    ],
)
def test_words_are_found_whole_at_the_beginning_or_inside_as_they_are_marked(
    text: str, found: set[str]
) -> None:
    assert set(places(text)) == found


def test_words_of_several_scripts_are_told_in_reading_order() -> None:
    assert places("account 银行卡 account") == {"bank": [0, 8, 18]}


def test_of_words_that_begin_alike_the_longest_counts_and_brings_the_topics_of_those_within_it() -> None:
    lexicon = Lexicon({"whole": ("bank account number",), "part": ("account",), "short": ("bank",)})
    assert lexicon.find(b"bank account number", scripts_in(b""), LIMIT) == {0: [0], 1: [0], 2: [0]}


def test_more_words_than_the_limit_are_not_looked_at_in_silence() -> None:
    low = b"salary " * 11
    assert len(LEXICON.find(low[:-7], scripts_in(low), 10)[LEXICON.names["pay"]]) == 10
    with pytest.raises(Exhausted):
        LEXICON.find(low, scripts_in(low), 10)


def test_only_words_between_two_places_are_found() -> None:
    low = b"salary salary salary"
    assert LEXICON.find(low, scripts_in(low), LIMIT, 3, 15) == {LEXICON.names["pay"]: [7]}
