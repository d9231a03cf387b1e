"""Corrections: what a request really cost, where the ledger says something else; a row more, never another row.

A row of the ledger is never changed. Who finds another sum on a provider's invoice, or knows what an attempt
cost that a crash hid, adds the difference as a row with the status `correction`, under the deployment and the
tier of the attempt it is about, in the window in which its request came. The act that the audit chain holds
names it, so a correction that nobody made is found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from larouter.account import budgets
from larouter.account.reading import usd
from larouter.core.errors import BadRequest, NoSuchRoute, RouterError
from larouter.core.ledger import Attempt
from larouter.core.money import MicroUSD
from larouter.core.usage import NOTHING
from larouter.store import acts, attempts, outcomes, requests
from larouter.store.acts import Act
from larouter.store.attempts import Owner
from larouter.store.database import Connection

CORRECTION: Literal["correction"] = "correction"
ACTION = "ledger.correct"


@dataclass(frozen=True, slots=True)
class Correction:
    """A difference to be added.

    Attributes:
        request_id: Of the request.
        amount: Micro-USD; negative where less was paid than the ledger says.
        reason: Why, such as the number of an invoice.
        attempt: The number of the attempt that it is about; None for the last one that cost something.
    """

    request_id: str
    amount: MicroUSD
    reason: str
    attempt: int | None = None


def correct(connection: Connection, wanted: Correction, act: Act) -> Attempt | RouterError:
    """Add a correction, with what it does to budgets and its act, in one transaction; or why it cannot be.

    Args:
        connection: Inside a transaction.
        wanted: What to add.
        act: Who does it, and when; the rest is filled in.
    """
    opening = requests.by_id(connection, wanted.request_id)
    if opening is None:
        return NoSuchRoute(f"there is no request {wanted.request_id[:64]!r}")
    if outcomes.of_request(connection, opening.at_ms, opening.request_id) is None:
        return BadRequest("the request has not ended; correct it when it has")
    made = attempts.of_request(connection, opening.at_ms, opening.request_id)
    about = _about(made, wanted.attempt)
    if about is None:
        return BadRequest("the request has no such attempt, so nothing was charged for it", param="attempt")
    whole = sum(one.cost for one in made)
    if whole + wanted.amount < 0:
        return BadRequest(
            f"the request cost {usd(whole)} USD; no more than that can be taken back", param="amount_usd"
        )
    row = replace(
        about,
        number=max(one.number for one in made) + 1,
        status=CORRECTION,
        error="",
        usage=NOTHING,
        cost=wanted.amount,
        cost_known=True,
        price="",
        started_ms=act.at_ms,
        ttft_ms=None,
        latency_ms=0,
        queued_ms=0,
    )
    owner = Owner(opening.request_id, opening.at_ms, opening.project_id, opening.token_id, opening.tags)
    budgets.settle(connection, owner, row, held=False)
    detail = {
        "attempt": row.number,
        "about": about.number,
        "micro_usd": wanted.amount,
        "reason": wanted.reason,
    }
    told = replace(act, action=ACTION, subject=wanted.request_id, detail=msgspec.json.encode(detail).decode())
    acts.add(connection, told)
    return row


def _about(made: list[Attempt], number: int | None) -> Attempt | None:
    charged = [one for one in made if one.status != CORRECTION]
    if number is not None:
        return next((one for one in charged if one.number == number), None)
    return next((one for one in reversed(charged) if one.cost), charged[-1] if charged else None)


def unfounded(connection: Connection) -> Iterator[str]:
    """Corrections without an act and acts without their correction, a sentence each; reads every row of the ledger."""
    rows = {
        (request_id, number, cost)
        for request_id, number, cost in connection.execute(
            "SELECT request_id, number, cost FROM attempts WHERE status = ?", (CORRECTION,)
        )
    }
    known = set()
    for act in acts.of_action(connection, ACTION):
        detail = msgspec.json.decode(act.detail)
        known.add((act.subject, detail["attempt"], detail["micro_usd"]))
    for request_id, number, _ in sorted(rows - known):
        yield f"the correction {number} of {request_id} was made by nobody: it was slipped in, or changed"
    for request_id, number, _ in sorted(known - rows):
        yield f"the correction {number} of {request_id} has been removed, or changed"
