"""Sums by the quarter of an hour, the hour and the day (UTC): figures over millions of rows take no scan of them.

Rows of the ledger are only added, so each has its place in the order of `rowid`. `folded` remembers up to which
row the sums go, in the transaction that adds them up: a sum and the rows beyond that row are the ledger, always,
and a process that dies in the middle leaves nothing half added. A database from before these tables is folded
piece by piece while the router runs; until then its rows are read one by one.
"""

from dataclasses import dataclass

from larouter.store.database import Connection
from larouter.store.load import FOLD_WORKED

QUARTER_MS = 900_000
HOUR_MS = 4 * QUARTER_MS
DAY_MS = 24 * HOUR_MS
NOBODY = -1
PIECE = 2_000
SUMS = (
    *(
        "calls",
        "succeeded",
        "attempts",
        "input_tokens",
        "output_tokens",
        "cached_tokens",
        "cache_write_tokens",
    ),
    *(
        "reasoning_tokens",
        "cost",
        "unpriced",
        "unknown",
        "answered_input",
        "answered_output",
        "answered_cached",
    ),
)
PLACES = ("project_id", "token_id", "backend", "model", "tier", "zone", "length")
# From so many prompt tokens on, some providers ask another price of the whole request.
LENGTHS = (100_000, 200_000, 272_000)

_NUMBERS = ", ".join(f"{name} BIGINT NOT NULL" for name in SUMS)
_TABLE = f"""CREATE TABLE {{table}} (
        {{time}} BIGINT NOT NULL,
        project_id TEXT NOT NULL,
        token_id TEXT NOT NULL,
        backend TEXT NOT NULL,
        model TEXT NOT NULL,
        tier SMALLINT NOT NULL,
        zone SMALLINT NOT NULL,
        length SMALLINT NOT NULL,
        {_NUMBERS},
        PRIMARY KEY ({{time}}, {", ".join(PLACES)})
    )"""
_TAGGED = f"""CREATE TABLE {{table}} (
        {{time}} BIGINT NOT NULL,
        project_id TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        {_NUMBERS},
        PRIMARY KEY (name, {{time}}, project_id, value)
    )"""
ROLLUPS = (
    _TABLE.format(table="hourly", time="hour"),
    _TABLE.format(table="daily", time="day"),
    _TAGGED.format(table="tagged", time="hour"),
    """CREATE TABLE folded (
        topic TEXT NOT NULL PRIMARY KEY,
        place BIGINT NOT NULL,
        at_ms BIGINT NOT NULL,
        request_id TEXT NOT NULL
    )""",
)
QUARTERS = (
    _TABLE.format(table="quarters", time="quarter"),
    _TAGGED.format(table="tagged_quarters", time="quarter"),
)


def length_of(column: str) -> str:
    """The length class of a number of prompt tokens, as SQL."""
    cases = "".join(f"WHEN {column} > {LENGTHS[at]} THEN {at + 1} " for at in reversed(range(len(LENGTHS))))
    return f"CASE {cases}ELSE 0 END"


ATTEMPT_SUMS = (
    "0, 0, SUM(CASE WHEN a.status = 'correction' THEN 0 ELSE 1 END), SUM(a.input_tokens), SUM(a.output_tokens), "
    "SUM(a.cached_tokens), SUM(a.cache_write_tokens), "
    "SUM(a.reasoning_tokens), SUM(a.cost), SUM(CASE WHEN a.cost_known = 0 THEN 1 ELSE 0 END), "
    "SUM(CASE WHEN a.status = 'unknown' THEN 1 ELSE 0 END), 0, 0, 0"
)
OUTCOME_SUMS = (
    "COUNT(*), SUM(CASE WHEN o.status < 400 AND o.error = '' THEN 1 ELSE 0 END), 0, 0, 0, 0, 0, 0, 0, 0, 0, "
    "SUM(COALESCE(a.input_tokens, 0)), SUM(COALESCE(a.output_tokens, 0)), SUM(COALESCE(a.cached_tokens, 0))"
)
_OF_OUTCOMES = ("calls", "succeeded", "answered_input", "answered_output", "answered_cached")
# The attempt whose answer the client got.
ANSWERED = (
    "LEFT JOIN attempts a ON a.at_ms = o.at_ms AND a.request_id = o.request_id AND a.number = ("
    "SELECT MAX(b.number) FROM attempts b WHERE b.at_ms = o.at_ms AND b.request_id = o.request_id "
    "AND b.deployment = o.answered_by AND b.status <> 'correction' AND o.status < 400 AND o.error = '')"
)
_ADDED = ", ".join(f"{name} = {{table}}.{name} + excluded.{name}" for name in SUMS)


