"""Redirects of a download, followed by hand: where the next hop goes, when, and what it may carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

MOST_HOPS = 5
REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MASKED = "…"


class BadRedirect(Exception):
    """A redirect that is not followed; the message says why."""


@dataclass(frozen=True, slots=True)
class Hop:
    """Where to ask next.

    Attributes:
        url: The whole address.
        headers: Credentials for its host; never shown.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def next_hop(hop: Hop, location: str) -> Hop:
    """The hop that a redirect leads to: over https, and with credentials only where they came from.

    Plain http is followed only from plain http to the very same server, which then learns nothing new.

    Raises:
        BadRedirect: It leads to where it must not.
    """
    url = urljoin(hop.url, location)
    here, there = urlsplit(hop.url), urlsplit(url)
    same = (here.scheme, here.netloc) == (there.scheme, there.netloc)
    if not there.hostname or not (there.scheme == "https" or same):
        raise BadRedirect(f"{shown(hop.url)} redirects to {shown(url)}, which is not https")
    return Hop(url, hop.headers if same else ())


def shown(url: str) -> str:
    """An address fit for messages: without its query, which may hold a signature, and without a password."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    query = f"?{_MASKED}" if parts.query else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}{query}"


def retry_after(headers: Mapping[str, str]) -> float:
    """What the source asks to wait, in seconds, at most a minute."""
    told = headers.get("retry-after", "")
    return min(float(told), 60.0) if told.isdecimal() else 0.0
