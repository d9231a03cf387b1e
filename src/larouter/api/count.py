"""`POST /v1/messages/count_tokens`: how long a prompt is, by the estimate that decisions use; nothing is sent."""

from functools import partial

from larouter.api.asgi import Receive, Scope, Send, send_bytes
from larouter.ingress.read import read_body
from larouter.inspect.look import prompt_tokens
from larouter.pipeline import Pipeline
from larouter.wire.anthropic import count_answer, read_count
from larouter.wire.members import read_object


class CountRoute:
    """The route that counts.

    Args:
        pipeline: Who may ask.
        most_bytes: Longest request body.
    """

    def __init__(self, pipeline: Pipeline, most_bytes: int) -> None:
        self._gate = pipeline.gate
        self._read = partial(read_body, most_bytes=most_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            RouterError: The caller is not known, or the request cannot be understood.
        """
        self._gate.admit(scope["headers"])
        expected, _ = prompt_tokens(read_count(read_object(await self._read(receive))))
        await send_bytes(send, 200, [(b"content-type", b"application/json")], count_answer(expected))
