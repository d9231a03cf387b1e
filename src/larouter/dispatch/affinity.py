"""Which deployment answered a conversation last, and so has its prompt in a cache.

A conversation is known by what it said so far: a request holds the one before it, then the answer, then what is new.
Kept are hashes with a random seed and names of deployments, in memory and for an hour; no text.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from larouter.core.chat import Turn
from larouter.core.features import Features
from larouter.core.frozen import frozen

MOST_KEPT = 10_000
KEPT_SECONDS = 3600.0


@frozen
class Continued:
    """A request as far as it continues something.

    Attributes:
        project_id: Whose it is.
        turns: The conversation so far.
        batch: Whether nobody waits for the answer.
    """

    project_id: str
    turns: Sequence[Turn]
    batch: bool


class Memory:
    """The conversations of the last hour, the latest ten thousand of them."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, tuple[str, float]] = OrderedDict()

    def note(self, project_id: str, turns: Sequence[Turn], deployment: str, now: float) -> None:
        """A deployment has answered these turns."""
        key = _key(project_id, turns)
        self._known[key] = (deployment, now)
        self._known.move_to_end(key)
        if len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)

    def find(self, project_id: str, turns: Sequence[Turn], now: float) -> str:
        """Who answered the conversation that these turns continue; empty when nobody did, or it is long ago."""
        before = earlier(turns)
        if not before:
            return ""
        deployment, at = self._known.get(_key(project_id, before), ("", now))
        return deployment if now - at < KEPT_SECONDS else ""

    def place(self, features: Features, it: Continued, kept: str, now: float) -> Features:
        """The features of a batch, and of a request that continues a conversation.

        Args:
            features: What else is known.
            it: The request.
            kept: What stays where its prompt is cached, as the policy says.
            now: The time.
        """
        if it.batch:
            features = replace(features, batch=True)
        in_loop = is_in_loop(it.turns)
        if kept == "off" or (kept == "tools" and not in_loop):
            return features
        cached_at = self.find(it.project_id, it.turns, now)
        return replace(features, affinity=cached_at, in_loop=in_loop) if cached_at or in_loop else features


def earlier(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The turns of the request before: all up to the last answer, which may have several parts."""
    end = len(turns)
    while end and turns[end - 1].role != "assistant":
        end -= 1
    while end and turns[end - 1].role == "assistant":
        end -= 1
    return turns[:end]


def is_in_loop(turns: Sequence[Turn]) -> bool:
    """Whether these turns end with the results of tools that the last answer called."""
    if turns and turns[-1].role == "tool":
        return True
    return len(turns) > 1 and turns[-2].role == "assistant" and turns[-2].tool_calls > 0


def _key(project_id: str, turns: Sequence[Turn]) -> int:
    """The interpreter remembers the hash of a text that was inspected, so that a long one is not read again."""
    return hash((project_id, *[(turn.role, turn.text) for turn in turns]))
