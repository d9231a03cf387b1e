"""What the dashboard's questions take where the ledger holds millions of requests.

A database is filled by SQL (each request with its opening, one attempt and one outcome over 90 days, tags on every
third), then a real router is started on it, adds everything up beside itself, and is asked as the dashboard asks.
Every question is asked five times. Told are the middle and the worst time, and the processor time that the router
took for one, as on a busy machine the first two tell of others too. Exit 1 when a middle is beyond 300 ms.

The rows take about 1.1 GB a million; LAROUTER_MILLIONS names a folder to keep them in between runs.
"""

import argparse
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from big_ledger import DAY, fill
from serving import Serving, launch

from larouter.store import rollups

TARGET_MS = 300.0
TIMES = 5
DAYS = 90
SETTINGS = """
[backends.backend0]
url = "http://127.0.0.1:9"
zone = "public"
models = [{ id = "model0", tiers = ["SIMPLE", "MODERATE", "COMPLEX"], price = { input = 1.0, output = 2.0 } }]
"""
PERIODS = ("daily", "weekly", "monthly", "all")
GROUPS = ("project", "token", "model", "backend", "tier", "zone", "day", "hour")
ZONES = ("Europe/Berlin", "Asia/Kolkata", "America/St_Johns")
SEARCHES = (
    *("", "&status=error", "&status=ok", "&status=running", "&status=404", "&tier=FRONTIER", "&zone=local"),
    *("&model=model3", "&model=nobody", "&sensitivity=internal", "&sensitivity=confidential"),
    *(
        "&backend=backend1&zone=public",
        "&token=tok_3",
        "&min_cost_usd=0.0049",
        "&min_cost_usd=9",
        "&min_latency_ms=99999",
        "&error=nothing",
    ),
)


def questions(now_ms: int) -> list[str]:
    """What the pages of the dashboard ask, and every way of grouping there is."""
    asked = [f"/api/usage{path}?period={period}" for path in ("", "/daily", "/models") for period in PERIODS]
    asked += [f"/api/savings?period={period}&baseline=gpt-6.1-sol" for period in PERIODS]
    asked += [
        f"/api/usage/cross?period=all&rows={rows}&columns={columns}"
        for rows, columns in (("project", "tier"), ("model", "zone"), ("day", "model"))
    ]
    asked += [f"/api/usage/groups?period=all&by={by}" for by in GROUPS]
    asked += [
        "/api/usage/groups?period=all&by=project&by=model&by=tier",
        "/api/usage/groups?period=all&by=tag&tag=feature",
    ]
    asked += [
        "/api/usage/groups?period=all&by=day&tag=feature%3Df3",
        "/api/usage/groups?period=all&by=model&projectId=project3",
    ]
    for zone in ZONES:
        for period in ("monthly", "all"):
            asked.append(f"/api/usage/groups?period={period}&by=day&timeZone={quote(zone)}")
    asked.append("/api/usage/groups?by=model&from=2026-10-02T10:20:30Z&until=2026-10-30T01:02:03Z")
    for project in ("", "&projectId=project3"):
        asked += [f"/api/requests?limit=50{wanted}{project}" for wanted in SEARCHES]
    asked += [
        f"/api/requests?limit=50&until_ms={now_ms - 40 * DAY}",
        f"/api/requests?limit=50&status=error&until_ms={now_ms - 80 * DAY}",
    ]
    asked += ["/api/capacity", "/api/capacity?days=90", "/api/projects", "/api/projects/project3/budgets"]
    asked += ["/api/alerts", "/api/decisions/summary", "/api/decisions/summary?projectId=prj_3"]
    return [
        *asked,
        "/api/calibration?projectId=project3",
        "/api/audit/acts",
        "/api/feedback",
        "/api/backends",
    ]


def main() -> None:
    """Parse the command line, fill, ask, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "rows", nargs="?", type=int, default=10_000_000, help="requests (default %(default)s)"
    )
    rows = parser.parse_args().rows
    kept = os.environ.get("LAROUTER_MILLIONS")
    with tempfile.TemporaryDirectory(prefix="larouter-millions-") as temporary:
        folder = Path(kept or temporary)
        if not (folder / "filled").exists():
            folder.mkdir(parents=True, exist_ok=True)
            _fill(folder, rows)
        sys.exit(_ask(folder))


def _fill(folder: Path, rows: int) -> None:
    """A database with that many requests, whose latest decisions are one that a router has really made."""
    began = time.monotonic()
    router = launch(folder, SETTINGS, LAROUTER_TOY="false", LAROUTER_LOG_LEVEL="warning")
    router.chat()  # nobody answers, but the decision is written down
    router.stop()
    with sqlite3.connect(folder / "larouter.db", isolation_level=None) as database:
        (record,) = database.execute("SELECT record FROM requests").fetchone()
        (version,) = database.execute("SELECT policy_version FROM projects").fetchone()
        for table in ("requests", "outcomes", "attempts", "chain"):
            database.execute(f"DELETE FROM {table}")
        for number in range(10):
            row = (f"prj_{number}", f"project{number}", version, 1)
            database.execute(
                "INSERT INTO projects (project_id, name, policy_version, created_ms) VALUES (?, ?, ?, ?)", row
            )
        database.execute("PRAGMA synchronous=OFF")
        database.execute("PRAGMA cache_size=-500000")
        fill(database, rows, DAYS, tags=True, end_ms=_now_ms(), record=record)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    (folder / "filled").touch()
    size = (folder / "larouter.db").stat().st_size / 1e9
    print(f"{rows:,} requests made in {time.monotonic() - began:.0f} s, {size:.1f} GB", flush=True)


def _ask(folder: Path) -> int:
    router = launch(folder, SETTINGS, LAROUTER_TOY="false", LAROUTER_LOG_LEVEL="warning")
    try:
        began = time.monotonic()
        while behind := _behind(folder):
            print(f"{behind:,} rows are still to be added up", flush=True)
            time.sleep(20)
        print(f"added up {time.monotonic() - began:.0f} s after the start", flush=True)
        slow = 0
        print("  middle    worst      cpu  (ms)")
        for question in questions(_now_ms()):
            before = _cpu_ms(router.process.pid)
            times = sorted(_timed(router, question) for _ in range(TIMES))
            cpu = (_cpu_ms(router.process.pid) - before) / TIMES
            middle = statistics.median(times)
            slow += middle > TARGET_MS
            slowly = "SLOW" if middle > TARGET_MS else ""
            print(f"{middle:8.1f} {times[-1]:8.1f} {cpu:8.1f}  {slowly:4}  {question}", flush=True)
        print(f"{slow} questions took more than {TARGET_MS:g} ms")
        return 1 if slow else 0
    finally:
        router.stop()


def _behind(folder: Path) -> int:
    """How many rows are not in the sums yet."""
    database = sqlite3.connect(f"file:{folder / 'larouter.db'}?mode=ro", uri=True)
    try:
        return rollups.behind(database)
    finally:
        database.close()


def _timed(router: Serving, question: str) -> float:
    """How long an answer takes, in ms."""
    began = time.perf_counter()
    answer = router.call("GET", question, key=router.admin)
    took = (time.perf_counter() - began) * 1000
    assert answer.status == 200, (question, answer.body[:300])
    return took


def _cpu_ms(pid: int) -> float:
    """Processor time that a process has taken, in ms (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    main()
