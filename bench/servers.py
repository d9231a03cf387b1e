"""Builds the C programs and starts what takes part: the mock upstream, nginx and the router."""

import contextlib
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import on_core

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
CACHE = ROOT / ".cache" / "bench"
LAROUTER = ROOT / ".venv" / "bin" / "larouter"
PYTHON = ROOT / ".venv" / "bin" / "python"

_SOURCES = {"mock": ["mock.c"], "load": ["load.c", "answer.c"]}
_HEADERS = ["common.h", "answer.h"]


class NotAvailable(Exception):  # it is a state of the machine, not a fault
    """Something cannot take part; the message says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """Something that answers on a port.

    Attributes:
        process: None for one that is a view of another (`direct` is the mock itself).
        headers: What a client has to send along, as `Name: value`.
    """

    name: str
    port: int
    process: subprocess.Popen[bytes] | None = None
    headers: tuple[str, ...] = ()

    @property
    def pid(self) -> int:
        """Of the process that was started; its children belong to it."""
        if self.process is None:
            raise NotAvailable(f"{self.name} has no process of its own")
        return self.process.pid

    def stop(self) -> None:
        """End it and its children, first politely."""
        if self.process is None or self.process.poll() is not None:
            return
        for each in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, each)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=5)
                return


def build() -> None:
    """Compile the C programs that are missing or older than their sources."""
    compiler = _program("cc", "gcc", "libc6-dev")
    if compiler is None:
        raise NotAvailable("the bench needs a C compiler: install gcc, or whatever provides `cc`")
    CACHE.mkdir(parents=True, exist_ok=True)
    for name, sources in _SOURCES.items():
        needs = [BENCH / source for source in (*sources, *_HEADERS)]
        target = CACHE / name
        if target.exists() and target.stat().st_mtime > max(path.stat().st_mtime for path in needs):
            continue
        files = [str(BENCH / source) for source in sources]
        options = ["-O2", "-std=c11", "-Wall", "-Wextra", "-o", str(target)]
        subprocess.run([compiler, *options, *files, "-lm"], check=True)


def start_mock(core: int, directory: Path) -> Server:
    """The upstream that everything ends at."""
    port = _free_port()
    server = Server("direct", port, _spawn([CACHE / "mock", str(port)], core, directory, "mock"))
    wait_until_healthy(server, directory)
    return server


def start_nginx(core: int, directory: Path, upstream_port: int) -> Server:
    """nginx as a plain proxy.

    Raises:
        NotAvailable: It is not installed.
    """
    nginx = _program("nginx", "nginx-light")
    if nginx is None:
        raise NotAvailable("nginx is not installed (Debian: nginx-light); going on without the yardstick")
    port = _free_port()
    text = (BENCH / "nginx.conf.in").read_text()
    text = text.replace("@PORT@", str(port)).replace("@UPSTREAM@", str(upstream_port))
    home = directory / "nginx"
    home.mkdir(exist_ok=True)
    (home / "nginx.conf").write_text(text)
    command = [nginx, "-p", str(home), "-c", "nginx.conf", "-e", "error.log"]
    server = Server("nginx", port, _spawn(command, core, directory, "nginx"))
    wait_until_healthy(server, directory)
    return server


def nginx_version() -> str:
    """As nginx says it."""
    nginx = _program("nginx")
    said = subprocess.run([str(nginx), "-v"], capture_output=True, text=True, check=False).stderr
    return said.rpartition("/")[2].strip()


def start_router(
    core: int, directory: Path, upstream_port: int, *, settings: str = "", admin_key: str = ""
) -> tuple[Server, float]:
    """The router with a fresh database, and how long it took until /health answered 200, in seconds.

    Args:
        core: On which it runs.
        directory: Where its own folder is made.
        upstream_port: Of the backend that it stands before.
        settings: Its `larouter.toml`.
        admin_key: Its admin key; a fresh one if empty.

    Raises:
        NotAvailable: It is not installed or does not come up.
    """
    if not LAROUTER.exists():
        raise NotAvailable("the router is not installed: run `make setup` first")
    home = directory / f"router-{secrets.token_hex(4)}"
    home.mkdir()
    port = _free_port()
    (home / "larouter.toml").write_text(settings)
    env = _router_env(home, port, upstream_port)
    env["LAROUTER_ADMIN_KEY"] = admin_key or env["LAROUTER_ADMIN_KEY"]
    begin = time.perf_counter()
    process = _spawn([LAROUTER, "serve"], core, home, "router", env)
    server = Server("router", port, process)
    try:
        wait_until_healthy(server, home)
        took = time.perf_counter() - begin
        return Server("router", port, process, (f"Authorization: Bearer {_project_token(env)}",)), took
    except BaseException:
        server.stop()
        raise


def get_json(port: int, path: str) -> dict[str, int]:
    """What a server answers to GET, as an object."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer: dict[str, int] = json.loads(connection.getresponse().read())
        return answer
    finally:
        connection.close()


def wait_until_healthy(server: Server, directory: Path, seconds: float = 60) -> None:
    """Poll /health every 2 ms until it answers 200.

    Raises:
        NotAvailable: The process ended or the time is over; with the end of its log.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.process is None or server.process.poll() is not None:
            raise NotAvailable(f"{server.name} ended at once: {_log_end(directory)}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=2)
            connection.request("GET", "/health")
            status = connection.getresponse().status
            connection.close()
            if status == 200:
                return
        time.sleep(0.002)
    server.stop()
    raise NotAvailable(f"{server.name} did not come up in {seconds:.0f} s: {_log_end(directory)}")


def _router_env(home: Path, port: int, upstream_port: int) -> dict[str, str]:
    # A fresh environment, so that no provider key of whoever runs this draws the traffic to a paid account.
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "LAROUTER_HOST": "127.0.0.1",
        "LAROUTER_PORT": str(port),
        "LAROUTER_URL": f"http://127.0.0.1:{port}",
        "LAROUTER_DB_PATH": str(home / "larouter.db"),
        "LAROUTER_ADMIN_KEY": secrets.token_hex(32),
        "LAROUTER_CUSTOM_URL": f"http://127.0.0.1:{upstream_port}",
    }


def _project_token(env: Mapping[str, str]) -> str:
    command = [str(LAROUTER), "projects", "create", "bench", "--json"]
    made = subprocess.run(command, env=env, cwd=env["HOME"], capture_output=True, text=True, timeout=60)  # noqa: PLW1510
    if made.returncode:
        raise NotAvailable(f"`larouter projects create` failed: {made.stderr.strip()[-300:]}")
    return str(json.loads(made.stdout)["token"])


def _spawn(
    command: Sequence[Path | str], core: int, directory: Path, log: str, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    with on_core(core), (directory / f"{log}.log").open("ab") as out:
        nothing = subprocess.DEVNULL
        return subprocess.Popen(
            command, cwd=directory, env=env, stdin=nothing, stdout=out, stderr=out, start_new_session=True
        )


def _program(name: str, *packages: str) -> str | None:
    # Debian keeps servers in sbin, which is not on everybody's path.
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/usr/local/sbin"
    installer = ROOT / "scripts" / "system-packages"
    if packages and shutil.which(name, path=path) is None and installer.exists():
        subprocess.run([installer, *packages], check=False)
    return shutil.which(name, path=path)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _log_end(directory: Path) -> str:
    logs = sorted(directory.glob("*.log"), key=lambda path: path.stat().st_mtime)
    return logs[-1].read_text(errors="replace").strip()[-500:] if logs else "no log"
