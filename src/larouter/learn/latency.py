"""How much CPU time the first stage takes on texts it has not met and on texts it has; neighbours do not count."""

import time
from collections.abc import Callable, Sequence
from itertools import chain

from larouter.core.chat import Chat
from larouter.learn.datasets import Example, chat_of

SIZES = (50, 250, 500, 4_000)
CHARACTERS_PER_TOKEN = 4
DIFFERENT = 60


def texts(examples: Sequence[Example], tokens: int) -> list[str]:
    """Different texts of about so many tokens, put together from the last turns of examples."""
    wanted = tokens * CHARACTERS_PER_TOKEN
    found: list[str] = []
    at = 0
    turns = [text for example in examples if (text := example.text()).isascii() and text] or ["hello"]
    for _ in range(DIFFERENT):
        text = ""
        while len(text) < wanted:
            text += turns[at % len(turns)] + " "
            at += 1
        found.append(text[:wanted])
    return found


def measure(
    stage: Callable[[Chat], object], examples: Sequence[Example], rounds: int = 8
) -> dict[str, dict[str, float]]:
    """Microseconds of CPU by size in tokens: at first sight of a text, then the median and 99 % of the rest.

    `best` is the median over the texts of each one's best time, which neighbours on the machine disturb least.
    """
    found: dict[str, dict[str, float]] = {}
    for tokens in SIZES:
        chats = [
            chat_of({"messages": [{"role": "user", "content": text}]}) for text in texts(examples, tokens)
        ]
        first = sorted(_timed(stage, chat) for chat in chats)
        times = [[_timed(stage, chat) for chat in chats] for _ in range(rounds)]
        best = sorted(map(min, zip(*times, strict=True)))
        again = sorted(chain.from_iterable(times))
        found[str(tokens)] = {
            "first_p50": first[len(first) // 2],
            "best": best[len(best) // 2],
            "p50": again[len(again) // 2],
            "p99": again[int(len(again) * 0.99)],
        }
    return found


def _timed(stage: Callable[[Chat], object], chat: Chat) -> float:
    start = time.thread_time()
    stage(chat)
    return round((time.thread_time() - start) * 1e6, 1)
