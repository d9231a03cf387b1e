"""HTTPS through the real client, against a local server with a certificate of its own."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from raw_server import Place, Talk, answering, listening, once

from larouter.core.errors import Malformed, TimedOut, Unreachable
from larouter.core.zones import Zone
from larouter.outbound import tls
from larouter.outbound.endpoint import Endpoint, Limits, Outgoing, zone_admits
from larouter.outbound.permit import EgressForbidden
from larouter.outbound.tls import TlsClient

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
QUICK = Limits(connect=2, first_byte=2, idle=2, total=4)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key in one file."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("openssl is not installed, so no certificate can be made")
    folder = tmp_path_factory.mktemp("certificate")
    command = (
        f"{openssl} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test "
        "-addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    return both


@pytest.fixture
def serving(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the client trust that certificate as it trusts those of the system."""
    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", context)


@pytest.fixture
async def client() -> AsyncIterator[TlsClient]:
    client = TlsClient()
    yield client
    await client.close()


def call(place: Place, zone: Zone = Zone.PUBLIC, limits: Limits = QUICK, body: bytes = b"{}") -> Outgoing:
    headers = (("Authorization", "Bearer k"),)
    endpoint = Endpoint("cloud", f"https://127.0.0.1:{place.port}", zone, headers)
    return Outgoing(endpoint, "POST", "/v1/chat/completions", body, limits=limits)


async def ask(client: TlsClient, outgoing: Outgoing) -> tuple[int, bytes]:
    incoming = await client.send(outgoing)
    try:
        return incoming.status, b"".join([chunk async for chunk in incoming.chunks()])
    finally:
        incoming.close()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("zone", Zone)
async def test_calls_reuse_a_connection_and_carry_the_key(
    client: TlsClient, serving: ssl.SSLContext, zone: Zone
) -> None:
    heard: list[bytes] = []

    async def script(talk: Talk) -> None:
        while request := await talk.request():
            heard.append(request)
            await talk.say(OK)

    async with listening(script, serving) as place:
        assert await ask(client, call(place, zone)) == (200, b"ok")
        assert await ask(client, call(place, zone)) == (200, b"ok")
        assert len(place.talks) == 1
    head, _, body = heard[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /v1/chat/completions HTTP/1.1"
    assert {"Authorization: Bearer k", "Content-Type: application/json"} < set(lines)
    assert not any(line.startswith(("User-Agent", "Cookie")) for line in lines)
    assert body == b"{}"


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    client: TlsClient, serving: ssl.SSLContext
) -> None:
    async with listening(answering(OK), serving) as place:
        with pytest.raises(Unreachable, match="cannot be reached") as refused:
            await ask(client, call(place))
    assert "certificate verify failed" in refused.value.operator_detail.lower()


@pytest.mark.usefixtures("trusted")
async def test_a_redirect_is_not_followed(client: TlsClient, serving: ssl.SSLContext) -> None:
    away = b"HTTP/1.1 307 Away\r\nLocation: https://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    async with listening(answering(away), serving) as place:
        assert await ask(client, call(place)) == (307, b"")


@pytest.mark.usefixtures("trusted")
async def test_a_proxy_of_the_environment_is_not_used(
    client: TlsClient, serving: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    async with listening(answering(OK), serving) as place:
        assert await ask(client, call(place)) == (200, b"ok")


@pytest.mark.usefixtures("trusted")
async def test_an_answer_that_stops_short_is_told_apart_from_a_whole_one(
    client: TlsClient, serving: ssl.SSLContext
) -> None:
    async with listening(once(CHUNKED + b"5\r\nhello\r\n"), serving) as place:
        with pytest.raises(Unreachable, match="in the middle of its answer"):
            await ask(client, call(place))


@pytest.mark.usefixtures("trusted")
async def test_what_is_not_http_is_malformed(client: TlsClient, serving: ssl.SSLContext) -> None:
    async with listening(once(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), serving) as place:
        with pytest.raises(Malformed, match="does not speak HTTP"):
            await ask(client, call(place))


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("head", [b"", CHUNKED + b"5\r\nhello\r\n"], ids=["no head", "no next part"])
async def test_a_silent_server_is_given_up(client: TlsClient, serving: ssl.SSLContext, head: bytes) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(head)
        await talk.until_gone()

    async with listening(script, serving) as place:
        with pytest.raises(TimedOut, match="took too long"):
            await ask(client, call(place, limits=Limits(2, first_byte=0.3, idle=0.3, total=4)))


@pytest.mark.usefixtures("trusted")
async def test_closing_an_unfinished_answer_ends_the_connection(
    client: TlsClient, serving: ssl.SSLContext
) -> None:
    async def script(talk: Talk) -> None:
        await talk.request()
        await talk.say(CHUNKED + b"5\r\nhello\r\n")
        await talk.until_gone()

    async with listening(script, serving) as place:
        incoming = await client.send(call(place))
        incoming.close()
        async with asyncio.timeout(2):
            await place.talks[0].gone.wait()


async def test_nobody_listening_is_unreachable(client: TlsClient, serving: ssl.SSLContext) -> None:
    async with listening(answering(OK), serving) as place:
        pass
    with pytest.raises(Unreachable, match="cannot be reached"):
        await ask(client, call(place))


@pytest.mark.usefixtures("trusted")
async def test_a_local_backend_at_a_public_address_is_refused_before_it_is_called(
    client: TlsClient, serving: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tls, "zone_admits", lambda zone, _: zone_admits(zone, "8.8.8.8"))
    async with listening(answering(OK), serving) as place:
        with pytest.raises(EgressForbidden, match="stands at a public address") as refused:
            await ask(client, call(place, Zone.LOCAL))
        assert "cloud is configured as local but is at 127.0.0.1" in refused.value.operator_detail
        assert not place.talks
        assert await ask(client, call(place, Zone.PRIVATE)) == (200, b"ok")


@pytest.mark.usefixtures("trusted")
async def test_an_address_goes_out_as_it_was_given_because_its_signature_covers_every_letter(
    client: TlsClient, serving: ssl.SSLContext
) -> None:
    path = "/a%2Bb/c?name=UTF-8%27%27m%3B&Signature=x%7Ey%2B%2F%3D"
    heard: list[bytes] = []

    async def script(talk: Talk) -> None:
        heard.append(await talk.request())
        await talk.say(OK)

    async with listening(script, serving) as place:
        await ask(client, replace(call(place), path=path))
    assert heard[0].split(b"\r\n")[0] == f"POST {path} HTTP/1.1".encode()
