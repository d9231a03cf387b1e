"""HTTPS to clouds, through aiohttp: certificates, proxies and odd servers are its trade."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping

import aiohttp

from larouter.core.errors import Malformed, RouterError, TimedOut, Unreachable
from larouter.outbound.endpoint import Outgoing, zone_admits
from larouter.outbound.permit import EgressForbidden


class _Answer:
    """An aiohttp response as an `Incoming`."""

    def __init__(self, response: aiohttp.ClientResponse, name: str) -> None:
        self.status = response.status
        self.headers: Mapping[str, str] = {key.lower(): value for key, value in response.headers.items()}
        self._response = response
        self._name = name

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives."""
        try:
            async for chunk in self._response.content.iter_any():
                yield chunk
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _ours(error, self._name) from None

    def close(self) -> None:
        """Release the connection; an unfinished answer closes it."""
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()


class TlsClient:
    """Calls over HTTPS. Redirects are not followed and no proxy is taken from the environment."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=True,
                trust_env=False,
                skip_auto_headers=("User-Agent",),
            )
        return self._session

    async def send(self, call: Outgoing) -> _Answer:
        """The head of the answer, its bytes still to come."""
        limits = call.limits
        timeout = aiohttp.ClientTimeout(
            total=limits.total, sock_connect=limits.connect, sock_read=limits.idle
        )
        headers = {"Content-Type": "application/json", **dict(call.endpoint.headers), **dict(call.headers)}
        try:
            async with asyncio.timeout(limits.first_byte):
                response = await self._opened().request(
                    call.method,
                    call.endpoint.url + call.path,
                    data=call.body or None,
                    headers=headers,
                    timeout=timeout,
                    allow_redirects=False,
                )
        except (aiohttp.ClientError, ssl.SSLError, TimeoutError, OSError) as error:
            raise _ours(error, call.endpoint.name) from None
        connection = response.connection
        peer = (
            connection.transport.get_extra_info("peername") if connection and connection.transport else None
        )
        if peer and not zone_admits(call.endpoint.zone, peer[0]):
            response.close()
            raise EgressForbidden(
                "a backend that is configured as local stands at a public address",
                operator_detail=f"{call.endpoint.name} is configured as local but answers from {peer[0]}",
            )
        return _Answer(response, call.endpoint.name)

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()


def _ours(error: Exception, name: str) -> RouterError:
    detail = f"{name}: {type(error).__name__}: {error}"
    if isinstance(error, TimeoutError):
        return TimedOut("the backend took too long", operator_detail=detail)
    if isinstance(error, aiohttp.ClientPayloadError):
        return Unreachable(
            "the backend closed the connection in the middle of its answer", operator_detail=detail
        )
    if isinstance(error, aiohttp.ClientConnectionError | OSError):
        return Unreachable("the backend cannot be reached", operator_detail=detail)
    return Malformed("the backend does not speak HTTP", operator_detail=detail)
