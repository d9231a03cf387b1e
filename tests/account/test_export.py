"""The ledger as CSV."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from larouter.account import export
from larouter.account.export import as_csv, as_json_lines
from larouter.account.ledger import Ledger
from larouter.account.usage import Figures, Sum, ask, span_of
from larouter.core.ledger import JUDGING, Attempt, Opening, Outcome
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store.database import Database

NOON = 1_795_003_200_000


async def rows(database: Database, project: str | None = None) -> list[dict[str, str]]:
    pieces = [piece async for piece in as_csv(database, span_of("all", project, NOON))]
    return list(csv.DictReader(io.StringIO("".join(pieces))))


async def test_an_attempt_is_a_row(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    ticket = ledger.open(opening())
    ticket.settle(attempt(1_250_003, number=1, ttft_ms=30, latency_ms=80))
    (row,) = await rows(database)
    assert row == {
        "at": "2026-11-18T12:00:00.000Z",
        "requestId": "req_00000001",
        "attempt": "1",
        "projectId": "prj_a",
        "tokenId": "tok_a",
        "deployment": "cloud/big",
        "backend": "cloud",
        "model": "big",
        "tier": "COMPLEX",
        "zone": "public",
        "status": "ok",
        "error": "",
        "inputTokens": "100",
        "outputTokens": "20",
        "cachedTokens": "0",
        "cacheWriteTokens": "0",
        "reasoningTokens": "0",
        "estimated": "0",
        "costUsd": "1.250003",
        "costMicroUsd": "1250003",
        "costKnown": "1",
        "ttftMs": "30",
        "latencyMs": "80",
        "price": "",
        "service": "",
        "tags": "",
    }


async def test_a_request_that_was_sent_nowhere_is_a_row_too(
    ledger: Ledger, database: Database, opening: Callable[..., Opening]
) -> None:
    ledger.open(opening()).close(Outcome(403, error="no_eligible_backend"))
    (row,) = await rows(database)
    assert (row["attempt"], row["status"], row["tier"], row["error"]) == (
        "",
        "none",
        "none",
        "no_eligible_backend",
    )


async def test_rows_over_many_pages_add_up_to_the_total(
    ledger: Ledger,
    database: Database,
    opening: Callable[..., Opening],
    attempt: Callable[..., Attempt],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export, "_PAGE", 7)
    for number in range(50):
        ticket = ledger.open(opening("prj_a" if number % 3 else "prj_b"))
        for place in range(number % 3):
            ticket.settle(attempt(number, number=place))
        ticket.close(Outcome(200, answered_by="cloud/big"))
    for project in ("prj_a", "prj_b", None):
        found = await rows(database, project)
        total: Sum = await ask(database, Figures.total, "all", project, NOON)
        assert sum(int(row["costMicroUsd"]) for row in found) == total.cost
        assert len({row["requestId"] for row in found}) == total.calls
        assert [row["requestId"] for row in found] == sorted(row["requestId"] for row in found)


async def test_names_that_a_spreadsheet_would_run_are_tamed(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    ledger.open(opening()).settle(attempt(1, model='=HYPERLINK("http://evil")'))
    (row,) = await rows(database)
    assert row["model"] == '\'=HYPERLINK("http://evil")'


async def test_names_and_tags_are_told_as_they_are_where_nothing_runs_them(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    tagged = replace(opening(), tags=(("feature", "=1+1"), ("user", "ann")))
    ledger.open(tagged).settle(attempt(1, model="@cf/meta/llama", price="big#1"))
    span = span_of("all", None, NOON)
    (line,) = [piece async for piece in as_json_lines(database, span)]
    told = json.loads(line)
    assert (told["model"], told["price"]) == ("@cf/meta/llama", "big#1")
    assert told["tags"] == {"feature": "=1+1", "user": "ann"}
    (row,) = await rows(database)
    assert json.loads(row["tags"]) == told["tags"]
    assert row["model"] == "'@cf/meta/llama"


async def test_an_export_can_be_narrowed_like_any_figure(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    for number, feature in enumerate(("search", "chat", "search")):
        ticket = ledger.open(replace(opening(), tags=(("feature", feature),)))
        ticket.settle(attempt(10 + number, model="big" if number else "small"))
    ledger.open(replace(opening(), tags=(("feature", "search"),))).close(Outcome(403, error="refused"))
    whole = span_of("all", None, NOON)
    for where, tag, costs in (
        ((("tag", "search"),), "feature", [10, 12, 0]),
        ((), "feature", [10, 11, 12, 0]),
        ((), "other", []),
        ((("model", "big"),), "", [11, 12]),
        ((("model", "big"), ("tag", "search")), "feature", [12]),
        ((("tier", int(Tier.COMPLEX)), ("zone", int(Zone.PUBLIC))), "", [10, 11, 12]),
        ((("token", "nobody"),), "", []),
    ):
        span = replace(whole, where=where, tag=tag)
        text = "".join([piece async for piece in as_json_lines(database, span)])
        assert [json.loads(line)["costMicroUsd"] for line in text.splitlines()] == costs, (where, tag)


async def test_a_request_on_whose_account_only_a_judge_was_called_is_told_whole_whatever_the_page(
    ledger: Ledger,
    database: Database,
    opening: Callable[..., Opening],
    attempt: Callable[..., Attempt],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(3):
        ticket = ledger.open(opening())
        ticket.settle(attempt(5, number=JUDGING, status="advice"))
        ticket.close(Outcome(402, error="insufficient_quota"))
    for most in (1, 2, 3, 100):
        monkeypatch.setattr(export, "_PAGE", most)
        found = await rows(database)
        assert [(row["attempt"], row["costMicroUsd"]) for row in found] == [("", "0"), ("-1", "5")] * 3


async def test_an_empty_ledger_is_a_line_of_names(database: Database) -> None:
    pieces = [piece async for piece in as_csv(database, span_of("all", None, NOON))]
    assert pieces == [",".join(export.COLUMNS) + "\r\n"]


async def test_the_same_rows_as_json_lines(
    ledger: Ledger, database: Database, opening: Callable[..., Opening], attempt: Callable[..., Attempt]
) -> None:
    for number in range(3):
        ledger.open(opening()).settle(attempt(number))
    text = "".join([piece async for piece in as_json_lines(database, span_of("all", None, NOON))])
    found = [json.loads(line) for line in text.splitlines()]
    assert [list(one) for one in found] == [list(export.COLUMNS)] * 3
    assert [one["costMicroUsd"] for one in found] == [0, 1, 2]
