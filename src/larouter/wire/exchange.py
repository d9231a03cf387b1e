"""What a conversion may know of the attempt that it serves, and what it makes of the request id."""

from collections.abc import Sequence
from dataclasses import field
from typing import Protocol

from larouter.core.chat import ANTHROPIC
from larouter.core.frozen import frozen
from larouter.core.usage import Usage
from larouter.wire.answer import Answer, Event
from larouter.wire.neutral import Conversation, Object, Seal
from larouter.wire.profiles import Profile

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ANSWER_TOOL = "final_answer"
"""The tool that stands in for a JSON schema where a backend has no word for one."""


@frozen
class Exchange:
    """One attempt.

    Attributes:
        request_id: `req_` and a ULID; every id that has to be made derives from it.
        client: The protocol that the client speaks.
        backend: The protocol that the backend speaks.
        upstream_id: The model, as the backend calls it.
        profile: What the model accepts.
        stream: Whether the answer is wanted piece by piece.
        wants_usage: Whether a stream of chat completions should end with the usage.
        max_output: Tokens that the answer may not exceed, because no more was reserved; None for no cap.
        asked: The members of the client's request, for protocols whose answer repeats or depends on them.
        kept: Whether the answer is kept for later requests to go on from.
        previous: The kept answer that the request goes on from; empty for none.
        mends: Whether tool calls of the answer may need mending.
        cuts: Whether stop sequences are watched for by the router, because the backend takes none.
    """

    request_id: str
    client: str
    backend: str
    upstream_id: str
    profile: Profile
    stream: bool = False
    wants_usage: bool = True
    max_output: int | None = None
    asked: Object = field(default_factory=dict)
    kept: bool = False
    previous: str = ""
    mends: bool = False
    cuts: bool = False

    @property
    def suffix(self) -> str:
        """The request id without its prefix."""
        return self.request_id.removeprefix("req_")

    @property
    def created(self) -> int:
        """When the request came, in seconds since 1970; 0 when the id does not say."""
        letters = self.suffix[:10]
        if len(letters) < 10 or any(letter not in _ALPHABET for letter in letters):
            return 0
        value = 0
        for letter in letters:
            value = value << 5 | _ALPHABET.index(letter)
        # 26 letters hold 130 bits: two of padding, 48 of milliseconds, 80 of entropy.
        return value // 1000

    def accepts(self, seal: Seal | None) -> bool:
        """Whether the model made this; an unlabelled seal is its protocol's own."""
        if seal is None:
            return False
        return seal.origin == self.upstream_id or (not seal.origin and self.client == self.backend)


def stands_in(conversation: Conversation, exchange: Exchange) -> bool:
    """Whether a tool stands in for the JSON schema that the backend has no word for."""
    wanted = conversation.format is not None and conversation.format.kind == "schema"
    return wanted and exchange.backend == ANTHROPIC and not exchange.profile.schema


class Hearer(Protocol):
    """Reads an answer of a backend; has a memory, and serves one answer."""

    def hear(self, data: bytes) -> Sequence[Event]:
        """The data of one server-sent event.

        Raises:
            NotTheProtocol: It is not part of an answer.
        """

    def whole(self, body: bytes) -> Sequence[Event]:
        """A JSON answer.

        Raises:
            NotTheProtocol: It is not an answer.
        """

    def end(self) -> Sequence[Event]:
        """What was held back, when the stream is over."""


class Teller(Protocol):
    """Writes an answer for a client; has a memory, and serves one answer."""

    def tell(self, events: Sequence[Event]) -> bytes:
        """The bytes of a stream that say these events; `Used` and `Finished` may be kept for the end."""

    def end(self) -> bytes:
        """The end of a stream that ended well, with the protocol's terminator."""

    def whole(self, answer: Answer) -> bytes:
        """A JSON answer."""


class Reader(Protocol):
    """Reads an answer as it flows, and says what the client is to get of it.

    Attributes:
        usage: As the backend counted, or None when it has not said.
        model: The model that the backend says answered, or empty.
        characters: Length of what was said so far.
        finished: Whether a finish reason came.
        done: Whether the stream's terminator has been said to the client.
        error: The backend's own error, as JSON, when it reported one in the middle; else empty.
    """

    usage: Usage | None
    model: str
    characters: int
    finished: bool
    done: bool
    error: bytes

    def feed(self, chunk: bytes) -> bytes:
        """Read the next bytes of a stream.

        Raises:
            NotTheProtocol: They are not what the backend's protocol is.
        """

    def whole(self, body: bytes) -> bytes:
        """Read a JSON answer.

        Raises:
            NotTheProtocol: It is not an answer.
        """

    def end(self) -> bytes:
        """The rest, when the stream is over, with the terminator if the answer was finished."""
