"""What a process that died left behind: open reservations and requests without an end."""

from dataclasses import dataclass
from functools import partial

from larouter.account import audit, budgets
from larouter.account.liveness import Process, alive
from larouter.account.ticket import counted, owner_of
from larouter.core.ledger import Attempt, Outcome
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store import attempts, outcomes, requests, reservations, runs
from larouter.store.attempts import Owner
from larouter.store.database import Connection, Database
from larouter.store.reservations import Held

STOPPED = "router_stopped"
_CUT_OFF = Outcome(status=500, error=STOPPED)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found and settled.

    Attributes:
        requests: How many requests had no end.
        attempts: How many attempts were settled as unknown.
        amount: What they are charged with, in micro-USD: the worst case that was reserved.
    """

    requests: int = 0
    attempts: int = 0
    amount: int = 0


async def recover(database: Database, own_run: str, now_ms: int) -> Recovered:
    """Wind up every run but our own whose process no longer lives."""
    found = Recovered()
    for run in await database.read(runs.not_ended):
        if run.run_id != own_run and not alive(Process(run.host, run.pid, run.born), run.seen_ms, now_ms):
            left = await database.write(
                partial(wind_up, run_id=run.run_id, since_ms=run.open_since_ms, now_ms=now_ms)
            )
            found = Recovered(
                found.requests + left.requests, found.attempts + left.attempts, found.amount + left.amount
            )
    return found


def wind_up(connection: Connection, run_id: str, since_ms: int, now_ms: int) -> Recovered:
    """Settle what a run left open, in one transaction; nothing when somebody else has done it."""
    if not runs.end(connection, run_id, now_ms):
        return Recovered()
    held = reservations.of_run(connection, run_id)
    settled = [
        one.amount
        for one in held
        if budgets.settle(connection, _with_tags(connection, one.owner), _unknown(one), held=True)
    ]
    ended = 0
    for request_id, at_ms, project_id, token_id in requests.unfinished(connection, run_id, since_ms):
        owner = Owner(request_id, at_ms, project_id, token_id)
        made = attempts.of_request(connection, at_ms, request_id)
        if outcomes.add(connection, owner, _CUT_OFF, counted(made, _CUT_OFF)):
            audit.vouch_for_stored(connection, request_id)
            ended += 1
    return Recovered(ended, len(settled), sum(settled))


def _with_tags(connection: Connection, owner: Owner) -> Owner:
    opening = requests.by_id(connection, owner.request_id)
    return owner if opening is None else owner_of(opening)


def _unknown(held: Held) -> Attempt:
    backend, _, model = held.deployment.partition("/")
    return Attempt(
        number=held.number,
        deployment=held.deployment,
        backend=backend,
        model=model,
        zone=Zone(held.zone),
        tier=Tier(held.tier),
        status="unknown",
        error=STOPPED,
        cost=MicroUSD(held.amount),
        started_ms=held.owner.at_ms,
    )
