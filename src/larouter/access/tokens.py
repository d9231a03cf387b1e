"""Project tokens: 256 bits of randomness, kept as a keyed hash, looked up in constant time.

A token is not a password: it cannot be guessed, so one HMAC is enough and a slow hash would only slow requests.
"""

import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from larouter.config.keys import ADMIN_PREFIX
from larouter.core.errors import Unauthorised
from larouter.core.project import Pass

PREFIX = "lr_"
SHOWN = 7
_MOST_KNOWN = 10_000
_UNKNOWN = (
    "the token is not valid or has been revoked; use a project token (lr_…) as shown by `larouter serve` or made with "
    "`larouter projects token add`"
)
_ADMIN_SHOWN = (
    "that is an admin key (lra_…), and this takes a project token (lr_…), as shown by `larouter serve` or made with "
    "`larouter projects token add`"
)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token at the one moment when it can be shown.

    Attributes:
        secret: What the caller sends.
        digest: What is stored.
        shown: The first letters, by which people tell their tokens apart.
    """

    secret: str
    digest: bytes
    shown: str


def digest(secret: str, key: bytes) -> bytes:
    """HMAC-SHA256 of a token under the installation's key: what is stored, and what is looked up."""
    return hmac.digest(key, secret.encode(), "sha256")


def fresh_secret() -> str:
    """What a caller will send: 256 bits of randomness."""
    return PREFIX + secrets.token_urlsafe(32)


def new_token(key: bytes, secret: str = "") -> NewToken:
    """A fresh token; `secret` where its letters are known already."""
    secret = secret or fresh_secret()
    return NewToken(secret, digest(secret, key), secret[:SHOWN])


class TokenBook:
    """The valid tokens, in memory; replaced as a whole when projects or tokens change."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._passes: dict[bytes, Pass] = {}
        self._known: dict[str, Pass] = {}
        self._used: dict[str, int] = {}

    def replace(self, passes: Iterable[tuple[bytes, Pass]]) -> None:
        """Know these tokens and no others."""
        self._passes = dict(passes)
        self._known = {}

    def admit(self, secret: str, now_ms: Callable[[], int]) -> Pass:
        """Who shows this token.

        Raises:
            Unauthorised: Nobody whom we know.
        """
        found = self._known.get(secret) or self._look_up(secret)
        if found is None:
            raise Unauthorised(_ADMIN_SHOWN if secret.startswith(ADMIN_PREFIX) else _UNKNOWN)
        self._used[found.token_id] = now_ms()
        return found

    def _look_up(self, secret: str) -> Pass | None:
        found = self._passes.get(digest(secret, self._key)) if secret.startswith(PREFIX) else None
        if found is not None and len(self._known) < _MOST_KNOWN:
            self._known[secret] = found
        return found

    def knows(self, secret: str) -> bool:
        """Whether a token is valid; that does not count as its use."""
        return self._look_up(secret) is not None

    def standing(self, stored: bytes) -> Pass | None:
        """Whose token has this digest, if it is still in force."""
        return self._passes.get(stored)

    def take_used(self) -> dict[str, int]:
        """When each token was last used, in ms since 1970, since the last call."""
        used, self._used = self._used, {}
        return used
