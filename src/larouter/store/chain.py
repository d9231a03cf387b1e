"""The chain: one link for every request that ended and for every act of an operator, each made from the one before.

So no row can be changed or removed unseen.
"""

import hashlib
from dataclasses import dataclass

from larouter.store.database import Connection

START = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Link:
    """A row of `chain`.

    Attributes:
        number: Its place, from 1, without gaps.
        at_ms: When the request came, in ms since 1970.
        request_id: The request that it vouches for; with a prefix, an act or a removal by age.
        digest: SHA-256 of the request's rows.
        link: SHA-256 of the link before and of this digest.
    """

    number: int
    at_ms: int
    request_id: str
    digest: bytes
    link: bytes


def append(connection: Connection, at_ms: int, request_id: str, digest: bytes) -> None:
    """Add a link for a request; belongs into the transaction that ends it."""
    row = connection.execute("SELECT number, link FROM chain ORDER BY number DESC LIMIT 1").fetchone()
    number, before = (0, START) if row is None else (int(row[0]), bytes(row[1]))
    connection.execute(
        "INSERT INTO chain (number, at_ms, request_id, digest, link) VALUES (?, ?, ?, ?, ?)",
        (number + 1, at_ms, request_id, digest, next_link(before, digest)),
    )


def next_link(before: bytes, digest: bytes) -> bytes:
    """The link that follows from the one before and a digest."""
    return hashlib.sha256(before + digest).digest()


def page(connection: Connection, after: int, most: int) -> list[Link]:
    """Links in their order, from the one after a number on."""
    rows = connection.execute(
        "SELECT number, at_ms, request_id, digest, link FROM chain WHERE number > ? ORDER BY number LIMIT ?",
        (after, most),
    )
    return [
        Link(number, at_ms, request, bytes(digest), bytes(link))
        for number, at_ms, request, digest, link in rows
    ]


def digests(connection: Connection, prefix: str) -> set[bytes]:
    """The digests of the links whose request id begins so."""
    rows = connection.execute("SELECT digest FROM chain WHERE request_id LIKE ?", (f"{prefix}%",))
    return {bytes(found) for (found,) in rows}


def unlinked(connection: Connection, most: int) -> list[str]:
    """Ids of requests that ended and have no link: rows that somebody slipped in, or whose link was removed."""
    (ended,) = connection.execute("SELECT COUNT(*) FROM outcomes").fetchone()
    (linked,) = connection.execute(
        "SELECT COUNT(*) FROM chain WHERE request_id NOT LIKE 'retention:%' AND request_id NOT LIKE 'act:%'"
    ).fetchone()
    if ended <= linked:
        return []
    rows = connection.execute(
        "SELECT request_id FROM outcomes EXCEPT SELECT request_id FROM chain ORDER BY request_id LIMIT ?",
        (most,),
    )
    return [request_id for (request_id,) in rows]
