"""What is asked through an SDK and what came back, in words that fit every SDK."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

# A white point.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4////fwAJ+wP9KobjigAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Tool:
    name: str = "get_weather"
    description: str = "The weather in a city."
    schema: dict[str, Any] = field(
        default_factory=lambda: {
            "type": "object",
            "properties": {"city": {"type": "string", "description": "Its name"}},
            "required": ["city"],
            "additionalProperties": False,
        }
    )


WEATHER = Tool()
CLOCK = Tool("get_time", "The time in a city.")


@dataclass(frozen=True)
class Prompt:
    """What a user of an SDK wants; each driver says it in its own way."""

    text: str = "How is the weather in Oslo?"
    system: str = ""
    image: bytes = b""
    pdf: bytes = b""
    tools: tuple[Tool, ...] = ()
    force: str = ""
    schema: dict[str, Any] | None = None
    stop: str = ""
    temperature: float | None = None
    top_k: int | None = None
    max_tokens: int = 1000
    think: bool = False


@dataclass(frozen=True)
class Called:
    id: str
    name: str
    arguments: dict[str, Any]


@dataclass
class Seen:
    """What came back.

    Attributes:
        end: Why it ended: stop, length, tools, refusal or stop_sequence.
        input: All tokens of the prompt, those from a cache included.
        pieces: Into how many pieces the text came.
    """

    text: str = ""
    calls: list[Called] = field(default_factory=list)
    end: str = ""
    input: int = 0
    output: int = 0
    cached: int = 0
    reasoning: str = ""
    refusal: str = ""
    pieces: int = 1


class Talk(Protocol):
    """A conversation through an SDK, which keeps its history as its users do."""

    def ask(self, *, stream: bool = False) -> Seen: ...

    def results(self, given: Sequence[tuple[Called, str]], *, stream: bool = False) -> Seen: ...

    def say(self, text: str, *, stream: bool = False) -> Seen: ...

    def move(self, model: str) -> None: ...
