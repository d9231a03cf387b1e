"""Where a call goes, what it carries and how long it may take."""

import ipaddress
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from larouter.core.frozen import frozen
from larouter.core.zones import Zone


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that can be called.

    Attributes:
        name: The backend's name, for messages.
        url: Base URL without a trailing slash, such as `http://127.0.0.1:8080`.
        zone: What the configuration says it is; the address is held against it when connecting.
        headers: Sent with every call; may hold a key, so it is never shown.
        server: Which kind of server it is, such as `ollama`, for its habits; empty when nobody knows.
    """

    name: str
    url: str
    zone: Zone
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    server: str = ""


@frozen
class Limits:
    """Deadlines of one call, in seconds.

    Attributes:
        connect: Until the connection stands.
        first_byte: From then to the head of the answer.
        idle: Between two chunks of the answer.
        total: For everything.
    """

    connect: float = 5.0
    first_byte: float = 300.0
    idle: float = 120.0
    total: float = 900.0


@frozen
class Outgoing:
    """A request to a server."""

    endpoint: Endpoint
    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    limits: Limits = Limits()


class Incoming(Protocol):
    """The answer to a call: its head, then its bytes.

    Attributes:
        status: The HTTP status.
        headers: Names in lower case.
    """

    status: int
    headers: Mapping[str, str]

    async def next(self) -> bytes:
        """What has come of the body since; nothing at its end.

        Raises:
            Unreachable: The connection was lost before the end.
            TimedOut: A deadline passed.
        """
        ...

    def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives.

        Raises:
            Unreachable: The connection was lost before the end.
            TimedOut: A deadline passed.
        """
        ...

    async def read(self, most: int) -> bytes:
        """The whole body, or of one that is longer what came until that was seen.

        Raises:
            Unreachable: The connection was lost before the end.
            TimedOut: A deadline passed.
        """
        ...

    def close(self) -> None:
        """Give the connection back, or cut it when the answer is not finished. Safe to call twice."""
        ...


class Upstream(Protocol):
    """Something that can carry calls."""

    async def send(self, call: Outgoing) -> Incoming:
        """The head of the answer, its bytes still to come."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


def origin(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of a base URL.

    Raises:
        ValueError: It is not an http or https URL with a host.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not an http:// or https:// URL")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.scheme, parts.hostname, port, parts.path.rstrip("/")


def zone_admits(zone: Zone, address: str) -> bool:
    """Whether a server at that IP address can be of that zone: local means this machine or a private network."""
    if zone is not Zone.LOCAL:
        return True
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return not (mapped.is_global or mapped.is_unspecified or mapped.is_multicast)
