"""The one door: every outbound call goes through `Transport.send`, and shows a permit there."""

from dataclasses import dataclass

from larouter.outbound.endpoint import Incoming, Outgoing, Upstream
from larouter.outbound.http1 import PlainPool
from larouter.outbound.permit import Permit

MOST_ANSWER_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Transport:
    """Carries calls to servers, plain or over TLS."""

    def __init__(self) -> None:
        self._plain = PlainPool()
        self._tls: Upstream | None = None

    def prepare_tls(self) -> None:
        """Load the TLS client, which takes a moment; done at start-up when a configured backend needs it."""
        if self._tls is None:
            from larouter.outbound.tls import TlsClient  # noqa: PLC0415 - only who has a cloud pays for it

            self._tls = TlsClient()

    async def send(self, call: Outgoing, permit: Permit) -> Incoming:
        """The head of the answer to a call, its bytes still to come.

        Raises:
            EgressForbidden: The permit does not cover the endpoint's zone, or the zone does not fit the address.
            UpstreamError: The server could not be reached or does not speak HTTP.
        """
        permit.check(call.endpoint.zone, call.endpoint.name)
        if call.endpoint.url.startswith("https://"):
            self.prepare_tls()
            assert self._tls is not None  # noqa: S101 - just made
            return await self._tls.send(call)
        return await self._plain.send(call)

    async def fetch(self, call: Outgoing, permit: Permit) -> Response:
        """The whole answer to a call, at most 64 MiB of it."""
        incoming = await self.send(call, permit)
        try:
            body = await incoming.read(MOST_ANSWER_BYTES)
            return Response(incoming.status, dict(incoming.headers), body)
        finally:
            incoming.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._plain.close()
        if self._tls is not None:
            await self._tls.close()
