"""The ledger as the pipeline uses it: a ticket is opened, attempts are settled on it, and it is closed.

The opening row is queued before a byte leaves, and the last byte of the answer waits for `Ticket.opened`;
so whatever reached a client is written down, also when the process is killed. Everything after that is
queued and waits for nothing. Money is set aside before every attempt where a budget covers the project, and
only there.
"""

import secrets
from collections.abc import Callable
from functools import partial

from larouter.account import budgets, recovery
from larouter.account.budgets import Reading
from larouter.account.liveness import this_process
from larouter.account.ticket import Books, Ended, Ticket
from larouter.core.ledger import Opening
from larouter.core.money import MicroUSD
from larouter.store import revisions, runs
from larouter.store.budgets import Budget, Period, remove
from larouter.store.database import Database
from larouter.store.runs import Run

CLOCK_STEP_MS = 60_000  # a clock may be set back while requests are open


class Ledger:
    """Everything that is written down about requests; lives on one event loop."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], int],
        ended: Ended = lambda _opening, _made, _outcome: None,
    ) -> None:
        """Begin with nothing; `start` before the first request.

        Args:
            database: Where it is written.
            clock: Now, in ms since 1970.
            ended: Told of every request that ends.
        """
        self._database = database
        self._clock = clock
        self._books = Books(database, secrets.token_hex(8), ended=ended)
        self._watch = revisions.Watch(database)

    @property
    def run_id(self) -> str:
        """This life of this process."""
        return self._books.run_id

    @property
    def in_flight(self) -> int:
        """How many requests are open."""
        return len(self._books.open)

    async def start(self) -> recovery.Recovered:
        """Join the runs of this database, settle what dead ones left behind, and learn the budgets."""
        now_ms = self._clock()
        process = this_process()
        run = Run(self.run_id, process.host, process.pid, process.born, now_ms, now_ms, now_ms)
        await self._database.write(partial(runs.add, run=run))
        recovered = await self.recover(now_ms)
        await self.refresh()
        return recovered

    def open(self, opening: Opening) -> Ticket:
        """Queue the opening row at once; waits for nothing."""
        return Ticket(self._books, opening)

    async def room(self) -> None:
        """Return when a new request may be taken on: at once, unless the disk has fallen far behind."""
        while self._database.full:
            await self._database.flush()

    def remaining(self, project_id: str) -> int | None:
        """Micro-USD that the tightest hard budget leaves, or None when there is none; from memory."""
        caps = self._books.caps
        return caps.remaining(project_id, self._clock()) if caps.cover(project_id) else None

    def used(self, project_id: str) -> float:
        """How much of its fullest budget a project has spent and set aside, 1 for all of it; from memory."""
        shares = [(it.spent + it.reserved) / max(1, it.budget.amount) for it in self.budgets(project_id)]
        return round(max(shares, default=0.0), 4)

    def starts_anew(self, project_id: str) -> str:
        """When the tightest hard budget of a project does, as a sentence; empty when there is none."""
        hard = [reading for reading in self.budgets(project_id) if reading.budget.hard]
        return min(hard, key=lambda reading: reading.left).starts_anew if hard else ""

    def budgets(self, project_id: str) -> list[Reading]:
        """The budgets of a project in the window of now; from memory."""
        return self._books.caps.now(project_id, self._clock())

    def every_budget(self) -> list[Reading]:
        """All budgets in the window of now; from memory."""
        return self._books.caps.all_now(self._clock())

    async def set_budget(self, project_id: str, amount: MicroUSD, period: Period, *, hard: bool) -> Budget:
        """Add a budget for a whole project, or change the one of that window; in force at once."""
        budget = Budget(f"bud_{secrets.token_hex(6)}", project_id, amount, period, hard, self._clock())
        known = await self._database.write(partial(budgets.put, budget=budget))
        await self.refresh()
        return known

    async def remove_budget(self, project_id: str, budget_id: str) -> bool:
        """Take a budget of a project out of force at once; False when it has no such budget."""
        if not any(reading.budget.budget_id == budget_id for reading in self.budgets(project_id)):
            return False
        removed = await self._database.write(partial(remove, budget_id=budget_id, now_ms=self._clock()))
        await self.refresh()
        return removed

    async def refresh(self) -> None:
        """Read budgets and balances again, with everything of this process that was queued."""
        await self._database.flush()
        now_ms = self._clock()
        self._books.caps.load(await self._database.read(partial(budgets.readings, now_ms=now_ms)))

    async def poll(self) -> None:
        """Learn what other processes have changed or spent; call it every second or so."""
        change = await self._watch.look()
        if revisions.BUDGETS in change.topics or (change.any and self._books.caps.any):
            await self.refresh()

    async def recover(self, now_ms: int) -> recovery.Recovered:
        """Say that this process lives, and settle what dead ones left open; call it every ten seconds or so.

        Attempts with a reservation are settled as `unknown` at the reserved price; requests end with the
        error `router_stopped`.
        """
        alive = partial(runs.seen, run_id=self.run_id, now_ms=now_ms, open_since_ms=self._open_since(now_ms))
        await self._database.write(alive)
        return await recovery.recover(self._database, self.run_id, now_ms)

    async def stop(self) -> recovery.Recovered:
        """Wind this run up: what is still open is settled as after a crash."""
        now_ms = self._clock()
        wind_up = partial(
            recovery.wind_up, run_id=self.run_id, since_ms=self._open_since(now_ms), now_ms=now_ms
        )
        return await self._database.write(wind_up)

    def _open_since(self, now_ms: int) -> int:
        """No open request is older than this, in ms since 1970."""
        return min(self._books.open.values(), default=now_ms) - CLOCK_STEP_MS
