"""How the fleet asks a backend about itself: one call with a deadline, given from outside.

The fleet opens no socket of its own; whoever composes the router hands in a `Fetch`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from larouter.core.errors import UpstreamError
from larouter.core.zones import Zone
from larouter.outbound.endpoint import Endpoint, Limits, Outgoing
from larouter.outbound.permit import OPERATOR
from larouter.outbound.transport import Transport


@dataclass(frozen=True, slots=True)
class Response:
    """What a backend answered.

    Attributes:
        status: The HTTP status.
        headers: Names in lower case.
        body: All of it.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> object:
        """The body as a JSON value, or None when it is none (an empty body, HTML, plain text)."""
        try:
            value: object = json.loads(self.body)
        except ValueError:
            return None
        return value

    def member(self, name: str) -> object:
        """A member of the JSON object in the body, or None when there is no such object or member."""
        value = self.json()
        return value.get(name) if isinstance(value, dict) else None


class Fetch(Protocol):
    """One HTTP call, answered whole.

    Raises:
        UpstreamError: Nobody answered, or not within the deadline.
    """

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        """Send the request and read the whole answer, redirects not followed."""
        ...


async def ask(fetch: Fetch, url: str, headers: Mapping[str, str], deadline_seconds: float) -> Response | None:
    """What a GET brings, or None when nobody answered in time."""
    try:
        return await fetch("GET", url, headers, b"", deadline_seconds)
    except UpstreamError:
        return None


def through(transport: Transport, zone: Zone = Zone.PUBLIC) -> Fetch:
    """A `Fetch` that goes through the one door, with an operator's permit: it carries no bytes of a request.

    Args:
        transport: The door.
        zone: Of whom is asked; a server elsewhere is asked nothing.
    """

    async def fetch(
        method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        parts = urlsplit(url)
        endpoint = Endpoint(parts.netloc, f"{parts.scheme}://{parts.netloc}", zone, tuple(headers.items()))
        limits = Limits(deadline_seconds, deadline_seconds, deadline_seconds, deadline_seconds)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = await transport.fetch(Outgoing(endpoint, method, path, body, limits=limits), OPERATOR)
        return Response(answer.status, answer.headers, answer.body)

    return fetch