_TAG_PLACES = ("project_id", "name", "value")
# A piece is added up once, by the quarter of an hour, and from there into every table.
_PIECES = (
    f"CREATE TEMP TABLE IF NOT EXISTS piece (quarter BIGINT, {', '.join((*PLACES, *SUMS))})",
    f"CREATE TEMP TABLE IF NOT EXISTS tag_piece (quarter BIGINT, {', '.join((*_TAG_PLACES, *SUMS))})",
)
_CLEAR = ("DELETE FROM piece", "DELETE FROM tag_piece")
_ATTEMPTS = f"""INSERT INTO piece
    SELECT a.at_ms / {QUARTER_MS}, a.project_id, a.token_id, a.backend, a.model, a.tier, a.zone,
        {length_of("a.input_tokens")}, {ATTEMPT_SUMS}
    FROM attempts a WHERE a.rowid > ? AND a.rowid <= ? GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"""  # noqa: S608 - fixed parts
_OUTCOMES = f"""INSERT INTO piece
    SELECT o.at_ms / {QUARTER_MS}, o.project_id, o.token_id, o.backend, o.model, COALESCE(o.tier, -1),
        COALESCE(o.zone, -1), {length_of("COALESCE(a.input_tokens, 0)")}, {OUTCOME_SUMS}
    FROM outcomes o {ANSWERED} WHERE o.rowid > ? AND o.rowid <= ? GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"""  # noqa: S608 - fixed parts


def _tags_of(letter: str, sums: str, joined: str) -> str:
    """The statement that adds up rows by tag, sessions left out: their sums would be the ledger again."""
    return f"""INSERT INTO tag_piece
        SELECT {letter}.at_ms / {QUARTER_MS}, {letter}.project_id, t.name, t.value, {sums}
        FROM {joined} WHERE {letter}.rowid > ? AND {letter}.rowid <= ? AND t.name <> 'session'
        GROUP BY 1, 2, 3, 4"""  # noqa: S608 - fixed parts


def _with_tags(table: str, letter: str) -> str:
    return f"{table} {letter} JOIN tags t ON t.at_ms = {letter}.at_ms AND t.request_id = {letter}.request_id"


def _into(table: str, time: str, quarters: int, places: tuple[str, ...], piece: str) -> str:
    """The statement that adds a piece to a table whose rows last so many quarters of an hour."""
    where = ", ".join(places)
    sums = ", ".join(f"SUM({name})" for name in SUMS)
    return f"""INSERT INTO {table} ({time}, {where}, {", ".join(SUMS)})
        SELECT quarter / {quarters}, {where}, {sums} FROM {piece}
        GROUP BY {", ".join(str(place + 1) for place in range(len(places) + 1))}
        ON CONFLICT ({time}, {where}) DO UPDATE SET {_ADDED.format(table=table)}"""  # noqa: S608 - fixed parts


_SPREAD = (
    _into("quarters", "quarter", 1, PLACES, "piece"),
    _into("hourly", "hour", 4, PLACES, "piece"),
    _into("daily", "day", 96, PLACES, "piece"),
    _into("tagged_quarters", "quarter", 1, _TAG_PLACES, "tag_piece"),
    _into("tagged", "hour", 4, _TAG_PLACES, "tag_piece"),
)
_FOLD = {
    "attempts": (_ATTEMPTS, _tags_of("a", ATTEMPT_SUMS, _with_tags("attempts", "a"))),
    "outcomes": (_OUTCOMES, _tags_of("o", OUTCOME_SUMS, f"{_with_tags('outcomes', 'o')} {ANSWERED}")),
    "worked": (FOLD_WORKED,),
}
_ROWS_OF = {"attempts": "attempts", "outcomes": "outcomes", "worked": "attempts"}
_WHOLE = ("quarters", "hourly", "daily")


@dataclass(frozen=True, slots=True)
class Folded:
    """Up to which rows of attempts and outcomes the sums go, those of the load apart; 0 for none."""

    attempts: int = 0
    outcomes: int = 0
    worked: int = 0


