"""`GET /metrics`: the sums of the tally and the state of the moment, in Prometheus' text format 0.0.4.

Written out here: the format is a line for a number (https://prometheus.io/docs/instrumenting/exposition_formats/),
and the sums are plain integers, which the request path counts in a microsecond; a client library takes several.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from larouter import __version__
from larouter.access.admit import Gate
from larouter.account.ledger import Ledger
from larouter.account.tally import Histogram, Tally, sensitivity_name, tier_name, zone_name
from larouter.api.asgi import Receive, Scope, Send, send_bytes
from larouter.core.deployment import Fleet
from larouter.core.live import CLOSED, IDLE, OPEN, PROBING
from larouter.core.zones import Zone
from larouter.decide.because import Reason

CONTENT_TYPE = b"text/plain; version=0.0.4; charset=utf-8"
_BREAKER = {CLOSED: 0, PROBING: 1, OPEN: 2}
_TOKENS = ("input", "output", "cached", "reasoning")
Labels = Mapping[str, str]
Sample = tuple[Labels, float]
NO_LABELS: Labels = {}


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics route.

    Attributes:
        gate: Who may ask: the admin, or a project, which sees no other project's budgets.
        tally: The sums.
        ledger: Open requests and budgets.
        fleet: What there is now.
        queued: How many writes wait for the database.
        lag_s: How long the oldest of them has waited, in seconds.
        reasons: How often decisions had which reason.
        began: When the process began, in seconds since 1970.
        drifts: For each project how far the difficulty of its requests has drifted.
    """

    gate: Gate
    tally: Tally
    ledger: Ledger
    fleet: Callable[[], Fleet]
    queued: Callable[[], int]
    lag_s: Callable[[], float]
    reasons: Callable[[], Mapping[Reason, int]]
    began: float = 0.0
    drifts: Callable[[], Mapping[str, float]] = dict

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Everything, as text.

        Raises:
            RouterError: Neither the admin key nor a project's token is shown.
        """
        headers = scope["headers"]
        project = None if self.gate.is_admin(headers) else self.gate.admit(headers).project.id
        text = "".join(self._lines(project))
        await send_bytes(send, 200, [(b"content-type", CONTENT_TYPE)], text.encode())

    def _lines(self, project_id: str | None) -> Iterator[str]:
        tally = self.tally.caught_up()
        yield from _sums(tally)
        yield from _times(tally)
        yield from _fleet(self.fleet())
        yield from self._moment(project_id)

    def _moment(self, project_id: str | None) -> Iterator[str]:
        yield from gauge(
            "in_flight", "Requests that are being answered now.", [(NO_LABELS, self.ledger.in_flight)]
        )
        yield from gauge("tasks", "Tasks of the event loop.", [(NO_LABELS, len(asyncio.all_tasks()))])
        yield from gauge("ledger_queue", "Writes that wait for the database.", [(NO_LABELS, self.queued())])
        lag = [(NO_LABELS, round(self.lag_s(), 3))]
        yield from gauge("ledger_lag_seconds", "How long the oldest of them has waited, at most.", lag)
        yield from counter(
            "decision_reasons_total",
            "Decisions, by why they aimed where they did.",
            [({"reason": reason}, count) for reason, count in self.reasons().items()],
        )
        readings = self.ledger.every_budget() if project_id is None else self.ledger.budgets(project_id)
        left = [
            (
                {
                    "project": it.budget.project_id,
                    "budget": it.budget.budget_id,
                    "window": it.budget.period,
                    "hard": str(it.budget.hard).lower(),
                },
                it.left / 1e6,
            )
            for it in readings
            if not it.budget.is_each  # there is no bound to how many tokens or users have one
        ]
        yield from gauge("budget_left_usd", "What a budget leaves in its window.", left)
        drifts = [
            ({"project": ident}, index)
            for ident, index in self.drifts().items()
            if project_id in (None, ident)
        ]
        about = "How far the difficulty of the last requests lies from those before; 0.25 is an alarm."
        yield from gauge("difficulty_drift", about, drifts)
        yield from gauge("build_info", "Always 1.", [({"version": __version__}, 1)])
        uptime = round(time.time() - self.began, 3)
        yield from gauge("uptime_seconds", "How long the process has run.", [(NO_LABELS, uptime)])


def _sums(it: Tally) -> Iterator[str]:
    yield from counter(
        "requests_total",
        "Requests that ended.",
        [
            ({"status": f"{status}xx", "tier": tier_name(tier), "zone": zone_name(zone)}, count)
            for (status, tier, zone), count in it.requests.items()
        ],
    )
    yield from counter(
        "errors_total",
        "Requests that ended badly, by the code the client got.",
        [({"code": code}, count) for code, count in it.errors.items()],
    )
    yield from counter(
        "refused_total",
        "Requests turned away before they were read or decided, by the code the client got.",
        [({"code": code}, count) for code, count in it.refused.items()],
    )
    yield from counter(
        "decisions_total",
        "Decisions, by target tier, sensitivity of the request and widest zone permitted.",
        [
            (
                {"tier": tier_name(tier), "sensitivity": sensitivity_name(level), "reach": zone_name(reach)},
                count,
            )
            for (tier, level, reach), count in it.decisions.items()
        ],
    )
    yield from _spent(it)


def _spent(it: Tally) -> Iterator[str]:
    yield from counter(
        "attempts_total",
        "Calls to deployments.",
        [
            ({"status": status, "zone": zone_name(zone)}, count)
            for (status, zone), count in it.attempts.items()
        ],
    )
    yield from counter(
        "tokens_total",
        "Tokens; cached is a part of input, reasoning of output.",
        [
            ({"kind": kind, "zone": zone_name(zone)}, count)
            for zone in Zone
            for kind, count in zip(_TOKENS, it.tokens[zone], strict=True)
        ],
    )
    yield from counter(
        "cost_usd_total",
        "What attempts cost.",
        [({"zone": zone_name(zone)}, it.cost[zone] / 1e6) for zone in Zone],
    )
    yield from counter(
        "degraded_total", "Answers of a lower tier than was aimed at.", [(NO_LABELS, it.degraded)]
    )


def _times(it: Tally) -> Iterator[str]:
    yield from counter(
        "spilled_total",
        "Answers from a wider zone because of load.",
        [({"zone": zone_name(zone)}, it.spilled[zone]) for zone in Zone],
    )
    first = [({"zone": zone_name(zone)}, it.ttft[zone]) for zone in Zone]
    yield from histogram("ttft_seconds", "From a request's first byte to its answer's first.", first)
    waits = [({"zone": zone_name(zone)}, it.queued[zone]) for zone in Zone]
    yield from histogram(
        "queue_seconds", "How long attempts waited for their turn, of those that had to.", waits
    )
    about = "What the router and failed attempts added to the attempt that answered; to the millisecond."
    yield from histogram("added_seconds", about, [(NO_LABELS, it.added)])


def _fleet(fleet: Fleet) -> Iterator[str]:
    lives = [({"deployment": it.name}, fleet.live.get(it.name, IDLE)) for it in fleet.deployments]
    yield from gauge(
        "deployment_up",
        "Whether its backend was there at the last look.",
        [(at, live.up) for at, live in lives],
    )
    yield from gauge(
        "deployment_in_flight", "Requests that it is answering.", [(at, live.in_flight) for at, live in lives]
    )
    yield from gauge(
        "deployment_queue",
        "Requests that wait for its backend.",
        [(at, live.queued) for at, live in lives],
    )
    yield from gauge(
        "deployment_wait_seconds",
        "How long a request would wait for its turn, as foreseen.",
        [(at, live.wait_ms / 1000) for at, live in lives],
    )
    yield from gauge(
        "deployment_breaker",
        "Circuit breaker: 0 closed, 1 probing, 2 open.",
        [(at, _BREAKER[live.breaker]) for at, live in lives],
    )


def counter(name: str, about: str, samples: Iterable[Sample]) -> Iterator[str]:
    """The lines of a number that only grows."""
    return _family("counter", name, about, samples)


def gauge(name: str, about: str, samples: Iterable[Sample]) -> Iterator[str]:
    """The lines of a number of the moment."""
    return _family("gauge", name, about, samples)


def histogram(name: str, about: str, seen: Iterable[tuple[Labels, Histogram]]) -> Iterator[str]:
    """The lines of histograms, in seconds."""
    yield _head("histogram", name, about)
    for labels, it in seen:
        below = 0
        for bound, count in zip((*[f"{ms / 1000:g}" for ms in it.bounds], "+Inf"), it.counts, strict=True):
            below += count
            yield _line(f"{name}_bucket", {**labels, "le": bound}, below)
        yield _line(f"{name}_sum", labels, it.total / 1000)
        yield _line(f"{name}_count", labels, below)


def _family(kind: str, name: str, about: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield _head(kind, name, about)
    for labels, value in samples:
        yield _line(name, labels, value)


def _head(kind: str, name: str, about: str) -> str:
    return f"# HELP larouter_{name} {about}\n# TYPE larouter_{name} {kind}\n"


def _line(name: str, labels: Labels, value: float) -> str:
    inside = ",".join([f'{key}="{_escaped(text)}"' for key, text in labels.items()])
    return f"larouter_{name}{{{inside}}} {value:.16g}\n" if inside else f"larouter_{name} {value:.16g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
