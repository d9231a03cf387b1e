"""Runs mixed traffic against the router for a bounded time and watches memory, open files and threads.

Each cycle sends small and large requests, streams, clients that walk away from open streams, and clients
that leave before the first byte; then everything rests for two seconds and what is left is counted. A leak
shows as a column that climbs; upstream streams must be 0 in every row.
"""

import argparse
import contextlib
import json
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

import machine
import scenarios
import servers
import traffic
from scenarios import Bench
from servers import NotAvailable, Server
from traffic import Load

_REST_SECONDS = 2.0
_ENOUGH_FOR_A_TREND = 12
_MIXED = (
    Load("rate", "small", 64, 10, per_second=100),
    Load("rate", "large", 16, 10, per_second=4),
    Load("stream", "paced", 40, 8, ramp_seconds=2),
    Load("stream", "fast", 2, 3),
    Load("hold", "open", 40, 6, ramp_seconds=2),
    Load("hold", "slow", 40, 2, ramp_seconds=1),
)
_COLUMNS = (
    *("minute", "rss_mb", "files", "threads", "upstream_streams", "upstream_connections"),
    *("answered", "errors"),
)

Row = dict[str, float]


def main() -> None:
    """Parse the command line, run, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("minutes", nargs="?", type=float, default=60, help="how long (default %(default)s)")
    minutes = parser.parse_args().minutes
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    machine.allow_many_files()
    rows: list[Row] = []
    try:
        servers.build()
        with contextlib.ExitStack() as stack:
            directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="larouter-soak-"))
            bench, router = _start(Path(directory), stack)
            _soak(bench, router, minutes, rows)
    except NotAvailable as reason:
        sys.exit(str(reason))
    finally:
        if rows:
            _report(rows)


def _start(directory: Path, stack: contextlib.ExitStack) -> tuple[Bench, Server]:
    proxy_core, load_core = machine.cores()
    traffic.write_bodies(directory, stream_chunks=100)
    mock = servers.start_mock(load_core, directory)
    stack.callback(mock.stop)
    router, _ = servers.start_router(proxy_core, directory, mock.port)
    stack.callback(router.stop)
    bench = Bench(directory, proxy_core, load_core, mock, quick=False)
    scenarios.warm_up(bench, router)
    return bench, router


def _soak(bench: Bench, router: Server, minutes: float, rows: list[Row]) -> None:
    """Add a row for every cycle, until the time is over or the router is."""
    print("  ".join(f"{name:>8}" for name in _COLUMNS))
    begin = time.monotonic()
    while time.monotonic() - begin < minutes * 60:
        answered, errors = _cycle(bench, router)
        if router.process is not None and router.process.poll() is not None:
            raise NotAvailable(f"the router ended with {router.process.returncode}")
        upstream = servers.get_json(bench.mock.port, "/stats")
        row: Row = {
            "minute": round((time.monotonic() - begin) / 60, 1),
            "rss_mb": round(machine.rss_mb(router.pid), 1),
            "files": machine.open_files(router.pid),
            "threads": machine.threads(router.pid),
            "upstream_streams": upstream["open_streams"],
            "upstream_connections": upstream["connections"],
            "answered": answered,
            "errors": errors,
        }
        rows.append(row)
        print("  ".join(f"{row[name]:>{max(8, len(name))}.6g}" for name in _COLUMNS), flush=True)


def _cycle(bench: Bench, router: Server) -> tuple[int, int]:
    """All kinds of traffic at once, then rest; returns what was answered and what failed."""
    answered = errors = 0
    with contextlib.ExitStack() as stack:
        running = []
        for load in _MIXED:
            process = traffic.start(load, router, bench.directory, bench.load_core)
            stack.callback(process.kill)
            running.append((load, process))
        for load, process in running:
            result = traffic.finish(process, load)
            answered += result["ok"]
            errors += result["errors"]
            if result["errors"]:
                print(f"{load.mode} {load.body}: {result['errors']} errors, first: {result['first_error']}")
    time.sleep(_REST_SECONDS)
    return answered, errors


def _report(rows: list[Row]) -> None:
    result = servers.CACHE / "soak.json"
    result.write_text(json.dumps(rows, indent=1))
    # The first quarter fills pools and caches; what grows after it is what matters.
    settled = rows[len(rows) // 4 :]
    if len(settled) >= _ENOUGH_FOR_A_TREND:
        hours, memory = [row["minute"] / 60 for row in settled], [row["rss_mb"] for row in settled]
        slope = statistics.linear_regression(hours, memory).slope
        print(f"memory after the first quarter: {slope:+.1f} MB per hour")
    answered, errors = (sum(row[name] for row in rows) for name in ("answered", "errors"))
    print(f"answered {answered:,.0f}, errors {errors:,.0f}")
    print(f"every cycle: {result.relative_to(servers.ROOT)}")


if __name__ == "__main__":
    main()
