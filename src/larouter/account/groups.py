"""Usage by whatever one wants to know it by, in any time zone, filtered and page by page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from larouter.account.usage import NONE, Shape, Sum, date, sum_of
from larouter.account.windows import zone_of
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.store import projects, requests, sums
from larouter.store.database import Connection
from larouter.store.rollups import HOUR_MS, NOBODY, QUARTER_MS
from larouter.store.sums import TAG, TIMES, Stretch, Wanted

Group: TypeAlias = Literal["project", "token", "model", "backend", "tier", "zone", "tag", "day", "hour"]
Order: TypeAlias = Literal["cost", "calls", "tokens", "name"]
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        from_ms: The first moment, in ms since 1970; None for the first request there is.
        until_ms: The moment after the last.
        wanted: By what, and of what.
        time_zone: In which days begin and hours are named.
        order: What comes first: most cost, calls or tokens; else by name.
        limit: The most groups to give.
        offset: How many to leave out before.
    """

    from_ms: int | None
    until_ms: int
    wanted: Wanted
    time_zone: str = "UTC"
    order: Order = "cost"
    limit: int = 100
    offset: int = 0


def answer(connection: Connection, asked: Question) -> Shape:
    """The groups of a page, with the sum of all of them; every page is cut from the same order."""
    from_ms = requests.first_ms(connection) if asked.from_ms is None else asked.from_ms
    from_ms = min(from_ms, asked.until_ms)
    parts = (
        stretches(from_ms, asked.until_ms, asked.time_zone)
        if "day" in asked.wanted.by
        else [Stretch(from_ms, asked.until_ms)]
    )
    found = {key: sum_of(it) for key, it in sums.read(connection, parts, asked.wanted).items()}
    total = Sum()
    for part in found.values():
        total.add(part)
    names = {it.project_id: it.name for it in projects.everyone(connection)}
    ranked = sorted(found.items(), key=_ranking(asked))
    page = ranked[asked.offset : asked.offset + asked.limit]
    following = asked.offset + len(page)
    return {
        "by": list(asked.wanted.by),
        "fromMs": from_ms,
        "untilMs": asked.until_ms,
        "timeZone": asked.time_zone,
        "total": total.shape(),
        "count": len(ranked),
        "next": following if following < len(ranked) else None,
        "groups": [
            {
                **{
                    name: _said(name, key, asked, names)
                    for name, key in zip(asked.wanted.by, keys, strict=True)
                },
                **part.shape(),
            }
            for keys, part in page
        ],
    }


def stretches(from_ms: int, until_ms: int, time_zone: str) -> list[Stretch]:
    """A span cut so that within each piece the number of the local day follows from a constant.

    Days of 24 hours that begin on a quarter of an hour stay together. A day of 25 hours is two pieces, and where days
    began at an odd minute, as before there were time zones, each is a piece of its own.
    """
    found: list[Stretch] = []
    zone = zone_of(time_zone)
    at = from_ms
    while at < until_ms:
        day = dt.datetime.fromtimestamp(at / 1000, tz=zone).date()
        begins, ends = _midnight(day, zone), _midnight(day + dt.timedelta(days=1), zone)
        number = (day - dt.date(1970, 1, 1)).days
        end = min(ends, until_ms, begins + DAY_MS if at < begins + DAY_MS else ends)
        offset = number * DAY_MS - (begins if at < begins + DAY_MS else begins + DAY_MS)
        last = found[-1] if found else None
        if last is not None and last.offset_ms == offset and at % QUARTER_MS == 0:
            found[-1] = Stretch(last.from_ms, end, offset)
        else:
            found.append(Stretch(at, end, offset))
        at = end
    return found


def _midnight(day: dt.date, zone: Any) -> int:  # noqa: ANN401 - a tzinfo
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * 1000


def _ranking(asked: Question) -> Any:  # noqa: ANN401 - a key of sorting
    names = tuple(name in TIMES for name in asked.wanted.by)

    def by_name(item: tuple[Sequence[Any], Sum]) -> Any:  # noqa: ANN401 - what sorts
        return tuple(item[0])

    def by_most(item: tuple[Sequence[Any], Sum]) -> Any:  # noqa: ANN401 - what sorts
        part = item[1]
        most = {"cost": part.cost, "calls": part.calls, "tokens": part.input_tokens + part.output_tokens}
        return -most[asked.order], tuple(item[0])

    return by_name if asked.order == "name" or any(names) else by_most


def _said(name: str, key: Any, asked: Question, names: dict[str, str]) -> Any:  # noqa: ANN401 - text or a shape
    if name == "day":
        return date(key)
    if name == "hour":
        local = dt.datetime.fromtimestamp(key * HOUR_MS / 1000, tz=zone_of(asked.time_zone))
        return local.isoformat(timespec="minutes")
    if name == "project":
        return {"id": key, "name": names.get(key, key)}
    if name in ("tier", "zone"):
        if key == NOBODY:
            return NONE
        return Tier(key).name if name == "tier" else Zone(key).name.lower()
    return key if name in ("token", TAG) else key or NONE
