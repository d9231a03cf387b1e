"""One turn: what is heard, and what is not let through to the terminal."""

import pytest

from larouter.cli.client import Failure
from larouter.cli.talk import Line, Spoken, _error, plain, turn


def test_an_answer_cannot_command_the_terminal() -> None:
    assert plain("a\x1b[2Jb\x9b31mc\r\nd\te\x07ü漢") == "a[2Jb31mc\nd\teü漢"
    assert plain("nothing to do") == "nothing to do"


def test_a_label_tells_who_answered_and_what_it_cost() -> None:
    spoken = Spoken("Hi", "SIMPLE", "a/b", "local", True, 5, 7, 0.25, 1234)
    assert spoken.label() == "SIMPLE (degraded) · a/b · local · 5 in, 7 out · $0.250000 · 1,234 ms"
    unknown = Spoken("Hi", "SIMPLE", "a/b", "local", False, 5, 7, None, 1)
    assert "cost unknown" in unknown.label()


def test_an_error_is_told_from_an_answer() -> None:
    assert _error(b'{"error": {"message": "no"}}') == "no"
    assert _error(b'{"choices": []}') == _error(b"<html>") == _error(b"[]") == ""


async def test_without_a_router_the_cure_is_told() -> None:
    with pytest.raises(Failure, match="larouter serve") as failed:
        await turn(Line("http://127.0.0.1:1", "lr_x"), {}, {}, print)
    assert failed.value.exit_code == 3


def test_a_token_is_never_shown() -> None:
    assert "lr_secret" not in repr(Line("http://127.0.0.1:1", "lr_secret"))
