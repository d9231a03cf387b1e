"""Spaces: where words are weighed, and how much."""

from chats import chat

from larouter.inspect.reading import read
from larouter.inspect.spaces import PIECES, Group, spaces


def groups(*turns: str) -> dict[str, Group]:
    reading = read(chat(*turns))
    return {group.space: group for group in spaces(reading)}


def test_every_space_has_its_pieces() -> None:
    found = groups("Build it", "I could. OK?", "yes")
    assert found.keys() <= PIECES.keys()
    assert {"offer", "before"} <= found.keys()


def test_repeating_a_word_changes_nothing() -> None:
    assert groups("spell cat")["word"] == groups("spell cat cat")["word"]


def test_the_history_fades_as_the_turn_grows_longer() -> None:
    short = groups("a b", "c d", "ok")["offer"].factor
    longer = groups("a b", "c d", "ok but first tell me what the weather will be like on Sunday please")[
        "offer"
    ].factor
    assert longer < short


def test_a_long_turn_has_no_history() -> None:
    assert "offer" not in groups("a", "b", "word " * 30)
