"""Notices go to public addresses alone, unless the operator says otherwise, and are never redirected."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listeners import listening

from larouter.core.errors import Unreachable
from larouter.core.zones import Zone
from larouter.outbound import webhook
from larouter.outbound.permit import OPERATOR, EgressForbidden, Permit

NEAR = (
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::", "::1",
    "fe80::1", "fec0::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
    "224.0.0.1", "ff02::1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "2001:db8::1", "fe80::1%eth0",
)  # fmt: skip


@pytest.mark.parametrize("address", NEAR)
def test_an_address_that_leads_inside_is_not_public(address: str) -> None:
    assert not webhook.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert webhook.is_public(address)


@given(st.ip_addresses())
def test_every_address_is_one_or_the_other(address: Any) -> None:
    if webhook.is_public(str(address)):
        assert address.is_global or getattr(address, "ipv4_mapped", None)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/hook", "https://localhost/hook", "https://[::1]/hook", "https://2130706433/hook",
        "https://0x7f000001/hook", "https://169.254.169.254/latest", "https://0/hook", "https://[::ffff:7f00:1]/",
    ],
)  # fmt: skip
async def test_an_address_inside_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises((EgressForbidden, Unreachable)):
        await webhook.post(url, b"{}", {}, OPERATOR)


async def test_a_name_of_which_any_address_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(*_: object, **__: object) -> list[Any]:
        return [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve, raising=False)
    with pytest.raises(EgressForbidden):
        await webhook.post("https://rebinding.example/hook", b"{}", {}, OPERATOR)


async def test_without_tls_nothing_leaves() -> None:
    with pytest.raises(EgressForbidden):
        await webhook.post("http://example.org/hook", b"{}", {}, OPERATOR)


async def test_without_a_permit_nothing_leaves() -> None:
    with pytest.raises(EgressForbidden):
        await webhook.post("https://example.org/hook", b"{}", {}, Permit(Zone.LOCAL))


async def test_inside_is_reached_where_the_operator_says_so_and_no_redirect_is_followed() -> None:
    async with listening() as heard:
        heard.answers = [302]
        status = await webhook.post(
            f"http://127.0.0.1:{heard.port}/hook?a=1", b'{"a":1}', {"x-test": "y"}, OPERATOR, inside=True
        )
        assert status == 302
        ((head, body),) = heard.requests
        assert head.startswith("POST /hook")
        assert "x-test: y" in head
        assert body == b'{"a":1}'


async def test_nobody_there_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        await webhook.post("http://127.0.0.1:1/hook", b"{}", {}, OPERATOR, inside=True)
