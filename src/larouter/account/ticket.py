"""One request in the ledger, from its opening to its end."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

from larouter.account import audit, budgets
from larouter.account.caps import Caps
from larouter.core.ledger import Attempt, Opening, Outcome, Passed
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.store import outcomes, passed, requests
from larouter.store.attempts import Owner
from larouter.store.database import Connection, Database, DatabaseError
from larouter.store.reservations import Held

Ended: TypeAlias = Callable[[Opening, Sequence[Attempt], Outcome], None]


@dataclass(frozen=True, slots=True)
class Books:
    """What all tickets of a ledger share.

    Attributes:
        database: Where they are written.
        run_id: This life of this process.
        caps: What is left of the budgets, from memory.
        open: The requests that are not closed, oldest first, and when they came.
        ended: Told of every request that ends.
        price: What an attempt costs.
    """

    database: Database
    run_id: str
    caps: Caps = field(default_factory=Caps)
    open: dict[str, int] = field(default_factory=dict)
    ended: Ended = lambda _opening, _made, _outcome: None
    price: Callable[[Attempt], Attempt] = lambda attempt: attempt


class Ticket:
    """What may be written down about one request.

    Settle or release every attempt that was reserved, then close. Nothing here but `reserve` can refuse.

    Attributes:
        owner: Who pays for it.
    """

    __slots__ = ("_attempts", "_books", "_held", "_opened", "_opening", "_passed", "owner")

    def __init__(self, books: Books, opening: Opening) -> None:
        self._books = books
        self._opening = opening
        self.owner = owner_of(opening)
        self._held: dict[int, tuple[MicroUSD, tuple[str, Tier]]] = {}
        self._attempts: list[Attempt] = []
        self._passed: tuple[Passed, ...] = ()
        books.open[opening.request_id] = opening.at_ms
        self._opened = books.database.write(partial(requests.add, opening=opening, run_id=books.run_id))

    async def reserve(
        self, number: int, deployment: str, worst_case: MicroUSD, tier: Tier | None = None
    ) -> None:
        """Set the worst case of an attempt aside; at once where no budget covers it or it is free.

        Args:
            number: Of the attempt, from 0.
            deployment: Who is to be called.
            worst_case: The most that it can cost.
            tier: As which it is to answer; the request's target if left out.

        Raises:
            OverBudget: When a hard budget leaves no room for it.
            DatabaseError: When the database cannot promise.
        """
        books = self._books
        if not worst_case or not books.caps.cover_request(self.owner):
            return
        opening = self._opening
        what = (deployment, opening.target if tier is None else tier)
        # Noted before the wait: if the caller is cancelled meanwhile, `close` still gives the money back.
        self._held[number] = MicroUSD(0), what
        held = Held(
            self.owner, number, books.run_id, deployment, opening.reach, int(what[1]), amount=worst_case
        )
        refusal = await books.database.write(partial(budgets.reserve, held=held))
        if refusal is not None:
            del self._held[number]
            books.caps.learn(refusal.reading)
            raise refusal.error()
        self._held[number] = worst_case, what
        books.caps.move(self.owner, what, 0, worst_case)

    def settle(self, attempt: Attempt) -> None:
        """Queue an attempt that ended, together with what becomes of its reservation."""
        attempt, held = self._spent(attempt)
        self._books.database.post(partial(budgets.settle, owner=self.owner, attempt=attempt, held=held))

    def _spent(self, attempt: Attempt) -> tuple[Attempt, bool]:
        """An attempt with its price, moved from what was set aside for it; whether something was."""
        books = self._books
        attempt = books.price(attempt)
        reserved = self._held.pop(attempt.number, None)
        if reserved is not None and attempt.usage.estimated and 0 < reserved[0] < attempt.cost:
            attempt = replace(attempt, cost=reserved[0])  # no estimate knows of more than the worst case
        self._attempts.append(attempt)
        if attempt.cost or reserved is not None:
            books.caps.move(self.owner, (attempt.deployment, attempt.tier), attempt.cost, 0)
        if reserved is not None:
            books.caps.move(self.owner, reserved[1], 0, -reserved[0])
        return attempt, reserved is not None

    def pass_over(self, it: Passed) -> None:
        """Note who was not called although its turn came; once, however often that is."""
        if it not in self._passed:
            self._passed = (*self._passed, it)

    def release(self, number: int) -> None:
        """Give back what was set aside for an attempt that was never sent."""
        if number in self._held:
            books = self._books
            amount, what = self._held.pop(number)
            books.caps.move(self.owner, what, 0, -amount)
            books.database.post(partial(budgets.release, owner=self.owner, number=number))

    async def opened(self) -> None:
        """Return when the opening row is committed; the last byte of an answer waits for it.

        Raises:
            DatabaseError: When it cannot be written.
        """
        if self._opened.done():
            self._opened.result()
        else:
            await asyncio.shield(self._opened)

    def close(self, outcome: Outcome) -> None:
        """Queue the end of the request; reservations that are left are given back."""
        self._end(outcome, lambda _connection: None)

    def finish(self, attempt: Attempt, outcome: Outcome) -> None:
        """Settle the last attempt and close, as one work."""
        attempt, held = self._spent(attempt)
        owner = self.owner
        self._end(outcome, lambda connection: budgets.settle(connection, owner, attempt, held=held))

    def _end(self, outcome: Outcome, before: Callable[[Connection], object]) -> None:
        for number in tuple(self._held):
            self.release(number)
        books = self._books
        books.open.pop(self.owner.request_id, None)
        if not self._opened.done():
            self._opened.add_done_callback(self._write_again)
        elif self._opened.exception() is not None:
            self._write_again(self._opened)
        owner, opening, made, over = self.owner, self._opening, self._attempts, self._passed

        def end(connection: Connection) -> None:
            before(connection)
            if outcomes.add(connection, owner, outcome, counted(made, outcome)):
                if over:
                    passed.add(connection, opening.at_ms, opening.request_id, over)
                audit.vouch(connection, opening, made, outcome, over)

        books.database.post(end)
        books.ended(opening, made, outcome)

    def _write_again(self, opened: asyncio.Future[None]) -> None:
        """Queue an opening that could not be written once more, without anybody who waits.

        The end of its request and its link of the chain are kept until they are written. Without the opening they
        would look like a record that somebody has removed.
        """
        if opened.cancelled() or opened.exception() is None:
            return
        books = self._books
        with contextlib.suppress(DatabaseError):  # it is closed: what is left was told to the log
            books.database.post(partial(requests.add, opening=self._opening, run_id=books.run_id))


def owner_of(opening: Opening) -> Owner:
    """Who pays for a request."""
    return Owner(opening.request_id, opening.at_ms, opening.project_id, opening.token_id, opening.tags)


def counted(attempts: list[Attempt], outcome: Outcome) -> Attempt | None:
    """The attempt under which a call is counted: the last one that answered, else the last one, else none."""
    own = [attempt for attempt in attempts if attempt.status != "advice"]
    answered = [attempt for attempt in own if attempt.deployment == outcome.answered_by]
    made = answered or own
    return made[-1] if made else None
