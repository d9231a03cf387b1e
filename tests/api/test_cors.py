"""Pages of other origins: those allowed may read answers, and all others are told nothing."""

from typing import Any

import pytest

from larouter.api.asgi import Receive, Scope, Send, send_json
from larouter.api.cors import CrossOrigin

PAGE = b"https://app.example"


async def hello(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send_json(send, 200, {"hello": "there"})


async def ask(origin: bytes | None, method: str = "POST") -> tuple[int, dict[bytes, bytes]]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"origin", origin)] if origin else []
    scope: Any = {"type": "http", "method": method, "headers": headers}
    await CrossOrigin(hello, ["https://app.example"])(scope, None, send)  # type: ignore[arg-type]
    return sent[0]["status"], dict(sent[0]["headers"])


async def test_an_allowed_page_may_read_the_answer_and_its_headers() -> None:
    status, headers = await ask(PAGE)
    assert status == 200
    assert headers[b"access-control-allow-origin"] == PAGE
    assert headers[b"vary"] == b"origin"
    assert b"access-control-expose-headers" in headers


async def test_a_preflight_of_an_allowed_page_is_answered_without_the_application() -> None:
    status, headers = await ask(PAGE, "OPTIONS")
    assert status == 204
    assert b"authorization" in headers[b"access-control-allow-headers"]


@pytest.mark.parametrize("origin", [b"https://evil.example", b"null", None])
async def test_any_other_page_is_told_nothing(origin: bytes | None) -> None:
    for method in ("POST", "OPTIONS"):
        status, headers = await ask(origin, method)
        assert status == 200
        assert not [name for name in headers if name.startswith(b"access-control")]
