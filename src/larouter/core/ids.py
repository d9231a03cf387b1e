"""Identifiers: sortable by time, unguessable, short enough to read aloud.

The clock and the randomness are arguments, so that this stays pure.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_PAIRS = tuple(high + low for high in _ALPHABET for low in _ALPHABET)


def request_id(now_ms: int, entropy: int) -> str:
    """`req_` and 26 characters: 48 bits of milliseconds since 1970, then 80 bits of entropy (as a ULID)."""
    value = (now_ms & 0xFFFF_FFFF_FFFF) << 80 | (entropy & ((1 << 80) - 1))
    return "req_" + "".join([_PAIRS[value >> shift & 1023] for shift in range(120, -1, -10)])


def dice(identifier: str) -> int:
    """A number from 0 to 9,999 that follows from the id: randomness that a replay can repeat."""
    value = 0
    for letter in identifier[-4:]:
        value = value << 5 | _ALPHABET.index(letter)
    return value % 10_000


def content_hash(value: Mapping[str, object] | Sequence[object]) -> str:
    """16 hex digits of the SHA-256 of a JSON value in its canonical form."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def pseudonym(identifier: str) -> str:
    """A name that stands for an end user in what is written down: always the same, and not the identifier itself."""
    return f"u_{hashlib.sha256(identifier.encode(errors='replace')).hexdigest()[:16]}"
