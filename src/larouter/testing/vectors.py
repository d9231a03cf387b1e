"""Vectors as OpenAI and Gemini write them, made of the hash of a text, and what each refuses in a request for them.

Sources: `CreateEmbeddingRequest` of OpenAI's published API description; ai.google.dev/api/embeddings.
"""

import hashlib
import math
import struct
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from larouter.testing.completions import tokens
from larouter.testing.strict import Complaint

SIZE = 8
_KNOWN = frozenset({"input", "model", "encoding_format", "dimensions", "user"})
_REQUEST = frozenset({"model", "content", "taskType", "title", "outputDimensionality"})
MOST_INPUTS = 2048
MOST_REQUESTS = 100


def vector_of(text: object, size: int = SIZE) -> list[float]:
    """The unit vector of a text, or of token ids."""
    numbers = [byte - 127.5 for byte in hashlib.sha256(str(text).encode()).digest()[:size]]
    length = math.hypot(*numbers)
    return [struct.unpack("<f", struct.pack("<f", number / length))[0] for number in numbers]


def complaint(body: Mapping[str, object]) -> Complaint | None:
    """The first thing that OpenAI would refuse, or None."""
    for name in body:
        if name not in _KNOWN:
            return Complaint(400, f"Unknown parameter: '{name}'.", name, "unknown_parameter")
    given = body.get("input")
    if (
        not isinstance(given, str | list)
        or not given
        or (isinstance(given, list) and len(given) > MOST_INPUTS)
    ):
        return Complaint(400, "'$.input' is invalid. Please check the API reference.", "input")
    if body.get("encoding_format", "float") not in ("float", "base64"):
        return Complaint(400, "'encoding_format' is invalid.", "encoding_format", "invalid_value")
    return None


def answer(body: Mapping[str, Any]) -> dict[str, object]:
    """The vectors that a request asks for, as OpenAI writes them."""
    given = body["input"]
    inputs = [given] if isinstance(given, str) or isinstance(given[0], int) else given
    size = body.get("dimensions") or SIZE
    packed = body.get("encoding_format") == "base64"
    used = sum(len(tokens(one)) if isinstance(one, str) else len(one) for one in inputs)
    vectors = [vector_of(one, size) for one in inputs]
    rows = [
        {"object": "embedding", "index": at, "embedding": _packed(vector) if packed else vector}
        for at, vector in enumerate(vectors)
    ]
    usage = {"prompt_tokens": used, "total_tokens": used}
    return {"object": "list", "data": rows, "model": body["model"], "usage": usage}


def _packed(vector: Sequence[float]) -> str:
    return b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def batch_complaint(body: Mapping[str, Any], model: str) -> str:
    """The first thing that Gemini would refuse in a batch, or nothing."""
    if unknown := body.keys() - {"requests"}:
        return f'Invalid JSON payload received. Unknown name "{min(unknown)}": Cannot find field.'
    requests = body.get("requests") or []
    if not 0 < len(requests) <= MOST_REQUESTS:
        return f"* BatchEmbedContentsRequest.requests: at most {MOST_REQUESTS} requests can be in one batch"
    for one in requests:
        if unknown := one.keys() - _REQUEST:
            return f'Invalid JSON payload received. Unknown name "{min(unknown)}": Cannot find field.'
        if one.get("model") != f"models/{model}":
            return "The model of every request must be that of the batch."
        if not (one.get("content") or {}).get("parts"):
            return "* EmbedContentRequest.content: contents is not specified"
    return ""


def batch_answer(body: Mapping[str, Any], *, counted: bool) -> dict[str, object]:
    """The vectors of a batch; shortened ones are no unit vectors."""
    vectors, used = [], 0
    for one in body["requests"]:
        text = one["content"]["parts"][0]["text"]
        size = one.get("outputDimensionality")
        values = [value * (2.5 if size else 1) for value in vector_of(text, size or SIZE)]
        vectors.append({"values": values})
        used += len(tokens(text))
    return {"embeddings": vectors} | ({"usageMetadata": {"promptTokenCount": used}} if counted else {})
