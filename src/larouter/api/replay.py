"""`POST /api/replay`: decide past requests again, as they were or under another policy. Admin only; nothing is sent."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from larouter.api.answers.requests import DecisionTold, ReplayFindings
from larouter.api.caller import Admin
from larouter.config.policy import PolicyText, parse_policy, policy_of
from larouter.core.decision import Record
from larouter.core.deployment import Fleet
from larouter.core.errors import NoSuchRoute
from larouter.core.policy import Policy
from larouter.decide.explain import as_json
from larouter.decide.record import decode
from larouter.decide.replay import Difference, compare
from larouter.decide.replay import replay as again
from larouter.fleet.snapshot import read_body
from larouter.store import fleets, policies, requests
from larouter.store.database import Connection, Database
from larouter.store.requests import Recorded

router = APIRouter(tags=["decisions"], dependencies=[Admin])
PAGE = 500
MOST_SHOWN = 20


class Asked(BaseModel):
    """What to decide again."""

    model_config = ConfigDict(extra="forbid")

    since_ms: int = Field(0, ge=0, description="From this moment on, in ms since 1970.")
    project: str | None = Field(None, description="Id or name of a project; all of them if unset.")
    last: int = Field(10_000, ge=1, le=100_000, description="At most so many, the newest.")
    policy: PolicyText | None = Field(
        None, description="Under this policy; under the one in force then, if unset."
    )


@dataclass(slots=True)
class Findings:
    """What a replay found.

    Attributes:
        decisions: How many were decided again.
        identical: How many came out the same in every word.
        moves: How many would be tried elsewhere first, by where from and where to.
        cost: The change of worst-case prices, in micro-USD.
        wider: How many would reach a wider zone.
        narrower: How many would reach a narrower one.
        examples: Ids of requests that would differ.
        unreadable: How many could not be decided again, because a policy or fleet of theirs is not stored.
    """

    decisions: int = 0
    identical: int = 0
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    cost: int = 0
    wider: int = 0
    narrower: int = 0
    examples: list[str] = field(default_factory=list)
    unreadable: int = 0

    def note(self, request_id: str, difference: Difference) -> None:
        """Count one decision."""
        self.decisions += 1
        self.identical += difference.identical
        self.cost += difference.cost
        self.wider += difference.wider
        self.narrower += difference.narrower
        if difference.moved:
            self.moves[difference.before or "nobody", difference.after or "nobody"] += 1
        if not difference.identical and len(self.examples) < MOST_SHOWN:
            self.examples.append(request_id)

    def shape(self) -> ReplayFindings:
        """As JSON."""
        moved = sum(self.moves.values())
        return {
            "decisions": self.decisions,
            "identical": self.identical,
            "moved": moved,
            "wider": self.wider,
            "narrower": self.narrower,
            "worst_case_change_usd": self.cost / 1e6,
            "moves": [{"from": a, "to": b, "count": n} for (a, b), n in self.moves.most_common(MOST_SHOWN)],
            "examples": self.examples,
            "unreadable": self.unreadable,
            "summary": f"{moved:,} of {self.decisions:,} would move, {_signed(self.cost)}, "
            + (f"{self.wider:,} wider" if self.wider else "none wider"),
        }


@router.post("/api/replay")
async def replay(request: Request, asked: Asked) -> ReplayFindings:
    """Decide past requests again; says how many would move, where to, and whether any would go further."""
    state = request.app.state
    project = (await state.projects.find(asked.project)).project_id if asked.project else None
    database: Database = state.database
    await database.flush()
    return (await database.read(partial(decided_again, asked=asked, project_id=project))).shape()


@router.post("/api/requests/{request_id}/decide", response_model=DecisionTold)
async def decide_again(request: Request, request_id: str, policy: PolicyText) -> dict[str, Any]:
    """Decide one past request again under a policy, in the fleet of that moment; nothing is sent.

    Raises:
        NoSuchRoute: There is no such request, or its fleet is not stored.
    """
    database: Database = request.app.state.database
    await database.flush()
    found = await database.read(partial(_one, request_id=request_id))
    if found is None:
        raise NoSuchRoute(f"there is no request {request_id[:64]!r} that can be decided again")
    record, fleet = found
    return as_json(again(record, policy_of(policy), fleet), record.features)


def _one(connection: Connection, request_id: str) -> tuple[Record, Fleet] | None:
    opening = requests.by_id(connection, request_id)
    fleet = None if opening is None else _fleets(connection)(opening.fleet_version)
    return None if opening is None or fleet is None else (decode(opening.record), fleet)


def decided_again(connection: Connection, asked: Asked, project_id: str | None) -> Findings:
    """Decide past requests again, within one reading of the database."""
    policy_for, fleet_for = _policies(connection, asked.policy), _fleets(connection)
    since_ms = max(asked.since_ms, requests.start_of_last(connection, project_id, asked.last))
    found = Findings()
    after = (0, "")
    while page := requests.recorded(connection, project_id, since_ms, after, PAGE):
        for row in page:
            _again(row, policy_for(row.policy_version), fleet_for(row.fleet_version), found)
        after = (page[-1].at_ms, page[-1].request_id)
    return found


def _again(row: Recorded, policy: Policy | None, fleet: Fleet | None, found: Findings) -> None:
    if policy is None or fleet is None:
        found.unreadable += 1
    else:
        found.note(row.request_id, compare(decode(row.record), policy, fleet))


def _policies(connection: Connection, instead: PolicyText | None) -> Callable[[str], Policy | None]:
    known: dict[str, Policy | None] = {}
    other = policy_of(instead) if instead else None

    def find(version: str) -> Policy | None:
        if other is not None:
            return other
        if version not in known:
            body = policies.body_of(connection, version)
            known[version] = policy_of(parse_policy(body), version) if body else None
        return known[version]

    return find


def _fleets(connection: Connection) -> Callable[[str], Fleet | None]:
    known: dict[str, Fleet | None] = {}

    def find(version: str) -> Fleet | None:
        if version not in known:
            body = fleets.body_of(connection, version)
            known[version] = read_body(body, version) if body else None
        return known[version]

    return find


def _signed(cost: int) -> str:
    return f"{'−' if cost < 0 else '+'}${abs(cost) / 1e6:,.2f} at worst"  # noqa: RUF001 - a real minus
