"""Routers are found by name: those that ship, and those that other packages bring by entry point."""

from pathlib import Path

import pytest
from plugged import asked, package

from larouter.routers.plug import SHIPPED, CannotRoute, NoSuchRouter, asked_of, names, plug

SOURCE = """
class Router:
    def __init__(self, options):
        self.word = options.get("word", "hard")

    def score(self, asked):
        return float(self.word in asked.text)
"""


def test_a_package_outside_the_tree_brings_a_router(tmp_path: Path) -> None:
    with package(tmp_path, "somebodys_router", "wordy", SOURCE):
        assert "wordy" in names()
        router = plug("wordy", {"word": "proof"})
        assert [router.score(asked(text)) for text in ("a proof", "a poem")] == [1.0, 0.0]
    assert "wordy" not in names()


def test_a_package_cannot_take_the_name_of_a_router_that_ships(tmp_path: Path) -> None:
    with package(tmp_path, "false_heuristic", "heuristic", SOURCE):
        assert type(plug("heuristic", {})).__module__ == "larouter.routers.heuristic"


def test_an_unknown_router_names_those_there_are() -> None:
    with pytest.raises(NoSuchRouter, match="heuristic, judge"):
        plug("nobody", {})


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_router_that_ships_scores_or_says_what_it_needs(name: str) -> None:
    if name in ("linear", "mf", "knn", "sw", "bert"):
        with pytest.raises(CannotRoute, match=rf"\[routers\.{name}\] file|larouter\[bert\]"):
            plug(name, {})
    else:
        assert callable(plug(name, {}).score)


def test_a_router_sees_the_last_user_turn() -> None:
    chat = asked("first").chat
    assert asked_of(chat, "req").text == "first"
