"""Talking: what commands do, without a router."""

import pytest

from larouter.cli.chat import HELP, Conversation
from larouter.cli.talk import Line


@pytest.fixture
def it() -> Conversation:
    return Conversation(Line("http://127.0.0.1:1", "lr_x"), "auto", "Be brief.", local=False)


def test_commands_change_how_it_goes_on(it: Conversation, capsys: pytest.CaptureFixture[str]) -> None:
    it._said.append({"role": "user", "content": "x"})
    assert it.command("/new")
    assert it.command("/model auto:complex")
    assert it.command("/local")
    assert (it._said, it._model, it._local) == ([], "auto:complex", True)
    assert it.command("/what")
    assert HELP in capsys.readouterr().err
    assert not it.command("/quit")


def test_what_was_not_answered_is_not_remembered(it: Conversation) -> None:
    it.say("Hello")
    assert it.failed is not None
    assert it._said == []
