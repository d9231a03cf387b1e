"""Routes that say how long a prompt is, by the estimate that decisions use; nothing is sent."""

from collections.abc import Callable

from larouter.access.admit import Gate
from larouter.api.asgi import Receive, Scope, Send, send_bytes
from larouter.api.chat import body_in_time
from larouter.core.chat import Body, Chat
from larouter.ingress.read import check_length
from larouter.inspect.look import prompt_tokens
from larouter.wire import anthropic, gemini
from larouter.wire.members import read_object


class CountRoute:
    """A route that counts.

    Args:
        gate: Who may ask.
        most_bytes: Longest request body.
        read: The request of a body and its path.
        say: The answer in the words of the protocol.
    """

    def __init__(
        self, gate: Gate, most_bytes: int, read: Callable[[Body, str], Chat], say: Callable[[int], bytes]
    ) -> None:
        self._gate = gate
        self._most_bytes = most_bytes
        self._read = read
        self._say = say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            RouterError: The caller is not known, or the request cannot be understood.
        """
        self._gate.admit(scope["headers"])
        check_length(scope["headers"], self._most_bytes)
        chat = self._read(read_object(await body_in_time(receive, self._most_bytes)), str(scope["path"]))
        expected, _ = prompt_tokens(chat)
        await send_bytes(send, 200, [(b"content-type", b"application/json")], self._say(expected))


def anthropic_count(gate: Gate, most_bytes: int) -> CountRoute:
    """`POST /v1/messages/count_tokens`."""
    return CountRoute(gate, most_bytes, lambda body, _: anthropic.read_count(body), anthropic.count_answer)


def gemini_count(gate: Gate, most_bytes: int) -> CountRoute:
    """`POST /v1beta/models/{model}:countTokens`."""

    def read(body: Body, path: str) -> Chat:
        return gemini.read_count(body, path.partition("/models/")[2])

    return CountRoute(gate, most_bytes, read, gemini.count_answer)
