"""From bytes to Chat: the body within its limit, then the protocol that was spoken."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from larouter.core.chat import (
    ANTHROPIC,
    GEMINI,
    OPENAI_CHAT,
    OPENAI_COMPLETIONS,
    OPENAI_DECISIONS,
    OPENAI_EMBEDDINGS,
    OPENAI_RESPONSES,
    Body,
    Chat,
)
from larouter.core.errors import BadRequest, TooLarge
from larouter.wire.anthropic import read_messages
from larouter.wire.anthropic_betas import betas_of
from larouter.wire.gemini import read_generate, read_target
from larouter.wire.members import EXAMPLE, read_object
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_completions import read_completions
from larouter.wire.openai_decisions import read_decisions
from larouter.wire.openai_embeddings import read_embeddings
from larouter.wire.openai_responses import read_responses

M = TypeVar("M", bound=Mapping[str, Any])
Receive = Callable[[], Awaitable[Mapping[str, Any]]]


class ClientGone(Exception):
    """The client went away before its request was complete."""


async def read_body(receive: Receive, most_bytes: int) -> bytes:
    """The request's body.

    Raises:
        TooLarge: It is longer than `most_bytes`.
        ClientGone: It never became complete.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part = message.get("body", b"")
        size += len(part)
        if size > most_bytes:
            raise too_large(most_bytes)
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def at_most(receive: Callable[[], Awaitable[M]], most_bytes: int) -> Callable[[], Awaitable[M]]:
    """The same, for whoever reads a body as it comes and counts nothing.

    Raises:
        TooLarge: When called for more than `most_bytes`.
    """
    left = most_bytes

    async def counted() -> M:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise too_large(most_bytes)
        return message

    return counted


def too_large(most_bytes: int) -> TooLarge:
    """The refusal of a body that is longer than `most_bytes`."""
    return TooLarge(
        f"the body is longer than {most_bytes:,} bytes; shorten it, or ask the operator to raise server.max_body_bytes"
    )


def check_length(headers: Iterable[tuple[bytes, bytes]], most_bytes: int) -> None:
    """Refuse a body that announces itself as too long, before any of it is read.

    Raises:
        TooLarge: It is longer than `most_bytes`.
    """
    for name, value in headers:
        if name == b"content-length" and value.isdigit() and int(value) > most_bytes:
            raise too_large(most_bytes)


def encoding_of(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """How the body is encoded, in lower case; empty for not at all."""
    for name, value in headers:
        if name == b"content-encoding":
            return value.strip().lower()
    return b""


def read(raw: bytes, protocol: str, path: str, content_encoding: bytes = b"") -> Chat:
    """What was asked.

    Raises:
        BadRequest: It cannot be understood; the error names the field and the cure.
    """
    if content_encoding not in (b"", b"identity"):
        raise BadRequest("compressed bodies are not read; send the body without content-encoding")
    return READERS[protocol](read_object(raw, _EXAMPLES.get(protocol, EXAMPLE)), path)


def read_call(raw: bytes, protocol: str, path: str, headers: Iterable[tuple[bytes, bytes]]) -> Chat:
    """What was asked, with what the headers say of it.

    Raises:
        BadRequest: It cannot be understood; the error names the field and the cure.
    """
    chat = read(raw, protocol, path, encoding_of(headers))
    if protocol == ANTHROPIC and (betas := betas_of(headers)):
        return replace(chat, betas=betas)
    return chat


def _gemini(body: Body, path: str) -> Chat:
    return read_generate(body, read_target(path.rpartition("/models/")[2]))


_EXAMPLES: Mapping[str, str] = {
    OPENAI_RESPONSES: '{"model": "auto", "input": "..."}',
    ANTHROPIC: '{"model": "auto", "max_tokens": 1024, "messages": [...]}',
    GEMINI: '{"contents": [{"parts": [{"text": "..."}]}]}',
    OPENAI_COMPLETIONS: '{"model": "auto", "prompt": "..."}',
    OPENAI_EMBEDDINGS: '{"model": "...", "input": "..."}',
    OPENAI_DECISIONS: '{"model": "larouter", "input": "...", "questions": [...]}',
}
# Most protocols say everything in the body; Gemini names the model and the method in the path.
READERS: Mapping[str, Callable[[Body, str], Chat]] = {
    OPENAI_CHAT: lambda body, _path: read_chat(body),
    OPENAI_RESPONSES: lambda body, _path: read_responses(body),
    ANTHROPIC: lambda body, _path: read_messages(body),
    GEMINI: _gemini,
    OPENAI_COMPLETIONS: lambda body, _path: read_completions(body),
    OPENAI_EMBEDDINGS: lambda body, _path: read_embeddings(body),
    OPENAI_DECISIONS: lambda body, _path: read_decisions(body),
}
