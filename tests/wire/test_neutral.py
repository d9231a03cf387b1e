"""The hub holds values, which cannot change and say nothing of their own accord."""

from dataclasses import FrozenInstanceError

import pytest

from larouter.wire.neutral import Conversation, Message, Text


def test_a_conversation_says_nothing_that_the_client_did_not() -> None:
    conversation = Conversation((Message("user", (Text("a"),)),))
    assert (conversation.max_tokens, conversation.choice, conversation.format) == (None, None, None)
    assert conversation.sampling.temperature is None
    assert conversation.reasoning.mode == ""


def test_values_cannot_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Text("a").text = "b"
