"""OpenAI embeddings to Gemini's `batchEmbedContents`, and its vectors back.

Source: `BatchEmbedContentsRequest` and `EmbedContentRequest` at ai.google.dev/api/embeddings. A batch holds at
most 100 requests.
"""

import math
import sys
from array import array
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec

from larouter.core.chat import Chat
from larouter.core.usage import Usage
from larouter.wire.answer import NotTheProtocol
from larouter.wire.exchange import Exchange
from larouter.wire.gemini import model_path
from larouter.wire.openai_embeddings import VectorsReader, texts_of
from larouter.wire.openai_stream import count_of
from larouter.wire.profiles import Losses, unsayable

MOST_INPUTS = 100
BYTES_PER_TOKEN = 4
_KNOWN = frozenset({"input", "model", "encoding_format", "dimensions"})
_encode = msgspec.json.Encoder().encode


def ask_embeddings(chat: Chat, exchange: Exchange, losses: Losses) -> "tuple[bytes, GeminiVectorsReader]":
    """The request for this model, and a reader of its answer.

    Raises:
        Unsayable: It has token ids, too many inputs, or a member that Gemini has no word for.
    """
    members = chat.body.members
    texts = texts_of(members["input"])
    if texts is None:
        raise unsayable("input", "it takes texts, not the token ids of another model")
    if len(texts) > MOST_INPUTS:
        raise unsayable("input", f"it takes at most {MOST_INPUTS} inputs at once, and {len(texts)} were sent")
    for name, value in members.items():
        if name not in _KNOWN and value is not None:
            losses.lose(name)
    dimensions = cast("int | None", members.get("dimensions"))
    model = model_path(exchange.upstream_id)
    requests = [_request(model, text, dimensions) for text in texts]
    reader = GeminiVectorsReader(
        len(texts),
        exchange.upstream_id,
        base64=members.get("encoding_format") == "base64",
        shortened=dimensions is not None,
        prompt_tokens=chat.body.size // BYTES_PER_TOKEN + 1,
    )
    return _encode({"requests": requests}), reader


def _request(model: str, text: str, dimensions: int | None) -> Mapping[str, object]:
    asked: dict[str, object] = {"model": model, "content": {"parts": [{"text": text}]}}
    return asked if dimensions is None else asked | {"outputDimensionality": dimensions}


class _Vector(msgspec.Struct):
    values: list[float]


class _Metadata(msgspec.Struct, rename="camel"):
    prompt_token_count: int | None = None


class _Answer(msgspec.Struct, rename="camel"):
    embeddings: list[_Vector]
    usage_metadata: _Metadata | None = None


_decode = msgspec.json.Decoder(_Answer).decode


class GeminiVectorsReader(VectorsReader):
    """Reads vectors of Gemini and writes them as OpenAI does.

    Args:
        wanted: How many vectors are wanted.
        model: What the answer says made them.
        base64: Whether they are wanted as base64 of little-endian 32-bit floats.
        shortened: Whether fewer dimensions were asked for; Gemini leaves such vectors at their length, and OpenAI
            makes them unit vectors.
        prompt_tokens: What to say of the prompt's length when Gemini does not.
    """

    __slots__ = ("_base64", "_name", "_prompt_tokens", "_shortened")

    def __init__(self, wanted: int, model: str, *, base64: bool, shortened: bool, prompt_tokens: int) -> None:
        super().__init__(wanted)
        self._name = model
        self._base64 = base64
        self._shortened = shortened
        self._prompt_tokens = prompt_tokens

    def whole(self, body: bytes) -> bytes:
        """Read the answer; returns it in OpenAI's words.

        Raises:
            NotTheProtocol: It is not a list of as many vectors as are wanted.
        """
        try:
            answer = _decode(body)
        except (ValueError, RecursionError) as error:
            raise NotTheProtocol(f"the answer is no list of vectors: {error}") from None
        if len(answer.embeddings) != self._wanted:
            raise NotTheProtocol(f"the answer has {len(answer.embeddings)} vectors for {self._wanted} inputs")
        told = answer.usage_metadata.prompt_token_count if answer.usage_metadata else None
        if told is not None:
            self.usage = Usage(input_tokens=count_of(told))
        self.finished = self.done = True
        used = self._prompt_tokens if told is None else told
        return _encode(
            {
                "object": "list",
                "data": [
                    {"object": "embedding", "index": at, "embedding": self._said(vector.values)}
                    for at, vector in enumerate(answer.embeddings)
                ],
                "model": self._name,
                "usage": {"prompt_tokens": used, "total_tokens": used},
            }
        )

    def _said(self, values: Sequence[float]) -> object:
        if self._shortened and (length := math.hypot(*values)):
            values = [value / length for value in values]
        if not self._base64:
            return values
        numbers = array("f", values)
        if sys.byteorder == "big":
            numbers.byteswap()
        return b64encode(numbers.tobytes()).decode()
