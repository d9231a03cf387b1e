"""A router in a process of its own, in a folder of its own, with only the backends that a test names."""

import asyncio
import http.client
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

KEPT = ("PATH", "LANG", "TMPDIR", "COVERAGE_PROCESS_START")


@dataclass(frozen=True, slots=True)
class Said:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class RouterProcess:
    """A running router.

    Attributes:
        folder: Where it runs; its log is `log`, its database `larouter.db`.
        url: Where it answers.
        token: The token of its first project.
        admin: Its admin key.
    """

    folder: Path
    url: str
    token: str
    admin: str

    async def call(self, method: str, path: str, body: bytes = b"", **headers: str) -> Said:
        """Ask; in the names of headers `_` stands for `-`."""
        return await asyncio.to_thread(self._call, method, path, body, headers)

    def _call(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Said:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body or None, sent)
            answer = connection.getresponse()
            return Said(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()


@asynccontextmanager
async def router(folder: Path, **environment: str) -> AsyncIterator[RouterProcess]:
    """Run a router until the block ends; afterwards everything it wrote is on disk."""
    settings = {
        "LAROUTER_PORT": "0",
        "LAROUTER_DISCOVERY": "false",
        "LAROUTER_TOY": "false",
        "HOME": str(folder),
    }
    settings |= {name: os.environ[name] for name in KEPT if name in os.environ}
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("larouter"),
            "serve",
            cwd=folder,
            env=settings | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
        )
    try:
        async with asyncio.timeout(20):
            url = await _url(process)
        keys = json.loads((folder / "larouter.keys.json").read_text())
        yield RouterProcess(folder, url, keys["project_token"], keys["admin_key"])
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def _url(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async for line in process.stdout:
        label, _, found = line.decode().strip().partition(" ")
        if label == "API":
            return found.strip().removesuffix("/v1")
    raise AssertionError("the router ended before it was ready")
