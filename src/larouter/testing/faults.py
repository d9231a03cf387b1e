"""What can go wrong at a backend, as values for a script: one per request, None for an ordinary answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResetBeforeHeaders:
    """The connection is reset before any byte of an answer."""


@dataclass(frozen=True, slots=True)
class ResetAfterHeaders:
    """The connection is reset after the headers of a good answer."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The answer ends after some chunks.

    Attributes:
        chunks: How many are sent first.
        how: `reset` (RST), `close` (FIN in the midst of the framing) or `end` (well framed, but without the
            protocol's own terminator).
    """

    chunks: int = 3
    how: str = "reset"


@dataclass(frozen=True, slots=True)
class Stall:
    """After some chunks nothing comes any more, until the client goes away."""

    chunks: int = 3


@dataclass(frozen=True, slots=True)
class Malformed:
    """After some chunks comes one that is not JSON, then the rest."""

    chunks: int = 3
    data: bytes = b'data: {"id": "broken", "choices": [{"delta"\n\n'


@dataclass(frozen=True, slots=True)
class ErrorEvent:
    """After some chunks comes an error in the stream, and the stream ends."""

    chunks: int = 3
    message: str = "The server had an error while processing your request."


@dataclass(frozen=True, slots=True)
class Html:
    """A web page where JSON is expected, as proxies and captive portals send it."""

    status: int = 200


@dataclass(frozen=True, slots=True)
class Status:
    """An error in OpenAI's shape.

    Attributes:
        status: Such as 429 or 500.
        retry_after: What the header of that name says; empty for no header.
        message: What the error says.
        code: The machine-readable code, or None.
    """

    status: int = 500
    retry_after: str = ""
    message: str = "The server had an error while processing your request."
    code: str | None = None


@dataclass(frozen=True, slots=True)
class SlowStart:
    """The answer is good, and begins late."""

    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class HalfOpen:
    """The connection stands, and nothing ever comes over it: not even its end."""


@dataclass(frozen=True, slots=True)
class WrongType:
    """After some chunks of a stream comes a web page instead of events; a JSON answer is one from the start."""

    chunks: int = 3


@dataclass(frozen=True, slots=True)
class ShortBody:
    """A JSON answer that ends before its announced length."""


Fault = (
    ResetBeforeHeaders
    | ResetAfterHeaders
    | Cut
    | Stall
    | Malformed
    | ErrorEvent
    | Html
    | Status
    | SlowStart
    | ShortBody
    | HalfOpen
    | WrongType
)
