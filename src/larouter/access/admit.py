"""Who may come in: Host and Origin first, then the token or the admin key.

Any web page can make a browser call loopback, so a token is asked for there too, and a foreign Origin or a Host
that is not ours (DNS rebinding) is turned away whatever it shows.
"""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from larouter.access.tokens import TokenBook
from larouter.core.errors import BadRequest, Forbidden, Unauthorised
from larouter.core.project import Pass

Headers = Iterable[tuple[bytes, bytes]]
_KEY_HEADERS = (b"x-api-key", b"api-key", b"x-goog-api-key")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a caller shows of itself; a header that is missing is empty."""

    host: str
    origin: str
    secret: str


def shown(headers: Headers) -> Shown:
    """What the headers show.

    Raises:
        BadRequest: Host, Origin or a credential comes twice, which two servers could read differently.
    """
    host = origin = bearer = key = None
    for name, value in headers:
        if name == b"authorization":
            if bearer is not None:
                raise _twice("authorization")
            bearer = value.decode("latin-1")
        elif name == b"host":
            if host is not None:
                raise _twice("host")
            host = value.decode("latin-1")
        elif name == b"origin":
            if origin is not None:
                raise _twice("origin")
            origin = value.decode("latin-1")
        elif name in _KEY_HEADERS:
            if key is not None:
                raise _twice(name.decode())
            key = value.decode("latin-1")
    scheme, _, secret = (bearer or "").partition(" ")
    secret = secret.strip() if scheme.lower() == "bearer" else ""
    return Shown(host or "", origin or "", secret or key or "")


def _twice(name: str) -> BadRequest:
    return BadRequest(f"the header {name} is there twice; send it once")


def _as_in_header(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


class Gate:
    """Lets callers in.

    Args:
        book: The valid project tokens.
        admin_key: The key of the control API.
        hosts: Host names, beside loopback, by which this router is called.
        origins: Origins of web pages, beside its own, that may call it.
        now_ms: Milliseconds since 1970.
    """

    def __init__(
        self,
        book: TokenBook,
        admin_key: str,
        hosts: Iterable[str],
        origins: Iterable[str],
        now_ms: Callable[[], int],
    ) -> None:
        self._book = book
        self._admin_key = admin_key.encode()
        self._hosts = frozenset(_as_in_header(name.lower()) for name in (*_LOOPBACK, *hosts))
        self._origins = frozenset(origins)
        self._now_ms = now_ms
        self._known_hosts: set[str] = set()

    def admit(self, headers: Headers) -> Pass:
        """The project that calls.

        Raises:
            Unauthorised: No token, or not a valid one.
            Forbidden: The Host or the Origin is not ours.
        """
        it = self._at_the_door(headers)
        if not it.secret:
            raise Unauthorised(
                "no token: send `Authorization: Bearer lr_…` with a project token, as shown by `larouter serve`"
            )
        return self._book.admit(it.secret, self._now_ms)

    def admit_admin(self, headers: Headers) -> None:
        """Let in who shows the admin key.

        Raises:
            Unauthorised: Nobody else.
        """
        if not self.is_admin(headers):
            raise Unauthorised(
                "this needs the admin key: send `Authorization: Bearer lra_…` with the key that `larouter serve` shows"
            )

    def is_admin(self, headers: Headers) -> bool:
        """Whether the admin key is shown."""
        return self.is_admin_key(self._at_the_door(headers).secret)

    def is_admin_key(self, secret: str) -> bool:
        """Whether this is the admin key."""
        return hmac.compare_digest(secret.encode(), self._admin_key)

    def check_door(self, headers: Headers) -> None:
        """Check Host and Origin alone, for what needs no key."""
        self._at_the_door(headers)

    def _at_the_door(self, headers: Headers) -> Shown:
        it = shown(headers)
        if it.host not in self._known_hosts:
            self._check_host(it.host)
        if (
            it.origin
            and it.origin not in self._origins
            and it.origin.partition("://")[2].lower() != it.host.lower()
        ):
            raise Forbidden(
                f"web pages of {it.origin[:100]} may not call this router; add it to allowed_origins to permit it"
            )
        return it

    def _check_host(self, host: str) -> None:
        name = host.lower()
        if not name.endswith("]"):
            name = name.rpartition(":")[0] or name
        if name not in self._hosts and "*" not in self._hosts:
            if not host:
                raise Forbidden("the request names no Host; send the header, as HTTP/1.1 asks")
            raise Forbidden(
                f"this router is not called {host[:100]!r}; add the name to allowed_hosts if it is meant to be"
            )
        if len(self._known_hosts) < 100:
            self._known_hosts.add(host)
