"""A page that the operator names, fetched once: from an address of the Internet, never redirected, never endless."""

import asyncio
import http.client
import socket
import ssl
import time

from larouter.core.errors import TimedOut, Unreachable
from larouter.core.zones import Zone
from larouter.outbound.endpoint import origin
from larouter.outbound.permit import EgressForbidden, Permit
from larouter.outbound.webhook import address_of

SECONDS = 30.0
MOST_BYTES = 4 * 1024 * 1024
_BLOCK = 64 * 1024


async def fetch(url: str, permit: Permit, *, inside: bool = False) -> bytes:
    """What is there.

    Args:
        url: Where; `https`, unless `inside`.
        permit: Covers the zone: the operator's own.
        inside: Whether the address may be one of a private network, as the operator has said.

    Raises:
        EgressForbidden: The address is not public, the URL is not `https`, or it redirects.
        TimedOut: It took more than thirty seconds.
        Unreachable: There was no answer, another one than 200, or one of more than four MiB.
    """
    scheme, host, port, _ = origin(url)
    permit.check(Zone.PRIVATE if inside else Zone.PUBLIC, "page")
    if scheme != "https" and not inside:
        raise _forbidden(f"{host} must be asked over https")
    try:
        async with asyncio.timeout(SECONDS):
            address = await address_of(host, port, inside=inside)
            return await asyncio.to_thread(_read, url, (address, port), host if scheme == "https" else "")
    except TimeoutError:
        raise TimedOut(f"{host} did not answer within {SECONDS:g} s") from None
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"{host} cannot be reached: {error}") from None


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that has been looked at, whatever the name says by now."""

    def __init__(self, host: str, address: tuple[str, int], name: str) -> None:
        super().__init__(host, address[1], timeout=SECONDS)
        self._address, self._name = address, name

    def connect(self) -> None:
        plain = socket.create_connection(self._address, SECONDS)
        self.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=self._name)
            if self._name
            else plain
        )


def _read(url: str, address: tuple[str, int], name: str) -> bytes:
    until = time.monotonic() + SECONDS
    _, host, _, _ = origin(url)
    connection = _Pinned(host, address, name)
    if name:
        connection.default_port = http.client.HTTPS_PORT
    try:
        connection.request(
            "GET", _target(url), headers={"accept-encoding": "identity", "user-agent": "larouter"}
        )
        answer = connection.getresponse()
        if 300 <= answer.status < 400:
            raise _forbidden(
                f"{host} redirects to {answer.headers.get('location', 'nowhere')[:200]}; name that address"
            )
        if answer.status != http.client.OK:
            raise OSError(f"it answered {answer.status}")
        body = bytearray()
        while block := answer.read(_BLOCK):
            body += block
            if len(body) > MOST_BYTES:
                raise OSError(f"it is longer than {MOST_BYTES // 1024 // 1024} MiB")
            if time.monotonic() > until:
                raise TimeoutError
        return bytes(body)
    finally:
        connection.close()


def shown(url: str) -> str:
    """An address fit to be kept: without its query, which may hold a signature, and without a password."""
    scheme, host, port, path = origin(url.partition("#")[0].partition("?")[0])
    usual = 443 if scheme == "https" else 80
    return f"{scheme}://{host}{'' if port == usual else f':{port}'}{path}"


def _target(url: str) -> str:
    """The path and the query, as they are asked for."""
    rest = url.partition("://")[2].partition("#")[0]
    at = min((rest.find(sign) for sign in "/?" if sign in rest), default=-1)
    target = rest[at:] if at >= 0 else "/"
    return target if target.startswith("/") else f"/{target}"


def _forbidden(why: str) -> EgressForbidden:
    return EgressForbidden(why, operator_detail=why)
