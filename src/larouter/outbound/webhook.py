"""Calls to addresses that an operator named for notices: pinned to an address on the Internet, never redirected.

Every address that the name resolves to must be public, so that neither a name nor its next answer (DNS
rebinding) leads into the network of the router; the connection goes to the address that was looked at.
"""

import asyncio
import ipaddress
import ssl

from larouter.core.errors import TimedOut, Unreachable
from larouter.core.zones import Zone
from larouter.outbound.endpoint import origin
from larouter.outbound.permit import EgressForbidden, Permit

MOST_HEAD = 16 * 1024
SECONDS = 10.0
# What Python takes for global and what leads elsewhere: 6to4 and NAT64 hold an IPv4 address; the rest is deprecated.
_DISGUISED = tuple(
    map(ipaddress.ip_network, ("2002::/16", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "fec0::/10"))
)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, looked at through every disguise."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if not ip.is_global or ip.is_multicast or ip.is_unspecified or ip.is_reserved:
        return False
    return not any(ip in network for network in _DISGUISED if network.version == ip.version)


async def post(
    url: str, body: bytes, headers: dict[str, str], permit: Permit, *, inside: bool = False
) -> int:
    """Send a notice; the status of the answer.

    Args:
        url: Where to; `https`, unless `inside`.
        body: JSON.
        headers: Besides those of HTTP.
        permit: Covers the zone: the operator's own.
        inside: Whether the address may be one of a private network, as the operator has said.

    Raises:
        EgressForbidden: The address is not public, or the URL is not `https`.
        TimedOut: It took more than ten seconds.
        Unreachable: There was no answer.
    """
    scheme, host, port, path = origin(url)
    permit.check(Zone.PRIVATE if inside else Zone.PUBLIC, "webhook")
    if scheme != "https" and not inside:
        raise _forbidden(host, "must be https")
    lines = [f"POST {path or '/'} HTTP/1.1", f"host: {host}:{port}", "connection: close"]
    lines += [f"{name}: {value}" for name, value in {**headers, "content-length": str(len(body))}.items()]
    request = "\r\n".join([*lines, "", ""]).encode("latin-1") + body
    try:
        async with asyncio.timeout(SECONDS):
            address = await address_of(host, port, inside=inside)
            return await _carry(address, port, host if scheme == "https" else None, request)
    except TimeoutError:
        raise TimedOut(
            "the webhook took too long", operator_detail=f"{host} did not answer in time"
        ) from None
    except (OSError, ssl.SSLError, ValueError) as error:
        raise Unreachable("the webhook cannot be reached", operator_detail=f"{host}: {error}") from None


async def address_of(host: str, port: int, *, inside: bool) -> str:
    """The address to connect to, which is one of the public Internet unless `inside`.

    Raises:
        EgressForbidden: One of the addresses of that name leads elsewhere.
        OSError: The name has no address.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=1)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise OSError("it has no address")
    if not inside and not all(is_public(address) for address in addresses):
        raise _forbidden(host, "is no address of the public Internet")
    return addresses[0]


async def _carry(address: str, port: int, name: str | None, request: bytes) -> int:
    context = ssl.create_default_context() if name else None
    reader, writer = await asyncio.open_connection(
        address, port, ssl=context, server_hostname=name, limit=MOST_HEAD
    )
    try:
        writer.write(request)
        await writer.drain()
        line = await reader.readline()
        version, _, rest = line.decode("latin-1").partition(" ")
        if not version.startswith("HTTP/1."):
            raise OSError("it does not speak HTTP")
        return int(rest[:3])
    finally:
        writer.close()


def _forbidden(host: str, why: str) -> EgressForbidden:
    return EgressForbidden("this address may not be called", operator_detail=f"{host} {why}")
