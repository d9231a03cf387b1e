"""What people ask in a demonstration."""

import pytest

from larouter.testing.demo_prompts import CONVERSATIONS, Kind


@pytest.mark.parametrize("kind", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_every_conversation_ends_with_the_user(kind: Kind) -> None:
    assert kind.share > 0
    assert all(len(turns) % 2 == 1 and all(turns) for turns in kind.conversations)


def test_small_talk_is_more_frequent_than_research() -> None:
    assert CONVERSATIONS["greetings"].share > CONVERSATIONS["research"].share
