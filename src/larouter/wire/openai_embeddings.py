"""OpenAI embeddings: what a request says, and an answer that passes as it came.

Source: `CreateEmbeddingRequest` and `CreateEmbeddingResponse` of OpenAI's published API description, which
llama.cpp, Ollama, vLLM and LM Studio follow. Members that are not known here are kept and passed on.
"""

import json
from collections.abc import Callable
from typing import TypeGuard

import msgspec

from larouter.core.chat import EMBEDDINGS, OPENAI_EMBEDDINGS, Body, Chat, Turn
from larouter.core.errors import BadRequest
from larouter.core.usage import Usage  # noqa: TC001 - one style of import for all
from larouter.wire.answer import NotTheProtocol
from larouter.wire.checks import check_members, kind, read_model, texts_beside, whole
from larouter.wire.exchange import Exchange
from larouter.wire.openai_stream import UsageRead

EMBEDDINGS_PATH = "/v1/embeddings"
MOST_DIMENSIONS = 100_000
_NO_TEXT = frozenset({"input", "model", "encoding_format", "dimensions"})
_WRONG = "input must be a string, an array of strings, an array of token ids or an array of such arrays"


def read_embeddings(body: Body) -> Chat:
    """The request in `body`: every input is a turn; token ids cannot be read, which makes the request opaque.

    Raises:
        BadRequest: A member is missing or of the wrong kind; the error names it and the cure.
    """
    members = body.members
    check_members(members, _CHECKS)
    texts = texts_of(members.get("input"))
    return Chat(
        protocol=OPENAI_EMBEDDINGS,
        model=read_model(members.get("model")),
        stream=False,
        turns=[Turn("user", text) for text in texts or ()],
        needs=frozenset({EMBEDDINGS}),
        tools=(),
        definitions=texts_beside(body, _NO_TEXT, 0),
        max_tokens=0,
        answers=1,
        wants_usage=True,
        body=body,
        opaque=texts is None,
    )


def texts_of(given: object) -> tuple[str, ...] | None:
    """The texts of which vectors are wanted; None when they are given as token ids.

    Raises:
        BadRequest: There is nothing, or something else.
    """
    if isinstance(given, str):
        return (given,)
    if not isinstance(given, list) or not given:
        raise BadRequest(f"{_WRONG}, and not empty", param="input")
    if isinstance(given[0], str):
        if not all(isinstance(text, str) for text in given):
            raise BadRequest(_WRONG, param="input")
        return tuple(given)
    if are_tokens(given) or all(are_tokens(one) for one in given):
        return None
    raise BadRequest(_WRONG, param="input")


def count_of_inputs(given: object) -> int:
    """How many vectors are wanted."""
    return len(given) if isinstance(given, list) and not are_tokens(given) else 1


def are_tokens(value: object) -> TypeGuard[list[int]]:
    """Whether something is a text as token ids."""
    return isinstance(value, list) and bool(value) and all(type(one) is int and one >= 0 for one in value)


def pass_embeddings(chat: Chat, exchange: Exchange) -> "tuple[bytes, VectorsReader]":
    """The client's body for this model, and a reader that passes the answer through."""
    body = chat.body.with_members({"model": json.dumps(exchange.upstream_id)})
    return body, VectorsReader(count_of_inputs(chat.body.members["input"]))


class _Vectors(msgspec.Struct):
    data: list[msgspec.Raw]
    usage: UsageRead | None = None
    model: str | None = None


_decode = msgspec.json.Decoder(_Vectors).decode


class VectorsReader:
    """Reads an answer that comes whole; its attributes are those of `exchange.Reader`.

    Args:
        wanted: How many vectors are wanted.
    """

    __slots__ = ("_wanted", "characters", "done", "error", "finished", "model", "usage")

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self.usage: Usage | None = None
        self.model = ""
        self.characters = 0
        self.finished = False
        self.done = False
        self.error = b""

    def whole(self, body: bytes) -> bytes:
        """Read the answer; returns it as it came.

        Raises:
            NotTheProtocol: It is not a list of as many vectors as are wanted.
        """
        try:
            answer = _decode(body)
        except (ValueError, RecursionError) as error:
            raise NotTheProtocol(f"the answer is no list of vectors: {error}") from None
        if len(answer.data) != self._wanted:
            raise NotTheProtocol(f"the answer has {len(answer.data)} vectors for {self._wanted} inputs")
        self.usage = answer.usage.tokens() if answer.usage else None
        self.model = answer.model or ""
        self.finished = self.done = True
        return body

    def feed(self, chunk: bytes) -> bytes:
        """Vectors are not streamed.

        Raises:
            NotTheProtocol: Always.
        """
        raise NotTheProtocol(f"vectors are not streamed, but {len(chunk)} bytes came")

    def end(self) -> bytes:
        """Nothing is left."""
        return b""


def _format(name: str, value: object) -> None:
    if value not in ("float", "base64"):
        raise BadRequest(f"{name} must be float or base64", param=name)


_CHECKS: dict[str, Callable[[str, object], None]] = {
    "encoding_format": _format,
    "dimensions": whole(1, MOST_DIMENSIONS),
    "user": kind(str, "a string"),
}
