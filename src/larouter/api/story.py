"""The story of a request, told from what was written down while it happened."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import msgspec

from larouter.core.errors import OverBudget
from larouter.core.ledger import Attempt, Passed
from larouter.core.money import dollars
from larouter.decide.explain import as_json
from larouter.decide.record import decode
from larouter.store import attempts, outcomes, passed, requests
from larouter.store.database import Connection, Database

PAGE = 200
_NO_ROOM = "a hard budget had no room left for what it may cost"


class Story:
    """Reads requests back from the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def one(self, request_id: str, project_id: str | None) -> dict[str, Any] | None:
        """Everything about one request, or None when there is none that may be seen."""
        await self._database.flush()
        return await self._database.read(partial(_tell, request_id=request_id, project_id=project_id))

    async def everything(self, since_ms: int, until_ms: int) -> AsyncIterator[bytes]:
        """Everything about every request of a time, oldest first, a line of JSON each."""
        await self._database.flush()
        after = (0, "")
        while page := await self._database.read(
            partial(requests.recorded, project_id=None, since_ms=since_ms, after=after, most=PAGE)
        ):
            ids = [row.request_id for row in page if row.at_ms <= until_ms]
            yield b"".join(await self._database.read(partial(_lines, ids=ids)))
            if len(ids) < len(page):
                return
            after = (page[-1].at_ms, page[-1].request_id)


def _lines(connection: Connection, ids: list[str]) -> list[bytes]:
    return [msgspec.json.encode(_tell(connection, request_id, None)) + b"\n" for request_id in ids]


def _tell(connection: Connection, request_id: str, project_id: str | None) -> dict[str, Any] | None:
    opening = requests.by_id(connection, request_id)
    if opening is None or (project_id is not None and opening.project_id != project_id):
        return None
    record = decode(opening.record)
    made = attempts.of_request(connection, opening.at_ms, request_id)
    outcome = outcomes.of_request(connection, opening.at_ms, request_id)
    over = passed.of_request(connection, opening.at_ms, request_id)
    return {
        "id": request_id,
        "at_ms": opening.at_ms,
        "project_id": opening.project_id,
        "token_id": opening.token_id,
        "protocol": opening.protocol,
        "stream": opening.stream,
        "asked_model": opening.asked_model,
        "tags": dict(opening.tags),
        "decision": as_json(record.decision, record.features),
        "passed_over": [_passed(it) for it in over],
        "attempts": [_attempt(attempt) for attempt in made],
        "cloud_egress": any(attempt.zone > 0 for attempt in made),
        "cost_usd": sum(attempt.cost for attempt in made) / 1e6,
        "rejected_cost_usd": sum(attempt.cost for attempt in made if attempt.status == "rejected") / 1e6,
        "outcome": None
        if outcome is None
        else {
            "status": outcome.status,
            "error": outcome.error or None,
            "answered_by": outcome.answered_by or None,
            "tier": None if outcome.tier is None else outcome.tier.name,
            "degraded": outcome.degraded,
            "latency_ms": outcome.latency_ms,
            "ttft_ms": outcome.ttft_ms,
        },
    }


def _passed(it: Passed) -> dict[str, Any]:
    return {
        "deployment": it.deployment,
        "tier": it.tier.name,
        "error": it.error,
        "param": it.param or None,
        "reason": _NO_ROOM if it.error == OverBudget.code else f"it cannot be told {it.param or 'all of it'}",
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    usage = attempt.usage
    return {
        "number": attempt.number,
        "deployment": attempt.deployment,
        "model": attempt.model,
        "zone": attempt.zone.name.lower(),
        "tier": attempt.tier.name,
        "status": attempt.status,
        "error": attempt.error or None,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "cached_tokens": usage.cached_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
        "estimated": usage.estimated,
        "cost_usd": dollars(attempt.cost),
        "cost_known": attempt.cost_known,
        "started_ms": attempt.started_ms,
        "ttft_ms": attempt.ttft_ms,
        "latency_ms": attempt.latency_ms,
        "queued_ms": attempt.queued_ms,
    }
