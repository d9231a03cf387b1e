"""Pages that an operator names come from public addresses alone, unless he says otherwise, and never by a detour."""

import asyncio
from typing import Any

import pytest

from larouter.core.errors import TimedOut, Unreachable
from larouter.core.zones import Zone
from larouter.outbound import page
from larouter.outbound.permit import OPERATOR, EgressForbidden, Permit
from larouter.testing.http_server import Exchange, HttpServer


class Library(HttpServer):
    """Serves pages by their path."""

    def __init__(self) -> None:
        super().__init__(self._route, 0)
        self.asked: list[str] = []

    async def _route(self, exchange: Exchange) -> None:
        target = exchange.request.target
        self.asked.append(target)
        match target.strip("/").partition("?")[0]:
            case "moved":
                await exchange.respond(302, b"", {"location": "http://127.0.0.1:1/else"})
            case "missing":
                await exchange.respond(404, b"no")
            case "long":
                await exchange.begin(200, {"content-type": "text/plain"})
                for _ in range(6):
                    await exchange.chunk(b"x" * 1024 * 1024)
                await exchange.end()
            case "chunked":
                await exchange.begin(200, {"content-type": "text/plain"})
                for part in (b"one ", b"two"):
                    await exchange.chunk(part)
                await exchange.end()
            case "silent":
                await exchange.request.gone.wait()
            case _:
                await exchange.respond(200, b"here", {"content-type": "text/plain"})


async def test_a_page_inside_is_read_when_the_operator_says_so() -> None:
    async with Library() as library:
        assert await page.fetch(f"{library.url}/prices.toml?v=1", OPERATOR, inside=True) == b"here"
        assert await page.fetch(library.url, OPERATOR, inside=True) == b"here"
        assert await page.fetch(f"{library.url}/chunked", OPERATOR, inside=True) == b"one two"
        assert library.asked == ["/prices.toml?v=1", "/", "/chunked"]


@pytest.mark.parametrize(
    "url",
    [
        *("https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x", "https://2130706433/x"),
        *("https://169.254.169.254/latest", "https://[::ffff:7f00:1]/", "http://example.org/x"),
    ],
)
async def test_else_an_address_inside_and_plain_http_are_refused(url: str) -> None:
    with pytest.raises((EgressForbidden, Unreachable)):
        await page.fetch(url, OPERATOR)


async def test_a_name_of_which_any_address_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(*_: object, **__: object) -> list[Any]:
        return [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve, raising=False)
    with pytest.raises(EgressForbidden):
        await page.fetch("https://rebinding.example/prices.toml", OPERATOR)


async def test_a_redirect_is_told_and_not_followed() -> None:
    async with Library() as library:
        with pytest.raises(EgressForbidden, match=r"redirects to http://127\.0\.0\.1:1/else"):
            await page.fetch(f"{library.url}/moved", OPERATOR, inside=True)
        assert library.asked == ["/moved"]


@pytest.mark.parametrize(("path", "why"), [("missing", "answered 404"), ("long", "longer than 4 MiB")])
async def test_what_is_no_page_or_too_long_is_refused(path: str, why: str) -> None:
    async with Library() as library:
        with pytest.raises(Unreachable, match=why):
            await page.fetch(f"{library.url}/{path}", OPERATOR, inside=True)


async def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "SECONDS", 0.2)
    async with Library() as library:
        with pytest.raises(TimedOut):
            await page.fetch(f"{library.url}/silent", OPERATOR, inside=True)


async def test_a_permit_that_ends_before_the_zone_lets_nothing_out() -> None:
    with pytest.raises(EgressForbidden):
        await page.fetch("https://example.org/x", Permit(Zone.LOCAL))
