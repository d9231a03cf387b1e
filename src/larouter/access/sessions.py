"""Sessions of the dashboard: a key is shown once and exchanged for a cookie that a script cannot read.

A session is known by a keyed hash of its cookie, lives in memory alone, ends by itself, and can be ended. The cookie
is not enough for a change: the page must also send the session's other secret in a header, which no foreign page can.
"""

import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from larouter.access.admit import Gate, Headers, shown
from larouter.access.tokens import TokenBook, digest
from larouter.core.errors import Forbidden, NoSuchRoute, TooManyRequests, Unauthorised
from larouter.core.project import Pass

LIFE_MS = 12 * 3_600_000
COOKIE = "larouter_session"
CSRF_HEADER = b"x-larouter-csrf"
MOST_SESSIONS = 1000
MOST_FAILURES = 20
_FAILURE_WINDOW_MS = 60_000


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has signed in.

    Attributes:
        ident: By which people tell sessions apart; no secret.
        kind: An admin may change everything; a viewer reads one project.
        token: The stored hash of the viewer's project token; empty for an admin.
        csrf: What a page must show with every change.
        created_ms: In ms since 1970.
        expires_ms: In ms since 1970.
    """

    ident: str
    kind: Literal["admin", "viewer"]
    token: bytes
    csrf: str
    created_ms: int
    expires_ms: int


class Sessions:
    """The sessions of this process.

    Args:
        gate: Knows the admin key.
        book: Knows the project tokens.
        key: Under which cookies and tokens are hashed.
        now_ms: Milliseconds since 1970.
    """

    def __init__(self, gate: Gate, book: TokenBook, key: bytes, now_ms: Callable[[], int]) -> None:
        self._gate = gate
        self._book = book
        self._key = key
        self._now_ms = now_ms
        self._sessions: dict[bytes, Session] = {}
        self._failures: list[int] = []

    def open(self, secret: str) -> tuple[str, Session]:
        """Exchange the admin key or a project token for a cookie; returns it with its session.

        Raises:
            Unauthorised: It is neither.
            TooManyRequests: Too many wrong keys were shown within a minute.
        """
        now = self._now_ms()
        self._slow_down(now)
        try:
            kind: Literal["admin", "viewer"] = "admin" if self._gate.is_admin_key(secret) else "viewer"
            if kind == "viewer":
                self._book.admit(secret, self._now_ms)
        except Unauthorised:
            self._failures.append(now)
            raise Unauthorised(
                "this is neither the admin key nor a project token in force; `larouter serve` shows both"
            ) from None
        self._forget(now)
        cookie = secrets.token_urlsafe(32)
        token = b"" if kind == "admin" else digest(secret, self._key)
        csrf = secrets.token_urlsafe(24)
        session = Session(f"ses_{secrets.token_hex(6)}", kind, token, csrf, now, now + LIFE_MS)
        self._sessions[digest(cookie, self._key)] = session
        return cookie, session

    def of(self, headers: Headers) -> Session | None:
        """The session whose cookie is shown, or None; a key that is shown as well goes before the cookie."""
        cookie = cookie_in(headers)
        if not cookie or shown(headers).secret:
            return None
        session = self._sessions.get(digest(cookie, self._key))
        return session if session and self.in_force(session) else None

    def in_force(self, session: Session) -> bool:
        """Whether a session has neither expired nor been ended, and its token still stands."""
        return (
            session.expires_ms > self._now_ms()
            and session in self._sessions.values()
            and (session.kind == "admin" or self._book.standing(session.token) is not None)
        )

    def caller(self, session: Session) -> Pass:
        """The project that a viewer sees.

        Raises:
            Unauthorised: Its token has been revoked.
        """
        found = self._book.standing(session.token)
        if found is None:
            raise Unauthorised("the project token of this session has been revoked; sign in again")
        return found

    def check_write(self, session: Session, headers: Headers) -> None:
        """Let a change through that comes from our own page.

        Raises:
            Forbidden: The header that only our page can send is missing or wrong, or another site sent it.
        """
        given = b""
        for name, value in headers:
            if name == CSRF_HEADER:
                given = value
            elif name == b"sec-fetch-site" and value not in (b"same-origin", b"none"):
                raise Forbidden("a change by cookie must come from the router's own page")
        if not hmac.compare_digest(given, session.csrf.encode()):
            raise Forbidden(
                "a change by cookie needs the header x-larouter-csrf, which GET /api/session tells"
            )

    def everyone(self) -> list[Session]:
        """The sessions in force, newest first."""
        self._forget(self._now_ms())
        return sorted(self._sessions.values(), key=lambda session: -session.created_ms)

    def end(self, ident: str) -> None:
        """End a session at once.

        Raises:
            NoSuchRoute: There is none of that id.
        """
        left = {cookie: known for cookie, known in self._sessions.items() if known.ident != ident}
        if len(left) == len(self._sessions):
            raise NoSuchRoute(f"there is no session {ident[:40]!r}")
        self._sessions = left

    def _forget(self, now: int) -> None:
        alive = [(cookie, known) for cookie, known in self._sessions.items() if known.expires_ms > now]
        self._sessions = dict(alive[-MOST_SESSIONS + 1 :])

    def _slow_down(self, now: int) -> None:
        self._failures = [moment for moment in self._failures if moment > now - _FAILURE_WINDOW_MS]
        if len(self._failures) >= MOST_FAILURES:
            raise TooManyRequests("too many wrong keys; wait a minute", retry_after=60)


def cookie_in(headers: Headers) -> str:
    """The session cookie that a browser shows, or nothing."""
    prefix = f"{cookie_name(headers)}="
    for name, value in headers:
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                if part.strip().startswith(prefix):
                    return part.strip()[len(prefix) :]
    return ""


def cookie_name(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The name of the cookie: browsers do not tell ports apart, so the name has to."""
    host = next((value.decode("latin-1") for name, value in headers if name == b"host"), "")
    port = host.rpartition(":")[2]
    return f"{COOKIE}_{port}" if port.isdecimal() else COOKIE
