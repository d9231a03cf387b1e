"""Sums by the hour, kept up with beside the requests."""

from functools import partial

from larouter.store import rollups
from larouter.store.database import Database


async def keep_up(database: Database) -> int:
    """Add to the sums what has come since, a piece at a time so that requests come between; how many rows it was."""
    done = 0
    while await database.read(rollups.behind):
        folded = await database.write(partial(rollups.fold, most=rollups.PIECE))
        if not folded:
            break
        done += folded
    return done
