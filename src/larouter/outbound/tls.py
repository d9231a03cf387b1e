"""HTTPS to clouds, through aiohttp: certificates, proxies and odd servers are its trade."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Mapping

import aiohttp
from aiohttp import AddrInfoType
from yarl import URL

from larouter.core.errors import Malformed, RouterError, TimedOut, Unreachable
from larouter.core.zones import Zone
from larouter.outbound.endpoint import Outgoing, zone_admits
from larouter.outbound.permit import EgressForbidden


class _Answer:
    """An aiohttp response as an `Incoming`."""

    def __init__(self, response: aiohttp.ClientResponse, name: str) -> None:
        self.status = response.status
        self.headers: Mapping[str, str] = {key.lower(): value for key, value in response.headers.items()}
        self._response = response
        self._name = name

    async def next(self) -> bytes:
        """What has come since; nothing at the end."""
        try:
            return await self._response.content.readany()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _ours(error, self._name) from None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives."""
        while part := await self.next():
            yield part

    async def read(self, most: int) -> bytes:
        """The whole body, or of one that is longer what came until that was seen."""
        body = bytearray()
        while len(body) <= most and (part := await self.next()):
            body += part
        return bytes(body)

    def close(self) -> None:
        """Release the connection; an unfinished answer closes it."""
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()


class TlsClient:
    """Calls over HTTPS. Redirects are not followed and no proxy is taken from the environment."""

    def __init__(self) -> None:
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    def _opened(self, zone: Zone) -> aiohttp.ClientSession:
        local = zone is Zone.LOCAL
        if local not in self._sessions:
            self._sessions[local] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0,
                    keepalive_timeout=60,
                    # Addresses in turn, so that the error of the first forbidden one comes through.
                    happy_eyeballs_delay=None if local else 0.25,
                    socket_factory=_local_socket if local else None,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=True,
                trust_env=False,
                skip_auto_headers=("User-Agent",),
            )
        return self._sessions[local]

    async def send(self, call: Outgoing) -> _Answer:
        """The head of the answer, its bytes still to come.

        Raises:
            EgressForbidden: The endpoint is configured as local and its address is public; nothing was sent.
            UpstreamError: The server could not be reached or does not speak HTTP.
        """
        limits = call.limits
        timeout = aiohttp.ClientTimeout(
            total=limits.total, sock_connect=limits.connect, sock_read=limits.idle
        )
        headers = {"Content-Type": "application/json", **dict(call.endpoint.headers), **dict(call.headers)}
        try:
            async with asyncio.timeout(limits.first_byte):
                response = await self._opened(call.endpoint.zone).request(
                    call.method,
                    # As it was given: a signed address spelt otherwise is another one.
                    URL(call.endpoint.url + call.path, encoded=True),
                    data=call.body or None,
                    headers=headers,
                    timeout=timeout,
                    allow_redirects=False,
                )
        except _PublicAddress as error:
            detail = f"{call.endpoint.name} is configured as local but is at {error}; set its zone to public"
            raise EgressForbidden(
                "a backend that is configured as local stands at a public address", operator_detail=detail
            ) from None
        except (aiohttp.ClientError, ssl.SSLError, TimeoutError, OSError) as error:
            raise _ours(error, call.endpoint.name) from None
        return _Answer(response, call.endpoint.name)

    async def close(self) -> None:
        """Close every connection."""
        for session in self._sessions.values():
            await session.close()


class _PublicAddress(Exception):
    """A connection was about to be made to an address that is not local."""


def _local_socket(info: AddrInfoType) -> socket.socket:
    """A socket for a local backend; an address that is not local gets none, so that not a byte leaves."""
    family, kind, protocol, _, address = info
    if not zone_admits(Zone.LOCAL, str(address[0])):
        raise _PublicAddress(address[0])
    return socket.socket(family, kind, protocol)


def _ours(error: Exception, name: str) -> RouterError:
    detail = f"{name}: {type(error).__name__}: {error}"
    if isinstance(error, TimeoutError):
        return TimedOut("the backend took too long", operator_detail=detail)
    if isinstance(error, aiohttp.ClientPayloadError):
        return Unreachable(
            "the backend closed the connection in the middle of its answer", operator_detail=detail
        )
    if isinstance(error, aiohttp.ClientConnectionError | OSError):
        lost = Unreachable("the backend cannot be reached", operator_detail=detail)
        lost.connected = not isinstance(error, aiohttp.ClientConnectorError)
        return lost
    return Malformed("the backend does not speak HTTP", operator_detail=detail)
