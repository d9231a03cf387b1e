"""A ledger of as many rows as one likes, made by the database itself in a few seconds."""

import sqlite3

DAY = 86_400_000
END = 1_795_046_400_000  # 2026-11-19, midnight UTC
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) "
_WHO = "'prj_' || (i % 10), 'tok_' || (i * 7 % 30)"
_DEPLOYMENT = "'backend' || (i * 13 % 4) || '/model' || (i * 13 % 8)"
_WHERE = "'backend' || (i * 13 % 4), 'model' || (i * 13 % 8)"
_IDENT = "printf('req_%010d', i)"


def fill(
    connection: sqlite3.Connection,
    rows: int,
    days: int = 90,
    *,
    tags: bool = False,
    end_ms: int = END,
    record: bytes | None = None,
) -> None:
    """Add requests, each with one attempt and one outcome, spread over the days before an end.

    Args:
        connection: To the database.
        rows: How many requests.
        days: How far back they begin.
        tags: Whether every third has a tag `feature`.
        end_ms: The end, in ms since 1970.
        record: The decision to write into the openings of the last day, which are only made where it is given.
    """
    numbers = _NUMBERS.format(last=rows - 1)
    at = f"{end_ms - days * DAY} + i * {days * DAY} / {rows}"
    connection.execute("BEGIN")
    if record is not None:
        connection.execute(
            f"{numbers}INSERT INTO requests (request_id, at_ms, project_id, token_id, run_id, protocol, stream, "
            "asked_model, target, sensitivity, reach, policy_version, fleet_version, record) "
            f"SELECT {_IDENT}, {at}, {_WHO}, 'run', 'openai.chat', i % 2, 'auto', i % 5, i % 40 / 38, 2, 'p', 'f', "
            f"CASE WHEN {at} >= {end_ms - DAY} THEN ? END FROM n",
            (record,),
        )
    connection.execute(
        f"{numbers}INSERT INTO attempts (at_ms, request_id, number, project_id, token_id, deployment, backend, "
        "model, zone, tier, status, error, input_tokens, output_tokens, cached_tokens, cache_write_tokens, "
        f"reasoning_tokens, estimated, cost, cost_known, started_ms, ttft_ms, latency_ms) SELECT {at}, {_IDENT}, 0, "
        f"{_WHO}, {_DEPLOYMENT}, {_WHERE}, i % 3, i % 5, CASE WHEN i % 50 = 0 THEN 'failed' ELSE 'ok' END, '', "
        f"i % 4000, i % 900, i % 7, 0, i % 11, 0, i % 5000, i % 97 > 0, {at}, 20, 900 FROM n"
    )
    connection.execute(
        f"{numbers}INSERT INTO outcomes (at_ms, request_id, project_id, token_id, status, error, answered_by, "
        f"backend, model, zone, tier, degraded, ttft_ms, latency_ms) SELECT {at}, {_IDENT}, {_WHO}, "
        "CASE WHEN i % 50 = 0 THEN 502 ELSE 200 END, CASE WHEN i % 50 = 0 THEN 'upstream_error' ELSE '' END, "
        f"CASE WHEN i % 50 = 0 THEN '' ELSE {_DEPLOYMENT} END, {_WHERE}, i % 3, i % 5, 0, 20, 950 FROM n"
    )
    if tags:
        connection.execute(
            f"{numbers}INSERT INTO tags (at_ms, request_id, name, value) "
            f"SELECT {at}, {_IDENT}, 'feature', 'f' || (i % 12) FROM n WHERE i % 3 = 0"
        )
    connection.execute("COMMIT")
