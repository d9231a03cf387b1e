"""A router as users run it, backends beside it, and many clients at once: what failover.py and queues.py share."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE_SECONDS = 60.0
UNRECORDED = "SELECT COUNT(*) FROM requests WHERE request_id NOT IN (SELECT request_id FROM outcomes)"
FAKE = """
import asyncio, sys
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace
def answer(request):
    return Answer("tick " * (request.json().get("max_tokens") or 8))
async def main():
    pace = Pace(float(sys.argv[2]), float(sys.argv[3]))
    async with FakeOpenAI("m", port=int(sys.argv[1]), pace=pace, answer=answer):
        print("ready", flush=True)
        await asyncio.sleep(100_000)
asyncio.run(main())
"""


@dataclass(slots=True)
class Process:
    """A server in a process of its own."""

    port: int
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it; returns when it says that it is ready."""
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if b"ready" in line or b'"loaded"' in line:
                return
        raise RuntimeError(f"{self.command[:3]} ended at once")

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


def fake(first_seconds: float, token_seconds: float = 0.0) -> Process:
    """A fake server, which takes so long to its first token and for each further one."""
    port = free_port()
    return Process(port, [sys.executable, "-c", FAKE, str(port), str(first_seconds), str(token_seconds)])


def llama(model: Path, slots: int) -> Process:
    """A real llama.cpp server."""
    port = free_port()
    options = {"model": model, "alias": "m", "port": port, "slots": slots, "context": 16384, "threads": 1}
    arguments = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    return Process(port, [sys.executable, "-m", "larouter.fleet.local.llama_server", *arguments])


@dataclass(frozen=True, slots=True)
class Router:
    """A running router.

    Attributes:
        url: Where it listens.
        token: Of its first project.
        admin: The key of the control API.
        folder: Where its files are.
    """

    url: str
    token: str
    admin: str
    folder: Path

    async def get(self, client: aiohttp.ClientSession, path: str) -> dict[str, Any]:
        """What the control API says."""
        async with client.get(self.url + path, headers={"authorization": f"Bearer {self.admin}"}) as answer:
            return dict(await answer.json())

    async def left(self, client: aiohttp.ClientSession) -> dict[str, int]:
        """What is still counted as under way; to be asked once nobody asks for answers any more."""
        told = await self.get(client, "/api/backends")
        rows = [row for backend in told["backends"] for row in backend["deployments"]]
        for _ in range(50):
            if not (open_rows := self.rows(UNRECORDED)[0][0]):
                break
            await asyncio.sleep(0.1)  # rows are written in batches
        return {
            "in_flight": sum(row["in_flight"] for row in rows),
            "queued": sum(row["queued"] for row in rows),
            "unrecorded": int(open_rows),
        }

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What its database holds."""
        with contextlib.closing(sqlite3.connect(self.folder / "larouter.db")) as connection:
            return connection.execute(query).fetchall()


@contextlib.contextmanager
def router(folder: Path, settings: str) -> Iterator[Router]:
    """A router that ends with the block."""
    (folder / "larouter.toml").write_text(settings)
    given = {
        **os.environ,
        "LAROUTER_PORT": "0",
        "LAROUTER_DISCOVERY": "false",
        "LAROUTER_TOY": "false",
        "LAROUTER_LOG_LEVEL": "error",
        "LAROUTER_DB_PATH": str(folder / "larouter.db"),
    }
    command = [str(Path(sys.executable).with_name("larouter")), "serve"]
    with (folder / "stdout").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, env=given, stdout=said)
    try:
        url = eventually(lambda: _announced(folder / "stdout", process))
        keys = json.loads((folder / "larouter.keys.json").read_text())
        yield Router(url, keys["project_token"], keys["admin_key"], folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _announced(path: Path, process: "subprocess.Popen[bytes]") -> str:
    if process.poll() is not None:
        raise RuntimeError(f"the router ended at once: {path.read_text()}")
    shown = [line.split()[1] for line in path.read_text().splitlines() if line.startswith("  API")]
    return shown[0].removesuffix("/v1") if shown else ""


def eventually(look: Callable[[], str]) -> str:
    """What `look` gives once it is true."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.05)
    return found


def clients(number: int) -> aiohttp.ClientSession:
    """So many connections at once."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=number), timeout=aiohttp.ClientTimeout(total=300)
    )


def percentiles(values: Sequence[float]) -> Mapping[str, float]:
    """The middle, the 90th and the 99th percentile, and the largest."""
    ordered = sorted(values) or [0.0]
    at = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
    return {name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for name, share in at.items()} | {
        "most": ordered[-1]
    }


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
