"""Starts, stops and kills llama.cpp servers over and over, and looks for what they leave behind.

Four kinds of cycle take turns: a server is started and stopped; it is killed and comes back; whoever started
it is killed while it answers; the same while it loads. After each, no process may be left that was given the
model, no zombie, and nobody may listen at its port.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from larouter.fleet.fetch import through
from larouter.fleet.local.gguf import write_reply, write_sparse
from larouter.fleet.local.runner import Runner, Server, State
from larouter.outbound.transport import Transport

PATIENCE_SECONDS = 20.0
PARENT = """
import asyncio, sys
from pathlib import Path
from larouter.fleet.fetch import through
from larouter.fleet.local.runner import Runner, Server
from larouter.outbound.transport import Transport
async def main():
    runner = Runner(Server(Path(sys.argv[1]), "m", threads=1, context=512), through(Transport()))
    starting = asyncio.ensure_future(runner.start())
    while not runner.pid:
        await asyncio.sleep(0.005)
    if sys.argv[2] == "ready":
        await starting
    print(runner.url or "http://127.0.0.1:0", flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


def main() -> None:
    """Parse the command line, run, report; exit 1 when anything was left behind."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cycles", nargs="?", type=int, default=200, help="how many (default %(default)s)")
    cycles = parser.parse_args().cycles
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="larouter-cycles-") as folder:
        small, slow = Path(folder, "small.gguf"), Path(folder, "slow.gguf")
        write_reply(small)
        write_sparse(slow)
        done: Counter[str] = Counter()
        faults: list[str] = []
        for number in range(cycles):
            kind, port = asyncio.run(_cycle(number % 4, small, slow))
            done[kind] += 1
            faults += [f"cycle {number} ({kind}): {fault}" for fault in _left(folder, port)]
    seconds = round(time.monotonic() - began, 1)
    print(json.dumps({"cycles": cycles, "kinds": done, "seconds": seconds, "faults": faults}, indent=1))
    sys.exit(1 if faults else 0)


async def _cycle(kind: int, small: Path, slow: Path) -> tuple[str, int]:
    if kind == 0:
        return "started and stopped", await _watched(small, kill=False)
    if kind == 1:
        return "killed and back", await _watched(small, kill=True)
    if kind == 2:
        return "parent killed", await asyncio.to_thread(_orphaned, small, "ready")
    return "parent killed while loading", await asyncio.to_thread(_orphaned, slow, "loading")


async def _watched(model: Path, *, kill: bool) -> int:
    transport = Transport()
    runner = Runner(Server(model, "m", threads=1, context=512), through(transport))
    try:
        port = urlsplit(await runner.start()).port or 0
        if kill:
            first = runner.pid
            os.kill(first, signal.SIGKILL)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while runner.pid in (0, first) or runner.state is not State.READY:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.02)
        return port
    finally:
        await runner.stop()
        await transport.close()


def _orphaned(model: Path, when: str) -> int:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(model), when], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        port = urlsplit(parent.stdout.readline().strip()).port or 0
        parent.kill()
    return port


def _left(folder: str, port: int) -> list[str]:
    """What is left behind; what dies at this moment is given a little time."""
    found = []
    if not _soon(lambda: not _processes(folder)):
        found.append(f"processes {_processes(folder)} are left")
    if port and not _soon(lambda: not _listens(port)):
        found.append(f"somebody listens at port {port}")
    if zombies := _zombies():
        found.append(f"zombies {zombies}")
    return found


def _soon(fulfilled: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while not fulfilled():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _processes(folder: str) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder in (process / "cmdline").read_text() and int(process.name) != os.getpid():
                found.append(int(process.name))
    return found


def _zombies() -> list[int]:
    """Children of this process that nobody has waited for."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (process / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            if state == "Z" and int(parent) == os.getpid():
                found.append(int(process.name))
    return found


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()
