"""What a model is asked on the router's own account about a request, and its answer as a value.

A second opinion is asked in neutral words, whatever the client speaks, and is heard rather than passed on.
"""

from dataclasses import replace

import msgspec

from larouter.core.chat import Chat
from larouter.core.usage import Usage  # noqa: TC001 - one style of import for all
from larouter.wire.answer import Answer, NotTheProtocol, RefusalDelta, TextDelta
from larouter.wire.dialogue import TONGUES, Dialogue
from larouter.wire.exchange import Exchange, Hearer
from larouter.wire.families import profile_of
from larouter.wire.habits import Server
from larouter.wire.neutral import Conversation
from larouter.wire.profiles import Losses
from larouter.wire.sse import Cutter, data_of

_encode = msgspec.json.Encoder().encode


class Listener:
    """Reads a whole answer and keeps it; its attributes are those of `exchange.Reader`.

    Attributes:
        answer: What was said; empty before that.
    """

    def __init__(self, hearer: Hearer) -> None:
        self._hearer = hearer
        self.answer = Answer()
        self.usage: Usage | None = None
        self.model = ""
        self.characters = 0
        self.finished = False
        self.done = False
        self.error = b""

    def whole(self, body: bytes) -> bytes:
        """Read the answer; returns the bytes as they came.

        Raises:
            NotTheProtocol: It is not an answer.
        """
        events = self._hearer.whole(body)
        self.answer = Answer(events)
        if self.answer.failed is not None:
            raise NotTheProtocol("the answer is an error")
        self.usage, self.model = self.answer.usage, self.answer.model
        self.characters = sum(
            [len(event.text) for event in events if isinstance(event, TextDelta | RefusalDelta)]
        )
        self.finished = self.done = True
        return body

    def feed(self, _chunk: bytes) -> bytes:
        """Nothing: what is asked on the router's own account is never streamed."""
        return b""

    def end(self) -> bytes:
        """Nothing, for the same reason."""
        return b""


def ask_aside(
    conversation: Conversation, server: Server, *, request_id: str, max_output: int | None
) -> tuple[Dialogue, Listener]:
    """What to send to a model whose answer stays here, and who hears it.

    Args:
        conversation: What is asked.
        server: Who is asked.
        request_id: Of the request on whose account it is asked.
        max_output: Tokens that the answer may not exceed; None for no cap.

    Raises:
        Unsayable: The model cannot be told this.
    """
    profile, protocol = profile_of(server.upstream_id, server.protocol), server.protocol
    if profile.only and server.habits.responses:
        protocol = profile.only
    exchange, spoken = _exchange(protocol, server.upstream_id, request_id, max_output), TONGUES[protocol]
    losses = Losses(exchange.profile)
    body = _encode(spoken.ask(replace(conversation, stream=False), exchange, losses))
    listener = Listener(spoken.hearer(exchange))
    dialogue = Dialogue(
        spoken.path(server.upstream_id, False),
        spoken.headers,
        body,
        tuple(losses.dropped),
        listener,
        passes=False,
    )
    return dialogue, listener


def conversation_of(chat: Chat) -> Conversation:
    """A client's request in neutral words.

    Raises:
        BadRequest: It has a fault that only the conversion notices.
    """
    return TONGUES[chat.protocol].parse(chat.body)


def heard(said: bytes, protocol: str, *, stream: bool) -> Answer:
    """What was, or is about to be, said to a client, as a value; as far as it goes, for the beginning of a stream.

    Args:
        said: In the client's protocol: a JSON answer, or server-sent events.
        protocol: Which one.
        stream: Whether they are events.

    Raises:
        NotTheProtocol: It is neither.
    """
    hearer = TONGUES[protocol].hearer(_exchange(protocol, "", "req_", None))
    if not stream:
        return Answer(hearer.whole(said))
    answer = Answer()
    for event in Cutter().feed(said):
        if data := data_of(event):
            for part in hearer.hear(data):
                answer.add(part)
    return answer


def _exchange(protocol: str, upstream_id: str, request_id: str, max_output: int | None) -> Exchange:
    profile = profile_of(upstream_id, protocol)
    return Exchange(request_id, protocol, protocol, upstream_id, profile, max_output=max_output)
