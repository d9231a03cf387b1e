"""The simulated fleet of `larouter demo`: separate processes, named `sim-…`, never mixed with anything real."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from larouter.cli.client import Failure
from larouter.config.keys import Keys

TIERS = {
    "heartbeat": "local",
    "simple": "local",
    "moderate": "local",
    "complex": "private",
    "frontier": "public",
}
_KEPT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TERM", "VIRTUAL_ENV"),
    *("LAROUTER_HOST", "LAROUTER_PORT", "LAROUTER_LOG_LEVEL", "LAROUTER_ADMIN_KEY"),
)


@contextmanager
def simulated() -> Iterator[Mapping[str, str]]:
    """Run the fleet; yields the environment of a router that knows it and nothing else."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="larouter-demo-")))
        servers = {tier: stack.enter_context(_server(tier)) for tier in TIERS}
        settings = folder / "larouter.toml"
        settings.write_text(_settings(servers), encoding="utf-8")
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {
            "LAROUTER_CONFIG": str(settings),
            "LAROUTER_DB_PATH": os.environ.get("LAROUTER_DB_PATH") or str(folder / "demo.db"),
            "LAROUTER_DISCOVERY": "false",
            "LAROUTER_TOY": "false",
        }
        yield environment


class Traffic:
    """A client in a process of its own that asks believable questions.

    Args:
        rate: Requests a second; 0 for none.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def start(self, url: str, keys: Keys) -> None:
        """Begin to ask."""
        if self._rate > 0:
            command = [
                sys.executable,
                "-m",
                "larouter.testing.traffic",
                "--url",
                url,
                "--rate",
                str(self._rate),
            ]
            self._process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "LAROUTER_TOKEN": keys.token, "LAROUTER_ADMIN_KEY": keys.admin},
            )

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(5)


@contextmanager
def _server(tier: str) -> Iterator[Mapping[str, object]]:
    with subprocess.Popen(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", "larouter.testing.sim", "--tier", tier],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise Failure(f"the simulated server of {tier} did not start", 3)
            yield json.loads(line)
        finally:
            process.terminate()


def _settings(servers: Mapping[str, Mapping[str, object]]) -> str:
    lines = []
    for tier, server in servers.items():
        lines += [
            f"[backends.sim-{tier}]",
            f'url = "{server["url"]}"',
            f'zone = "{TIERS[tier]}"',
            f"[[backends.sim-{tier}.models]]",
            f'id = "sim-{tier}"',
            f'tiers = ["{tier.upper()}"]',
            'capabilities = ["tools", "vision", "json_object", "json_schema"]',
            f"price = {{ input = {server['usd_in']}, output = {server['usd_out']} }}",
        ]
    return "\n".join(lines) + "\n"
