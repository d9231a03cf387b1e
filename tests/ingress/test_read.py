"""Bodies read within their limit, in the protocol that was spoken."""

import contextlib
import itertools
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from asking import raw
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import (
    ANTHROPIC,
    GEMINI,
    OPENAI_CHAT,
    OPENAI_COMPLETIONS,
    OPENAI_DECISIONS,
    OPENAI_EMBEDDINGS,
    OPENAI_RESPONSES,
)
from larouter.core.errors import BadRequest, TooLarge
from larouter.ingress.read import (
    READERS,
    ClientGone,
    check_length,
    encoding_of,
    read,
    read_body,
    read_call,
)


def receiving(*messages: Mapping[str, Any]) -> Callable[[], Awaitable[Mapping[str, Any]]]:
    coming = itertools.chain(messages, itertools.repeat({"type": "http.disconnect"}))

    async def receive() -> Mapping[str, Any]:
        return next(coming)

    return receive


def part(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_a_body_in_parts_is_put_together() -> None:
    receive = receiving(
        part(b"one ", more=True), {"type": "http.request", "more_body": True}, part(b"two", more=False)
    )
    assert await read_body(receive, 100) == b"one two"


async def test_a_body_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert await read_body(receiving(part(b"x" * 10, more=False)), 10) == b"x" * 10
    with pytest.raises(TooLarge, match="longer than 10 bytes"):
        await read_body(receiving(part(b"x" * 11, more=False)), 10)


async def test_a_body_that_is_too_long_is_not_read_to_its_end() -> None:
    read_so_far = 0

    async def receive() -> Mapping[str, Any]:
        nonlocal read_so_far
        read_so_far += 4
        return part(b"xxxx", more=True)

    with pytest.raises(TooLarge):
        await read_body(receive, 10)
    assert read_so_far == 12


async def test_a_client_that_leaves_in_the_middle_is_noticed() -> None:
    with pytest.raises(ClientGone):
        await read_body(receiving(part(b"half", more=True)), 100)


def test_a_body_is_read_in_its_protocol() -> None:
    for protocol in (OPENAI_CHAT, ANTHROPIC):
        chat = read(raw(model="m", max_tokens=9), protocol, "", b"identity")
        assert (chat.protocol, chat.model) == (protocol, "m")
    assert read(b'{"model": "m", "input": "hello"}', OPENAI_RESPONSES, "").protocol == OPENAI_RESPONSES


@pytest.mark.parametrize(("method", "stream"), [("generateContent", False), ("streamGenerateContent", True)])
def test_in_googles_protocol_the_path_names_the_model_and_the_method(method: str, stream: bool) -> None:
    body = b'{"contents": [{"role": "user", "parts": [{"text": "hello"}]}]}'
    chat = read(body, GEMINI, f"/v1beta/models/auto:complex:{method}")
    assert (chat.model, chat.stream) == ("auto:complex", stream)


@pytest.mark.parametrize("protocol", READERS)
@given(body=st.binary())
def test_any_bytes_are_a_chat_or_a_bad_request(protocol: str, body: bytes) -> None:
    with contextlib.suppress(BadRequest):
        read(body, protocol, "/v1beta/models/m:generateContent")


def test_a_body_that_announces_itself_as_too_long_is_refused_unread() -> None:
    check_length([(b"content-length", b"10"), (b"host", b"11")], 10)
    with pytest.raises(TooLarge, match=r"server\.max_body_bytes"):
        check_length([(b"content-length", b"11")], 10)


@pytest.mark.parametrize("encoding", [b"gzip", b"br", b"identity, gzip"])
def test_a_compressed_body_is_refused_with_the_cure(encoding: bytes) -> None:
    with pytest.raises(BadRequest, match="without content-encoding"):
        read(raw(), OPENAI_CHAT, "", encoding)


def test_the_headers_of_a_call_say_how_its_body_is_packed_and_what_is_in_beta() -> None:
    body = b'{"model":"auto","max_tokens":9,"messages":[{"role":"user","content":"hello"}]}'
    plain = [(b"content-encoding", b" Identity "), (b"anthropic-beta", b"effort-2025-11-24")]
    assert read_call(body, ANTHROPIC, "", plain).betas == ("effort-2025-11-24",)
    assert read_call(body, OPENAI_CHAT, "", plain).betas == ()
    with pytest.raises(BadRequest, match="content-encoding"):
        read_call(body, OPENAI_CHAT, "", [(b"content-encoding", b"gzip")])


def test_the_encoding_of_a_body_is_told_by_its_header() -> None:
    assert encoding_of([(b"host", b"x"), (b"content-encoding", b" GZip ")]) == b"gzip"
    assert encoding_of([(b"host", b"x")]) == b""


@pytest.mark.parametrize(
    ("protocol", "member"),
    [
        (OPENAI_CHAT, "messages"),
        (OPENAI_RESPONSES, "input"),
        (ANTHROPIC, "max_tokens"),
        (GEMINI, "contents"),
        (OPENAI_COMPLETIONS, "prompt"),
        (OPENAI_EMBEDDINGS, "input"),
        (OPENAI_DECISIONS, "questions"),
    ],
)
@pytest.mark.parametrize("empty", [b"", b"[]"])
def test_an_empty_body_is_refused_with_an_example_of_the_protocol_that_was_spoken(
    protocol: str, member: str, empty: bytes
) -> None:
    with pytest.raises(BadRequest, match=rf'such as \{{.*"{member}"'):
        read(empty, protocol, "/v1beta/models/auto:generateContent")
