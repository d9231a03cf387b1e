"""What deployments could take: how busy they were, and how long requests would wait with more slots.

A deployment with c slots is reckoned as the queue M/M/c: requests come at random, each takes a slot for a time
that varies as it likes, and waits its turn when all are taken. With a = arrivals x mean time in a slot (erlangs),
Erlang's C gives the share that waits (A. K. Erlang, 1917; L. Kleinrock, Queueing Systems I, 1975):

    B(0) = 1,  B(k) = a B(k-1) / (k + a B(k-1)),  C = c B(c) / (c - a (1 - B(c)))
    mean wait = C S / (c - a),  P(wait > t) = C exp(-(c - a) t / S)
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from larouter.store.load import HOUR_MS, Hour

_TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Wait:
    """How a number of slots copes with a load.

    Attributes:
        slots: Requests answered at once.
        utilisation: The share of the slots that is taken on average; 1 or more when the queue grows without end.
        waiting_share: The share of requests that waits at all.
        mean_seconds: The mean wait; infinite when the queue grows without end.
        p95_seconds: What 95 of 100 requests do not wait longer than.
    """

    slots: int
    utilisation: float
    waiting_share: float
    mean_seconds: float
    p95_seconds: float

    @property
    def stable(self) -> bool:
        """Whether the queue stays bounded."""
        return self.utilisation < 1


def wait(slots: int, erlangs: float, service_seconds: float) -> Wait:
    """How long requests wait for one of some slots.

    Args:
        slots: At least 1.
        erlangs: Arrivals a second times `service_seconds`.
        service_seconds: The mean time that a request takes a slot for.
    """
    if erlangs >= slots:
        return Wait(slots, erlangs / slots, 1.0, math.inf, math.inf)
    share = erlang_c(slots, erlangs)
    rate = (slots - erlangs) / service_seconds if service_seconds else math.inf
    tail = math.log(share / _TAIL) / rate if share > _TAIL else 0.0
    return Wait(slots, erlangs / slots, share, share / rate, tail)


def erlang_c(slots: int, erlangs: float) -> float:
    """The share of requests that finds all slots taken; `erlangs` must be less than `slots`."""
    blocked = 1.0
    for number in range(1, slots + 1):
        blocked = erlangs * blocked / (number + erlangs * blocked)
    return slots * blocked / (slots - erlangs * (1 - blocked))


@dataclass(frozen=True, slots=True)
class Load:
    """What a deployment did, in all and in its busiest hour.

    Attributes:
        calls: Attempts that went well.
        ttft_ms: Mean time to the first token, in ms.
        tokens_per_second: While an answer is being written; 0 when no stream told.
        busiest_ms: The beginning of its busiest hour, in ms since 1970.
        busiest_calls: Attempts of that hour.
        erlangs: Requests that it was answering on average in that hour.
        service_seconds: The mean time of a request in that hour.
    """

    calls: int
    ttft_ms: int
    tokens_per_second: float
    busiest_ms: int
    busiest_calls: int
    erlangs: float
    service_seconds: float


def loads(hours: Iterable[Hour]) -> dict[str, Load]:
    """The load of every deployment, by its name."""
    by_name: dict[str, list[Hour]] = {}
    for hour in hours:
        by_name.setdefault(hour.deployment, []).append(hour)
    return {name: _load(of) for name, of in by_name.items()}


def _load(hours: Sequence[Hour]) -> Load:
    calls, writing_ms = sum(it.calls for it in hours), sum(it.writing_ms for it in hours)
    busiest = max(hours, key=lambda it: it.busy_ms)
    return Load(
        calls=calls,
        ttft_ms=round(sum(it.ttft_ms for it in hours) / calls),
        tokens_per_second=sum(it.tokens for it in hours) * 1000 / writing_ms if writing_ms else 0.0,
        busiest_ms=busiest.at_ms,
        busiest_calls=busiest.calls,
        erlangs=busiest.busy_ms / HOUR_MS,
        service_seconds=busiest.busy_ms / busiest.calls / 1000,
    )


def plan(load: Load, slots: int) -> list[tuple[str, Wait]]:
    """What its busiest hour would have been like as it is, with more slots, and with a second server like it."""
    options = (
        ("as it is", slots),
        ("one slot more", slots + 1),
        ("twice the slots", 2 * slots),
        ("a second server like it", 2 * slots),
    )
    return [(what, wait(count, load.erlangs, load.service_seconds)) for what, count in options]


def in_its_place(load: Load, slots: int, other: Load) -> Wait | None:
    """What the busiest hour would have been like with another model that answers at the pace it was measured at.

    The same requests on as many slots: answers begin as late as that model's do, and are written at its rate. None
    where it is not known how fast one of them writes.
    """
    if not (load.service_seconds and load.tokens_per_second and other.tokens_per_second):
        return None
    writing = max(0.0, load.service_seconds - load.ttft_ms / 1000) * load.tokens_per_second
    seconds = other.ttft_ms / 1000 + writing / other.tokens_per_second
    return wait(slots, load.erlangs * seconds / load.service_seconds, seconds)
