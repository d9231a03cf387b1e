"""What a running router does again and again, beside requests."""

import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from larouter.access.projects import Projects
from larouter.account.alerts import Alerter
from larouter.account.archive import Archive
from larouter.account.cloud_share import watch
from larouter.account.ledger import Ledger
from larouter.account.retention import Retention
from larouter.account.rollup import keep_up
from larouter.background import ever
from larouter.fleet.roster import Roster
from larouter.store.database import Database

BEAT_SECONDS = 10.0
DRIFT_EVERY = 60  # beats
_log = logging.getLogger("larouter")


@dataclass(slots=True)
class Upkeep:
    """The beat of a router, every ten seconds.

    Attributes:
        now_ms: Now, in ms since 1970.
        drifts: How far the requests of projects have drifted, by project id; those that were looked at last.
    """

    database: Database
    ledger: Ledger
    projects: Projects
    alerter: Alerter
    archive: Archive
    retention: Retention
    roster: Roster
    now_ms: Callable[[], int]
    drifts: dict[str, float] = field(default_factory=dict)

    async def run(self) -> None:
        """Beat for ever, also after a beat that failed: one that stops would be taken for dead by other processes."""
        beats = itertools.count(1)

        async def step() -> None:
            await self.beat()
            if next(beats) % DRIFT_EVERY == 0:
                await self.measure_drift()
                await watch(self.database, self.now_ms())

        await ever(step, BEAT_SECONDS, "upkeep")

    async def beat(self) -> None:
        """Say that this process lives, settle what dead ones left, add up, note the use of tokens, take prices."""
        await self.ledger.recover(self.now_ms())
        await keep_up(self.database)
        await self.alerter.round()
        self.projects.note_use()
        self.archive.sweep()
        await self.retention.sweep()
        self.roster.registry.refresh()

    async def measure_drift(self) -> None:
        """Look whether the requests of a project have become harder or easier."""
        from larouter.learn.drift import ALARM, of_project  # noqa: PLC0415 - the request path never learns

        found = {}
        for row in await self.projects.everyone():
            drift = await self.database.read(partial(of_project, project_id=row.project_id))
            if drift is None:
                continue
            found[row.project_id] = drift.index
            if drift.alarm and self.drifts.get(row.project_id, 0.0) < ALARM:
                _log.warning(
                    "requests of project %s have become %s (drift %.2f); `larouter calibrate %s` shows what follows",
                    row.name,
                    "harder" if drift.harder > 0 else "easier",
                    drift.index,
                    row.name,
                )
        self.drifts = found
