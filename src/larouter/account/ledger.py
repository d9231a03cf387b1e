"""The ledger as the pipeline uses it: a ticket is opened, attempts are settled on it, and it is closed.

The opening row is queued before a byte leaves, and the last byte of the answer waits for `Ticket.opened`;
so whatever reached a client is written down, also when the process is killed. Everything after that is
queued and waits for nothing. Money is set aside before every attempt where a budget covers the project, and
only there.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from larouter.account import budgets, recovery
from larouter.account.caps import NO_LIMIT, Means
from larouter.account.liveness import this_process
from larouter.account.reading import Reading
from larouter.account.ticket import Books, Ended, Ticket
from larouter.core.ledger import Attempt, Opening
from larouter.store import revisions, runs
from larouter.store.attempts import Owner
from larouter.store.budgets import Budget, in_force, remove
from larouter.store.database import Connection, Database, DatabaseError
from larouter.store.runs import Run

CLOCK_STEP_MS = 60_000  # a clock may be set back while requests are open


class Ledger:
    """Everything that is written down about requests; lives on one event loop."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], int],
        ended: Ended = lambda _opening, _made, _outcome: None,
        price: Callable[[Attempt], Attempt] = lambda attempt: attempt,
    ) -> None:
        """Begin with nothing; `start` before the first request.

        Args:
            database: Where it is written.
            clock: Now, in ms since 1970.
            ended: Told of every request that ends.
            price: What an attempt costs, told as it is settled.
        """
        self._database = database
        self._clock = clock
        self._books = Books(database, secrets.token_hex(8), ended=ended, price=price)
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

    def limits(self, project_id: str) -> bool:
        """Whether any budget covers what a project does."""
        return self._books.caps.cover(project_id)

    def means(self, owner: Owner) -> Means:
        """What a request may cost; from memory."""
        caps = self._books.caps
        return caps.means(owner, self._clock()) if caps.cover(owner.project_id) else NO_LIMIT

    def wants_session(self, project_id: str) -> bool:
        """Whether it matters to which conversation a request of a project belongs."""
        return self._books.caps.wants_session(project_id)

    def starts_anew(self, owner: Owner) -> tuple[str, float | None]:
        """When the tightest hard budget of a request does, as a sentence and in seconds; nothing when there is none."""
        now_ms = self._clock()
        hard = [it for it in self._books.caps.of_request(owner, now_ms) if it.budget.hard]
        if not hard:
            return "", None
        tightest = min(hard, key=lambda reading: reading.left)
        resets_ms = tightest.resets_ms
        return tightest.starts_anew, None if resets_ms is None else (resets_ms - now_ms) / 1000

    def budgets(self, project_id: str) -> list[Reading]:
        """The budgets of a project in the window of now; from memory."""
        return self._books.caps.now(project_id, self._clock())

    def every_budget(self) -> list[Reading]:
        """All budgets in the window of now; from memory."""
        return self._books.caps.all_now(self._clock())

    async def set_budget(self, wanted: Budget) -> Budget:
        """Add a budget, or change the one that covers the same, in force at once; id and time are given here."""
        fresh = replace(wanted, budget_id=f"bud_{secrets.token_hex(6)}", created_ms=self._clock())
        known = await self._database.write(partial(budgets.put, budget=fresh))
        await self.refresh()
        return known

    async def remove_budget(self, project_id: str, budget_id: str) -> bool:
        """Take a budget of a project out of force at once; False when it has no such budget."""
        if all(reading.budget.budget_id != budget_id for reading in self.budgets(project_id)):
            return False
        removed = await self._database.write(partial(remove, budget_id=budget_id, now_ms=self._clock()))
        await self.refresh()
        return removed

    async def refresh(self) -> None:
        """Read budgets and balances again, with everything of this process that was queued."""
        await self._database.flush()
        found = await self._database.read(partial(_standing, now_ms=self._clock()))
        self._books.caps.load(*found)

    async def poll(self) -> None:
        """Learn what other processes have changed or spent; call it every second or so."""
        change = await self._watch.look()
        if revisions.BUDGETS in change.topics or (change.any and self._books.caps.any):
            try:
                await self.refresh()
            except DatabaseError:
                self._watch.forget()
                raise

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


def _standing(connection: Connection, now_ms: int) -> tuple[list[Reading], list[Budget]]:
    return budgets.readings(connection, now_ms), in_force(connection)
