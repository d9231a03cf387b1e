"""What goes when its time is over, so that it can still be proved that nothing else went.

A removal is itself a link of the audit chain: `verify` takes missing rows for removed only where they came before the
moment that such a link names.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from larouter.account.seal import can_seal, key_of, label_of, seal, unseal
from larouter.background import spawn
from larouter.store import chain, retention
from larouter.store.database import Connection, Database
from larouter.store.retention import Pruning

DAY_MS = 86_400_000
SWEEP_MS = 600_000
BATCH = 2_000
PREFIX = "retention:"
_PURPOSE = b"larouter kept prompts "
_log = logging.getLogger("larouter.retention")


class Retention:
    """Records by age, and prompts that policies keep.

    Args:
        database: Where they are.
        secret: The installation's own, from which the keys of prompts derive.
        now_ms: Milliseconds since 1970.
        days: For how long records are kept, at the moment; 0 for ever.
    """

    def __init__(
        self, database: Database, secret: bytes, now_ms: Callable[[], int], days: Callable[[], float]
    ) -> None:
        self._database = database
        self._secret = secret
        self._now_ms = now_ms
        self._days = days
        self._swept_ms = 0

    async def sweep(self) -> None:
        """Remove what is too old, now and then."""
        now_ms = self._now_ms()
        if now_ms - self._swept_ms < SWEEP_MS:
            return
        self._swept_ms = now_ms
        await self._database.write(partial(retention.sweep_prompts, now_ms=now_ms))
        if days := self._days():
            await self.prune(now_ms - round(days * DAY_MS))

    async def prune(self, before_ms: int) -> int:
        """Remove the records of requests that came before a moment; how many. A link of the chain says so."""
        if not await self._database.read(partial(retention.due, before_ms=before_ms)):
            return 0
        removed = 0
        event = Pruning(before_ms, self._now_ms())
        while count := await self._database.write(partial(_prune, event=event)):
            removed += count
        _log.info("removed the records of %d request(s) that are older than retention says", removed)
        return removed

    def keep_prompt(
        self, request_id: str, project_id: str, members: Mapping[str, object], days: float
    ) -> None:
        """Keep what was asked, encrypted, for some days; waits for nothing."""
        if not can_seal():
            _log.warning("prompts are not kept: it takes a package more, pip install 'larouter[storage]'")
            return
        expires_ms = self._now_ms() + round(days * DAY_MS)
        spawn(self.keep(request_id, project_id, members, expires_ms), "keep a prompt")

    async def keep(
        self, request_id: str, project_id: str, members: Mapping[str, object], expires_ms: int
    ) -> None:
        """Keep what was asked, encrypted, until a moment in ms since 1970."""
        key = key_of(self._secret, _PURPOSE, project_id)
        sealed = await asyncio.to_thread(seal, key, label_of(project_id, request_id), members)
        self._database.post(
            partial(
                retention.keep_prompt,
                request_id=request_id,
                project_id=project_id,
                expires_ms=expires_ms,
                sealed=sealed,
            )
        )

    async def prompt(self, request_id: str) -> dict[str, Any] | None:
        """What was asked, or None when it is not kept (any more)."""
        await self._database.flush()
        found = await self._database.read(
            partial(retention.prompt_of, request_id=request_id, now_ms=self._now_ms())
        )
        if found is None:
            return None
        project_id, sealed = found
        key = key_of(self._secret, _PURPOSE, project_id)
        return await asyncio.to_thread(unseal, key, label_of(project_id, request_id), sealed)


def digest(event: Pruning) -> bytes:
    """SHA-256 of a removal, as its link in the chain holds it."""
    return hashlib.sha256(f"{PREFIX}{event.before_ms}:{event.at_ms}".encode()).digest()


def cut(connection: Connection) -> int:
    """Before which moment records may be missing: the latest removal that the chain vouches for; 0 for none."""
    vouched = chain.digests(connection, PREFIX)
    return max([it.before_ms for it in retention.prunings(connection) if digest(it) in vouched], default=0)


def _prune(connection: Connection, event: Pruning) -> int:
    """One batch, and with the first of them the link that accounts for all."""
    if retention.note(connection, event):
        chain.append(connection, event.at_ms, f"{PREFIX}{event.before_ms}", digest(event))
    return retention.prune(connection, event.before_ms, BATCH)
