"""The simulated fleet: five servers that behave like five real ones, and say so in their names."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from larouter.testing.completions import Answer, prompt_tokens
from larouter.testing.demo_calls import forced_call
from larouter.testing.demo_words import BY_TIER
from larouter.testing.fake_openai import Pace
from larouter.testing.http_server import Received

MARK = "(simulated) "


@dataclass(frozen=True, slots=True)
class Simulated:
    """A server of the simulated fleet.

    Attributes:
        tier: The tier it serves.
        zone: Where it pretends to stand.
        distance_seconds: The way there and back, and what its front end takes.
        prefill: Prompt tokens it reads in a second.
        generation: Tokens it writes in a second, for one request.
        slots: Requests it answers at once; others wait.
        usd_in: What a million prompt tokens cost, in USD.
        usd_out: What a million tokens of answer cost, in USD.
    """

    tier: str
    zone: str
    distance_seconds: float
    prefill: float
    generation: float
    slots: int
    usd_in: float = 0.0
    usd_out: float = 0.0

    @property
    def model(self) -> str:
        """Its model's id."""
        return f"sim-{self.tier}"


# The local three are paced like Gemma 4 E2B, E4B and 26B-A4B on one mid-range graphics card.
FLEET = {
    server.tier: server
    for server in (
        Simulated("heartbeat", "local", 0.01, 4000, 130, 4),
        Simulated("simple", "local", 0.02, 2000, 90, 4),
        Simulated("moderate", "local", 0.03, 900, 60, 2),
        Simulated("complex", "private", 0.18, 8000, 85, 16, 1.0, 5.0),
        Simulated("frontier", "public", 0.45, 6000, 60, 64, 4.0, 20.0),
    )
}


class Behaviour:
    """How a simulated server answers: always the same for the same seed and requests."""

    def __init__(self, server: Simulated, seed: int = 0, speed: float = 1.0) -> None:
        """Prepare.

        Args:
            server: Which one.
            seed: What the jitter and the choice of words follow from.
            speed: How many times faster than real.
        """
        self._server = server
        self._seed = seed
        self._speed = speed
        self._number = 0

    def answer(self, request: Received) -> Answer:
        """The tool call that is forced, else words that fit the tier, chosen by the prompt."""
        if (call := forced_call(request.json())) is not None:
            return Answer("", (call,))
        return Answer(MARK + text(self._server.tier, request.body, self._seed))

    def pace(self, request: Received) -> Pace:
        """Prefill by the length of the prompt, then tokens at the server's rate, each with some jitter."""
        self._number += 1
        slower = 0.85 + 0.4 * _chance(self._seed, "prefill", self._number)
        steady = 0.9 + 0.25 * _chance(self._seed, "generation", self._number)
        server = self._server
        first = server.distance_seconds + prompt_tokens(request.json()) / server.prefill
        return Pace(first * slower / self._speed, steady / server.generation / self._speed)


def text(tier: str, prompt: bytes, seed: int = 0) -> str:
    """Some paragraphs in the manner of a tier; the same prompt gets the same ones."""
    openings, sentences, closings, (least, most) = BY_TIER[tier]
    said = hashlib.sha256(prompt).hexdigest()
    count = least + int(_chance(seed, said, "length") * (most - least + 1))
    body = _draw(sentences, count, f"{seed}{said}")
    chosen = [*_draw(openings, 1, said + "o"), *body, *_draw(closings, 1, said + "c")]
    lines = [" ".join(chosen[at : at + 4]) for at in range(0, len(chosen), 4)]
    return "\n\n".join(line for line in lines if line.strip()).strip()


def _draw(bank: Sequence[str], count: int, salt: str) -> list[str]:
    """So many different entries, in an order that follows from the salt."""
    ranked = sorted(bank, key=lambda entry: hashlib.sha256(f"{salt}{entry}".encode()).digest())
    return ranked[:count]


def _chance(*of_what: object) -> float:
    digest = hashlib.sha256(repr(of_what).encode()).digest()
    return int.from_bytes(digest[:6], "big") / (1 << 48)
