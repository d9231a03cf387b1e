"""Shows where the router spends its time, with py-spy, which is optional and never part of a measurement."""

import collections
import shutil
import subprocess
from pathlib import Path

import servers
import traffic
from scenarios import Bench
from servers import NotAvailable, Server
from traffic import Load

_SECONDS = 8
_SHOWN = 30
_LOADS = (
    Load("closed", "small", 32, _SECONDS),
    Load("stream", "paced", 300, _SECONDS, ramp_seconds=1),
    Load("closed", "large", 8, _SECONDS),
)


def profile(bench: Bench, others: dict[str, Server]) -> None:
    """Profile the router under three kinds of load; the stacks stay in the cache, for a flame graph.

    Raises:
        NotAvailable: There is no router or no py-spy.
    """
    beside = servers.PYTHON.parent / "py-spy"
    program = str(beside) if beside.exists() else shutil.which("py-spy")
    if program is None:
        raise NotAvailable("--profile needs py-spy: install it into .venv or onto the path")
    if "router" not in others:
        raise NotAvailable("--profile needs the router")
    router = others["router"]
    for load in _LOADS:
        stacks = servers.CACHE / f"profile-{load.body}.txt"
        process = traffic.start(load, router, bench.directory, bench.load_core)
        record = (
            f"record --duration {_SECONDS - 1} --rate 250 --format raw --pid {router.pid} --output".split()
        )
        subprocess.run(
            [program, *record, str(stacks)], check=True, capture_output=True, timeout=_SECONDS + 60
        )
        traffic.finish(process, load)
        print(f"\n{load.mode}, {load.body}, {load.connections} connections: where samples ended")
        _print_top(stacks)


def _print_top(stacks: Path) -> None:
    alone: collections.Counter[str] = collections.Counter()
    for line in stacks.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        alone[stack.rsplit(";", 1)[-1]] += int(count)
    for function, samples in alone.most_common(_SHOWN):
        print(f"{samples / alone.total():6.1%}  {function}")
