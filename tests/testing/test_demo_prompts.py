"""What people ask in a demonstration."""

import pytest

from larouter.core.zones import Sensitivity
from larouter.inspect.sensitive import Inspector
from larouter.testing.demo_prompts import CONVERSATIONS, Kind


@pytest.mark.parametrize("kind", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_every_conversation_ends_with_the_user(kind: Kind) -> None:
    assert kind.share > 0
    assert all(len(turns) % 2 == 1 and all(turns) for turns in kind.conversations)


def test_small_talk_is_more_frequent_than_research() -> None:
    assert CONVERSATIONS["greetings"].share > CONVERSATIONS["research"].share


def test_a_demonstration_shows_what_is_kept_at_home_and_nothing_else_is() -> None:
    inspector = Inspector()
    for name, kind in CONVERSATIONS.items():
        levels = [inspector.inspect(turns).level for turns in kind.conversations]
        assert (
            (min(levels) > Sensitivity.PUBLIC) if name == "private" else (max(levels) is Sensitivity.PUBLIC)
        )
