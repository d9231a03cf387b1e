"""Project tokens: only a keyed hash of each, and its first letters for people to tell them apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from larouter.store import revisions
from larouter.store.database import Connection


@dataclass(frozen=True, slots=True)
class Token:
    """A row of `tokens`.

    Attributes:
        token_id: `tok_…`.
        project_id: Whose it is.
        label: What its owner calls it.
        hash: The keyed hash of the token, in hex.
        prefix: Its first letters, for display.
        created_ms: In ms since 1970.
        last_used_ms: When it was last shown, or None.
        revoked_ms: When it was revoked, or None.
        requests_per_minute: Limits of its own; 0 for what its project gives each token.
        tokens_per_minute: The same.
        concurrency: The same.
    """

    token_id: str
    project_id: str
    label: str
    hash: str
    prefix: str
    created_ms: int
    last_used_ms: int | None = None
    revoked_ms: int | None = None
    requests_per_minute: int = 0
    tokens_per_minute: int = 0
    concurrency: int = 0


def add(connection: Connection, token: Token) -> None:
    """Add a token."""
    connection.execute(
        "INSERT INTO tokens (token_id, project_id, label, hash, prefix, created_ms, "
        "requests_per_minute, tokens_per_minute, concurrency) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(token.token_id, token.project_id, token.label, token.hash, token.prefix, token.created_ms),
            *(token.requests_per_minute, token.tokens_per_minute, token.concurrency),
        ),
    )
    revisions.bump(connection, revisions.TOKENS)


def in_force(connection: Connection) -> list[Token]:
    """The tokens that are not revoked, of projects that are not removed."""
    rows = connection.execute(
        "SELECT t.token_id, t.project_id, t.label, t.hash, t.prefix, t.created_ms, t.last_used_ms, "
        "t.revoked_ms, t.requests_per_minute, t.tokens_per_minute, t.concurrency "
        "FROM tokens t JOIN projects p ON p.project_id = t.project_id "
        "WHERE t.revoked_ms IS NULL AND p.removed_ms IS NULL ORDER BY t.created_ms, t.token_id"
    )
    return [Token(*row) for row in rows]


def of_project(connection: Connection, project_id: str) -> list[Token]:
    """All tokens of a project, revoked ones included, oldest first."""
    rows = connection.execute(
        "SELECT token_id, project_id, label, hash, prefix, created_ms, last_used_ms, revoked_ms, "
        "requests_per_minute, tokens_per_minute, concurrency FROM tokens "
        "WHERE project_id = ? ORDER BY created_ms, token_id",
        (project_id,),
    )
    return [Token(*row) for row in rows]


def revoke(connection: Connection, project_id: str, token_id: str, now_ms: int) -> bool:
    """Revoke a token for ever; False when the project has no such token in force."""
    changed = connection.execute(
        "UPDATE tokens SET revoked_ms = ? WHERE token_id = ? AND project_id = ? AND revoked_ms IS NULL",
        (now_ms, token_id, project_id),
    ).rowcount
    if changed:
        revisions.bump(connection, revisions.TOKENS)
    return changed > 0


def limit(connection: Connection, token: Token) -> bool:
    """Give a token the limits of this row; False when its project has no such token in force."""
    changed = connection.execute(
        "UPDATE tokens SET requests_per_minute = ?, tokens_per_minute = ?, concurrency = ? "
        "WHERE token_id = ? AND project_id = ? AND revoked_ms IS NULL",
        (
            *(token.requests_per_minute, token.tokens_per_minute, token.concurrency),
            *(token.token_id, token.project_id),
        ),
    ).rowcount
    if changed:
        revisions.bump(connection, revisions.TOKENS)
    return changed > 0


def used(connection: Connection, moments: Iterable[tuple[str, int]]) -> None:
    """Write down when tokens were last shown, as pairs of token id and ms since 1970."""
    connection.executemany(
        "UPDATE tokens SET last_used_ms = ? WHERE token_id = ?", [(at_ms, token) for token, at_ms in moments]
    )
