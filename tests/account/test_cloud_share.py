"""The share of the cloud."""

import pytest

from larouter.account import cloud_share
from larouter.core.ledger import Attempt, Outcome
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store import outcomes
from larouter.store.attempts import Owner
from larouter.store.database import Connection, Database

NOON = 1_795_003_200_000
DAY = 86_400_000


async def answers(database: Database, days_ago: int, zone: Zone, count: int) -> None:
    made = Attempt(0, "b/m", "b", "m", zone, Tier.SIMPLE, "ok")

    def add(connection: Connection) -> None:
        for number in range(count):
            owner = Owner(
                f"req_{days_ago}_{zone}_{number}", NOON - days_ago * DAY - DAY // 2 + number, "prj", "tok"
            )
            outcomes.add(connection, owner, Outcome(200, answered_by="b/m"), made)

    await database.write(add)


@pytest.mark.parametrize(
    ("week", "day", "jumped"),
    [
        ((90, 10), (10, 90), (90, 10)),
        ((50, 50), (45, 55), None),
        ((10, 90), (90, 10), None),
        ((5, 0), (0, 99), None),
    ],
)
async def test_a_jump_is_one_of_twenty_points_over_the_week_before(
    database: Database, week: tuple[int, int], day: tuple[int, int], jumped: tuple[int, int] | None
) -> None:
    for days_ago, (local, cloud) in ((3, week), (0, day)):
        await answers(database, days_ago, Zone.LOCAL, local)
        await answers(database, days_ago, Zone.PUBLIC, cloud)
    assert await database.read(lambda c: cloud_share.jumped(c, NOON)) == jumped
    assert await cloud_share.watch(database, NOON) is (jumped is not None)
    assert not await cloud_share.watch(database, NOON + 1)
