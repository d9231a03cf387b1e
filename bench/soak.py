"""Runs mixed traffic against the router for a bounded time and watches memory, open files and threads.

Each cycle sends small and large requests, streams, clients that walk away from open streams, and clients
that leave before the first byte, and beside them requests to backends that fail in every way there is
(mishaps.py), in a project that hedges, escalates, asks for second opinions and keeps streams back; then
everything rests for two seconds and what is left is counted. A leak shows as a column that climbs;
upstream streams, requests in flight and tasks of requests must be back in every row.
"""

import argparse
import contextlib
import http.client
import json
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import machine
import mishaps
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
    *(
        "minute",
        "rss_mb",
        "files",
        "threads",
        "tasks",
        "in_flight",
        "upstream_streams",
        "upstream_connections",
    ),
    *("answered", "errors", "mishaps", "refused", "left"),
)

_MISHAP_SECONDS = 10.0
_HERE = Path(__file__).parent

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Backends that fail, and who asks them.

    Attributes:
        admin_key: Of the router.
        tokens: Of the projects that ask.
    """

    admin_key: str
    tokens: list[str] = field(default_factory=list)

    def start(self, stack: contextlib.ExitStack) -> dict[str, str]:
        """Start the backends; their addresses by name."""
        command = [sys.executable, str(_HERE / "mishaps.py"), "serve"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        stack.callback(process.kill)
        assert process.stdout is not None
        urls: dict[str, str] = json.loads(process.stdout.readline())
        return urls

    def make_projects(self, port: int) -> None:
        """One that does as it does by default, one that uses everything there is; the bench's own stays away."""
        away = [f"{name}/*" for name in mishaps.TIERS]
        self._control(port, "PUT", "/api/projects/bench/policy", {"deny": away})
        careful = {
            "thresholds": mishaps.THRESHOLDS,
            "hold": "all",
            "hedge": True,
            "escalation": {
                "agreement": "spare",
                "judge": "last",
                "per_minute": 10_000,
                "per_minute_token": 10_000,
            },
        }
        for name, policy in (("plain", {"thresholds": mishaps.THRESHOLDS}), ("careful", careful)):
            body = {"name": name, "policy": policy | {"deny": ["custom/*"]}}
            self.tokens.append(self._control(port, "POST", "/api/projects", body)["token"])

    def ask(self, port: int, seconds: float) -> "subprocess.Popen[str]":
        """Ask for so long, in every way."""
        command = [sys.executable, str(_HERE / "mishaps.py"), "ask", str(port), str(seconds), *self.tokens]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def readings(self, port: int) -> Row:
        """Tasks and requests in flight, as the router counts them."""
        text = self._call(port, "GET", "/metrics", None).decode()
        found = dict(
            line.split(" ")
            for line in text.splitlines()
            if line.startswith(("larouter_tasks ", "larouter_in_flight "))
        )
        return {"tasks": float(found["larouter_tasks"]), "in_flight": float(found["larouter_in_flight"])}

    def _control(self, port: int, method: str, path: str, body: object) -> dict[str, str]:
        answer: dict[str, str] = json.loads(self._call(port, method, path, body))
        return answer

    def _call(self, port: int, method: str, path: str, body: object) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"authorization": f"Bearer {self.admin_key}", "content-type": "application/json"}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            return connection.getresponse().read()
        finally:
            connection.close()


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
            bench, router, trouble = _start(Path(directory), stack)
            _soak(bench, router, trouble, minutes, rows)
    except NotAvailable as reason:
        sys.exit(str(reason))
    finally:
        if rows:
            _report(rows)


def _start(directory: Path, stack: contextlib.ExitStack) -> tuple[Bench, Server, Trouble]:
    proxy_core, load_core = machine.cores()
    traffic.write_bodies(directory, stream_chunks=100)
    mock = servers.start_mock(load_core, directory)
    stack.callback(mock.stop)
    trouble = Trouble(secrets.token_hex(32))
    urls = trouble.start(stack)
    router, _ = servers.start_router(
        proxy_core, directory, mock.port, settings=mishaps.settings(urls), admin_key=trouble.admin_key
    )
    stack.callback(router.stop)
    trouble.make_projects(router.port)
    bench = Bench(directory, proxy_core, load_core, mock, quick=False)
    scenarios.warm_up(bench, router)
    return bench, router, trouble


def _soak(bench: Bench, router: Server, trouble: Trouble, minutes: float, rows: list[Row]) -> None:
    """Add a row for every cycle, until the time is over or the router is."""
    print("  ".join(f"{name:>8}" for name in _COLUMNS))
    begin = time.monotonic()
    while time.monotonic() - begin < minutes * 60:
        answered, errors, beside = _cycle(bench, router, trouble)
        if router.process is not None and router.process.poll() is not None:
            raise NotAvailable(f"the router ended with {router.process.returncode}")
        upstream = servers.get_json(bench.mock.port, "/stats")
        row: Row = {
            "minute": round((time.monotonic() - begin) / 60, 1),
            "rss_mb": round(machine.rss_mb(router.pid), 1),
            "files": machine.open_files(router.pid),
            "threads": machine.threads(router.pid),
            **trouble.readings(router.port),
            "upstream_streams": upstream["open_streams"],
            "upstream_connections": upstream["connections"],
            "answered": answered,
            "errors": errors,
            "mishaps": beside["answered"],
            "refused": beside["refused"],
            "left": beside["left"],
        }
        rows.append(row)
        print("  ".join(f"{row[name]:>{max(8, len(name))}.6g}" for name in _COLUMNS), flush=True)


def _cycle(bench: Bench, router: Server, trouble: Trouble) -> tuple[int, int, dict[str, int]]:
    """All kinds of traffic at once, then rest; returns what was answered, what failed, and what came of mishaps."""
    answered = errors = 0
    with contextlib.ExitStack() as stack:
        asking = trouble.ask(router.port, _MISHAP_SECONDS)
        stack.callback(asking.kill)
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
        beside: dict[str, int] = json.loads(asking.communicate(timeout=120)[0])
    time.sleep(_REST_SECONDS)
    return answered, errors, beside


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
