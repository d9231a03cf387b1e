"""A ledger of as many rows as one likes, made by the database itself in a few seconds."""

import sqlite3

DAY = 86_400_000
END = 1_795_046_400_000  # 2026-11-19, midnight UTC
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) "
_PLACES = (
    "'prj_' || (i % 10), 'tok_' || (i * 7 % 30), 'backend' || (i * 13 % 4) || '/model' || (i * 13 % 8), "
    "'backend' || (i * 13 % 4), 'model' || (i * 13 % 8)"
)


def fill(connection: sqlite3.Connection, rows: int, days: int = 90, *, tags: bool = False) -> None:
    """Add requests, each with one attempt and one outcome, spread over the days before END."""
    numbers = _NUMBERS.format(last=rows - 1)
    at = f"{END - days * DAY} + i * {days * DAY} / {rows}"
    ident = "printf('req_%010d', i)"
    connection.execute("BEGIN")
    connection.execute(
        f"{numbers}INSERT INTO attempts (at_ms, request_id, number, project_id, token_id, deployment, backend, "
        "model, zone, tier, status, error, input_tokens, output_tokens, cached_tokens, cache_write_tokens, "
        f"reasoning_tokens, estimated, cost, cost_known, started_ms, ttft_ms, latency_ms) SELECT {at}, {ident}, 0, "
        f"{_PLACES}, i % 3, i % 5, CASE WHEN i % 50 = 0 THEN 'failed' ELSE 'ok' END, '', i % 4000, i % 900, "
        f"i % 7, 0, i % 11, 0, i % 5000, i % 97 > 0, {at}, 20, 900 FROM n"
    )
    connection.execute(
        f"{numbers}INSERT INTO outcomes (at_ms, request_id, project_id, token_id, status, error, answered_by, "
        "backend, model, zone, tier, degraded, ttft_ms, latency_ms) SELECT at_ms, request_id, project_id, token_id, "
        "CASE status WHEN 'ok' THEN 200 ELSE 502 END, CASE status WHEN 'ok' THEN '' ELSE 'upstream_error' END, "
        "CASE status WHEN 'ok' THEN deployment ELSE '' END, backend, model, zone, tier, 0, 20, 950 "
        f"FROM n JOIN attempts ON attempts.at_ms = {at} AND attempts.request_id = {ident}"
    )
    if tags:
        connection.execute(
            f"{numbers}INSERT INTO tags (at_ms, request_id, name, value) "
            f"SELECT {at}, {ident}, 'feature', 'f' || (i % 12) FROM n WHERE i % 3 = 0"
        )
    connection.execute("COMMIT")