def folded(connection: Connection) -> Folded | None:
    """How far the sums go; None when rows have been renumbered (dumped and restored, say) and nothing holds."""
    places = {}
    for topic, place, at_ms, request_id in connection.execute(
        "SELECT topic, place, at_ms, request_id FROM folded"
    ).fetchall():
        row = connection.execute(
            f"SELECT at_ms, request_id FROM {_ROWS_OF[topic]} WHERE rowid = ?",  # noqa: S608 - one of two names
            (place,),
        ).fetchone()
        if row is None or tuple(row) != (at_ms, request_id):
            return None
        places[topic] = place
    return Folded(**places)


def behind(connection: Connection) -> int:
    """How many rows are not in the sums yet."""
    known = folded(connection) or Folded()
    attempts, outcomes = (
        int(connection.execute(f"SELECT COALESCE(MAX(rowid), 0) FROM {table}").fetchone()[0])  # noqa: S608 - one of two
        for table in ("attempts", "outcomes")
    )
    return attempts - min(known.attempts, known.worked) + outcomes - known.outcomes


def fold(connection: Connection, most: int = PIECE) -> int:
    """Add the next rows to the sums, at most so many of either kind; how many there were."""
    known = folded(connection)
    if known is None:
        forget(connection)
        known = Folded()
    done = dict.fromkeys(_FOLD, 0)
    for statement in (*_PIECES, *_CLEAR):
        connection.execute(statement)
    for topic, statements in _FOLD.items():
        place: int = getattr(known, topic)
        last = connection.execute(
            f"SELECT rowid, at_ms, request_id FROM {_ROWS_OF[topic]} WHERE rowid > ? AND rowid <= ? "  # noqa: S608 - one of two
            "ORDER BY rowid DESC LIMIT 1",
            (place, place + most),
        ).fetchone()
        if last is None:
            continue
        for statement in statements:
            connection.execute(statement, (place, last[0]))
        connection.execute(
            "INSERT INTO folded (topic, place, at_ms, request_id) VALUES (?, ?, ?, ?) ON CONFLICT (topic) "
            "DO UPDATE SET place = excluded.place, at_ms = excluded.at_ms, request_id = excluded.request_id",
            (topic, *last),
        )
        done[topic] = last[0] - place
    for statement in _SPREAD:
        connection.execute(statement)
    return max(done["attempts"], done["worked"]) + done["outcomes"]


def forget(connection: Connection) -> None:
    """Empty the sums, so that they are made anew."""
    for table in (*_WHOLE, "tagged_quarters", "tagged", "worked", "folded"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names


def differences(connection: Connection) -> list[str]:
    """Where the sums and the ledger disagree, a sentence for each; reads everything that is in the sums."""
    known = folded(connection)
    if known is None:
        return ["rows of the ledger have been renumbered; the sums will be made anew"]
    found = []
    totals = ", ".join(f"SUM({name})" for name in SUMS)
    for topic, place, sums, joined in (
        ("attempts", known.attempts, ATTEMPT_SUMS, "attempts a"),
        ("outcomes", known.outcomes, OUTCOME_SUMS, f"outcomes o {ANSWERED}"),
    ):
        query = f"SELECT {sums} FROM {joined} WHERE {topic[0]}.rowid <= ?"  # noqa: S608 - fixed parts
        rows = connection.execute(query, (place,)).fetchone()
        for table in _WHOLE:
            told = connection.execute(f"SELECT {totals} FROM {table}").fetchone()  # noqa: S608 - fixed parts
            found += [
                f"{name} of {topic}: the ledger says {int(raw or 0):,}, the {table} sums say {int(added or 0):,}"
                for name, raw, added in zip(SUMS, rows, told, strict=True)
                if (name in _OF_OUTCOMES) == (topic == "outcomes") and (raw or 0) != (added or 0)
            ]
    well = "SELECT COUNT(*), SUM(latency_ms) FROM attempts WHERE status = 'ok' AND rowid <= ?"
    raw, told = (
        [int(value or 0) for value in connection.execute(sql, values).fetchone()]
        for sql, values in ((well, (known.worked,)), ("SELECT SUM(calls), SUM(busy_ms) FROM worked", ()))
    )
    if raw != told:
        found.append(
            f"load: the ledger says {raw[0]:,} calls of {raw[1]:,} ms, the sums say {told[0]:,} of {told[1]:,}"
        )
    return found
