"""A request as it came in, before anything of it has been looked at."""

from collections.abc import Awaitable, Callable

from larouter.core.frozen import frozen


@frozen
class Call:
    """A request as it came in.

    Attributes:
        id: `req_…`.
        protocol: The wire protocol of the route.
        path: Of the request, which in some protocols names the model.
        headers: Names in lower case.
        body: Reads the body, within its limit; nothing is read before the caller is known.
        arrived_ms: Milliseconds since 1970.
        arrived: The same moment on the steady clock, in seconds.
        left: Whether the client has gone away; if it is cancelled otherwise, the router is being stopped.
    """

    id: str
    protocol: str
    path: str
    headers: list[tuple[bytes, bytes]]
    body: Callable[[], Awaitable[bytes]]
    arrived_ms: int
    arrived: float
    left: Callable[[], bool] = bool
