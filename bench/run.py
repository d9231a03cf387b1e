"""Measures the router beside going direct and beside nginx on one mock upstream; see docs/benchmarks.md.

A timing never decides anything: the exit code is 0 whether the targets are met or missed.
"""

import argparse
import contextlib
import json
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine
import profiling
import report
import scenarios
import servers
import traffic
from report import Readings
from scenarios import Bench
from servers import NotAvailable, Server

_DOCUMENT = servers.ROOT / "docs" / "benchmarks.md"


def main() -> None:
    """Parse the command line, measure, report."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    machine.allow_many_files()
    try:
        servers.build()
        with contextlib.ExitStack() as stack:
            directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="larouter-bench-"))
            bench, others = _start(options, Path(directory), stack)
            if options.profile:
                profiling.profile(bench, others)
                return
            facts = _facts(options, others)
            readings = _measure(options, bench, others)
    except NotAvailable as reason:
        sys.exit(str(reason))
    _publish(options, facts, readings)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="under a minute: shows that everything works")
    parser.add_argument("--only", metavar="A,B", default=",".join(scenarios.GROUPS), help="of %(default)s")
    parser.add_argument("--rounds", type=int, help="how often every target is measured (6; quick: 2)")
    parser.add_argument("--docs", action="store_true", help="write docs/benchmarks.md also after a part")
    parser.add_argument("--profile", action="store_true", help="show where the router spends its time")
    options = parser.parse_args()
    options.only = options.only.split(",")
    if unknown := set(options.only) - set(scenarios.GROUPS):
        parser.error(f"--only knows {', '.join(scenarios.GROUPS)}; not {', '.join(sorted(unknown))}")
    options.whole = not options.quick and set(options.only) == set(scenarios.GROUPS)
    options.rounds = options.rounds or (2 if options.quick else 6)
    return options


def _start(
    options: argparse.Namespace, directory: Path, stack: contextlib.ExitStack
) -> tuple[Bench, dict[str, Server]]:
    """Start everything that can take part, and check that it does its job."""
    proxy_core, load_core = machine.cores()
    if proxy_core == load_core:
        print("only one core: load and proxy share it, so believe the CPU figures and not the latencies")
    traffic.write_bodies(directory, stream_chunks=40 if options.quick else 100)
    mock = servers.start_mock(load_core, directory)
    stack.callback(mock.stop)
    bench = Bench(directory, proxy_core, load_core, mock, options.quick)
    others: dict[str, Server] = {}
    for name in ("nginx", "router"):
        try:
            if name == "nginx":
                server = servers.start_nginx(proxy_core, directory, mock.port)
            else:
                server, _ = servers.start_router(proxy_core, directory, mock.port)
            stack.callback(server.stop)
            # Idle is measured before the first chat request, when a start-up's own work is over.
            time.sleep(0.5 if options.quick else 2)
            bench.idle_mb[name] = machine.rss_mb(server.pid)
            scenarios.warm_up(bench, server)
            others[name] = server
        except NotAvailable as reason:
            print(f"without {name}: {reason}")
    return bench, others


def _measure(options: argparse.Namespace, bench: Bench, others: dict[str, Server]) -> Readings:
    readings: Readings = {}
    if "start" in options.only and "router" in others:
        print("start-up", flush=True)
        readings["start"] = {"router": list(scenarios.measure_start(bench))}
    targets = [bench.mock, *others.values()]
    chosen = [each for each in scenarios.scenarios(quick=options.quick) if each.group in options.only]
    for number in range(options.rounds if chosen else 0):
        print(f"round {number + 1} of {options.rounds}", flush=True)
        for scenario in chosen:
            # Forwards, then backwards: what drifts on the machine hits all alike.
            for target in targets if number % 2 == 0 else reversed(targets):
                figures = scenarios.measure(bench, target, scenario)
                readings.setdefault(scenario.name, {}).setdefault(target.name, []).append(figures)
    if "memory" in options.only:
        print("memory", flush=True)
        for name, server in others.items():
            readings.setdefault("memory", {})[name] = [scenarios.measure_memory(bench, server)]
    return readings


def _facts(options: argparse.Namespace, others: dict[str, Server]) -> dict[str, str]:
    """What a reader needs to judge the figures."""
    busy = statistics.median(machine.busy_share(0.3) for _ in range(3))
    facts = {
        "Command": f"`{shlex.join(['bench/run.py', *sys.argv[1:]])}`, {options.rounds} rounds",
        "Date": time.strftime("%d %b %Y", time.gmtime()),
        "Revision": _revision(),
        "Machine": f"{machine.describe()}; {busy:.0%} busy with other things before the start",
    }
    if "router" in others:
        facts["Python"] = machine.describe_python(servers.PYTHON)
    if "nginx" in others:
        facts["nginx"] = servers.nginx_version()
    return facts


def _revision() -> str:
    git = shutil.which("git")
    if git is None:
        return "unknown"
    command = [git, "-C", str(servers.ROOT), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def _publish(options: argparse.Namespace, facts: dict[str, str], readings: Readings) -> None:
    text = "\n".join(f"- {name}: {value}" for name, value in facts.items()) + "\n\n" + report.table(readings)
    print(f"\n{text}\n")
    result = servers.CACHE / "result.json"
    result.write_text(json.dumps({"facts": facts, "readings": readings}, indent=1))
    print(f"every round: {result.relative_to(servers.ROOT)}")
    if "Python" in facts and (options.whole or options.docs):
        report.write_into(_DOCUMENT, text)
        print(f"written into {_DOCUMENT.relative_to(servers.ROOT)}")
    else:
        print("docs/benchmarks.md is left as it is: it takes whole runs with the router in them")


if __name__ == "__main__":
    main()
