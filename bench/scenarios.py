"""What is measured: the traffic of each scenario, and how one run of it becomes figures."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import machine
import servers
import traffic
from servers import NotAvailable, Server
from traffic import Load

GROUPS = ("s1", "rate", "stream", "large", "start", "memory")

# A figure by name, of one target in one round.
Figures = dict[str, float]
OPEN_STREAMS = 500
_CANCEL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Bench:
    """Where things run, and what is shared by all measurements.

    Attributes:
        idle_mb: Memory of each proxy before its first request.
    """

    directory: Path
    proxy_core: int
    load_core: int
    mock: Server
    quick: bool
    idle_mb: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kind of traffic that every target gets in every round."""

    name: str
    group: str
    load: Load


def scenarios(*, quick: bool) -> tuple[Scenario, ...]:
    """All of them; the quick ones are about a third as long and only show that everything works."""
    part = 0.35 if quick else 1.0
    ramp, limit = (0.4, 5.0) if quick else (1.0, 10.0)
    return (
        Scenario("s1", "s1", Load("closed", "small", 32, 2 * part)),
        Scenario("rate", "rate", Load("rate", "small", 128, 3 * part, 0.3 * part, per_second=200)),
        Scenario("stream-50", "stream", Load("stream", "paced", 50, limit, 0, ramp, total=50)),
        Scenario("stream-300", "stream", Load("stream", "paced", 300, limit, 0, ramp, total=300)),
        Scenario("large", "large", Load("closed", "large", 8, 1.5 * part)),
        Scenario("large-rate", "large", Load("rate", "large", 32, 2.5 * part, 0.3 * part, per_second=20)),
    )


def warm_up(bench: Bench, target: Server) -> None:
    """Send a little of everything, and make sure that it arrives at the mock and nowhere else.

    Raises:
        NotAvailable: Requests fail, or are answered by some other server.
    """
    first = _first_answer(bench, target)
    if not first["ok"]:
        raise NotAvailable(f"{target.name} does not answer: {first['first_error']}")
    before = _upstream(bench, "requests")
    sent = 0
    for load in (
        Load("closed", "small", 16, 0.3 if bench.quick else 1.0),
        Load("stream", "fast", 8, 0.2 if bench.quick else 0.5),
        Load("closed", "large", 4, 0.2),
    ):
        result = traffic.run(load, target, bench.directory, bench.load_core)
        sent += result["ok"]
        if result["errors"]:
            raise NotAvailable(f"{target.name} fails in the warm-up: {result['first_error']}")
    arrived = _upstream(bench, "requests") - before
    if arrived < sent:
        raise NotAvailable(f"{target.name} answered {sent} requests, but only {arrived} reached the mock")


def measure(bench: Bench, target: Server, scenario: Scenario) -> Figures:
    """Run one scenario against one target."""
    clock = _cpu_clock(target)
    cpu, begin = clock(), time.perf_counter()
    result = traffic.run(scenario.load, target, bench.directory, bench.load_core)
    cpu, took = clock() - cpu, time.perf_counter() - begin
    figures = {
        "errors": float(result["errors"]),
        "per_second": result["per_second"],
        "proxy_core_share": cpu / took,
        "load_core_share": result["cpu_s"] / took,
        **_quantiles(result),
    }
    if result["errors"]:
        print(f"  {target.name}, {scenario.name}: {result['errors']} errors, first: {result['first_error']}")
    if result["ok"] and target is not bench.mock:
        figures["cpu_us"] = cpu / result["ok"] * 1e6
    if result["chunks"] and target is not bench.mock:
        figures["chunk_cpu_us"] = cpu / result["chunks"] * 1e6
    return figures


def measure_start(bench: Bench) -> Iterator[Figures]:
    """Start the router anew, several times, each with an empty database."""
    for _ in range(3 if bench.quick else 5):
        router, seconds = servers.start_router(bench.proxy_core, bench.directory, bench.mock.port)
        router.stop()
        yield {"seconds": seconds}


def measure_memory(bench: Bench, target: Server) -> Figures:
    """Memory with many open streams; and how many of them end upstream when the client walks away."""
    load = Load("hold", "open", OPEN_STREAMS, 3.0, ramp_seconds=1.5)
    before = _upstream(bench, "cancelled_streams")
    process = traffic.start(load, target, bench.directory, bench.load_core)
    time.sleep(load.seconds - 0.6)
    open_mb = machine.rss_mb(target.pid)
    opened = _upstream(bench, "open_streams")
    result = traffic.finish(process, load)
    if opened != OPEN_STREAMS:
        print(f"  {target.name}: {opened} streams were open, not {OPEN_STREAMS}: {result['first_error']}")
    deadline = time.monotonic() + _CANCEL_SECONDS
    while (cancelled := _upstream(bench, "cancelled_streams") - before) < opened:
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    return {
        "idle_mb": bench.idle_mb[target.name],
        "open_mb": open_mb,
        "opened": opened,
        "cancelled": cancelled,
    }


def _upstream(bench: Bench, counter: str) -> int:
    return servers.get_json(bench.mock.port, "/stats")[counter]


def _first_answer(bench: Bench, target: Server) -> dict[str, Any]:
    # A router may be up some moments before it has found the mock.
    deadline = time.monotonic() + 15
    while True:
        result = traffic.run(Load("closed", "small", 1, 5, total=1), target, bench.directory, bench.load_core)
        if result["ok"] or time.monotonic() > deadline:
            return result
        time.sleep(0.2)


def _cpu_clock(target: Server) -> Callable[[], float]:
    if target.name == "direct":
        return lambda: 0.0
    return lambda: machine.cpu_seconds(target.pid)


def _quantiles(result: dict[str, Any]) -> Figures:
    found: Figures = {}
    for name, samples in (("latency", "latency_us"), ("first", "first_chunk_us"), ("lag", "lag_us")):
        for quantile in ("p50", "p99"):
            if quantile in result[samples]:
                found[f"{name}_{quantile}_ms"] = result[samples][quantile] / 1000
    return found
