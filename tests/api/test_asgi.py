"""Whole answers over plain ASGI."""

from typing import Any

from larouter.api.asgi import send_bytes, send_error, send_json
from larouter.core.errors import TooManyRequests


class Sent(list[dict[str, Any]]):
    async def __call__(self, message: Any) -> None:
        self.append(dict(message))


async def test_an_answer_carries_its_length() -> None:
    sent = Sent()
    await send_bytes(sent, 200, [(b"x-name", b"v")], b"four")
    assert sent[0]["headers"] == [(b"x-name", b"v"), (b"content-length", b"4")]
    assert sent[1]["body"] == b"four"


async def test_json_is_sent_as_such() -> None:
    sent = Sent()
    await send_json(sent, 201, {"a": "é"})
    assert (sent[0]["status"], sent[1]["body"]) == (201, '{"a":"é"}'.encode())
    assert (b"content-type", b"application/json") in sent[0]["headers"]


async def test_an_error_is_sent_with_its_status_and_its_headers() -> None:
    sent = Sent()
    await send_error(sent, TooManyRequests("slow down", retry_after=3))
    assert sent[0]["status"] == 429
    assert (b"retry-after", b"3") in sent[0]["headers"]
    assert b'"rate_limit_exceeded"' in sent[1]["body"]
