"""A router as users run it: `larouter serve` as a process in a folder of its own, and ways to call it."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COMMAND = Path(sys.executable).with_name("larouter")
# A program that is started here runs this code, also where it is not the code that is installed.
SAME_CODE = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
HUNG_SECONDS = 600.0  # a router that lives and says nothing for so long hangs
HELLO = [{"role": "user", "content": "Hello"}]
_KEPT = ("PATH", "PYTHONPATH", "LANG", "TMPDIR", "XDG_CACHE_HOME", "COVERAGE_PROCESS_START")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        """The error, which must be in OpenAI's shape."""
        value = self.json()
        assert set(value) == {"error"}, value
        assert set(value["error"]) == {"message", "type", "param", "code"}, value
        assert value["error"]["message"]
        return dict(value["error"])

    @property
    def request_id(self) -> str:
        return self.headers["x-larouter-request-id"]


@dataclass(slots=True)
class Serving:
    """A running router."""

    folder: Path
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes]"
    url: str = ""
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def token(self) -> str:
        return self.keys["project_token"]

    @property
    def admin(self) -> str:
        return self.environment.get("LAROUTER_ADMIN_KEY") or self.keys["admin_key"]

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.url.removeprefix("http://").partition(":")
        return host, int(port)

    @property
    def said(self) -> str:
        return (self.folder / "stdout").read_text()

    @property
    def log(self) -> str:
        return (self.folder / "stderr").read_text()

    def call(
        self, method: str, path: str, body: object = None, key: str | None = None, **headers: str
    ) -> Answer:
        """Ask; `body` is sent as it is when it is bytes, else as JSON. Names of headers: `_` stands for `-`."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        shown = {} if key == "" else {"authorization": f"Bearer {self.token if key is None else key}"}
        sent = {"content-type": "application/json", **shown}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        try:
            connection.request(method, path, raw or None, sent)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def chat(self, model: str = "auto", key: str | None = None, **members: Any) -> Answer:
        """Ask for a chat completion; members that begin with `x_larouter` are headers."""
        headers = {name: members.pop(name) for name in list(members) if name.startswith("x_larouter")}
        body = {"model": model, "messages": HELLO, **members}
        return self.call("POST", "/v1/chat/completions", body, key, **headers)

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Ask the control API as the admin; the answer must be a success."""
        answer = self.call(method, path, body, self.admin)
        assert answer.status < 300, answer.body
        return answer.json()

    def story(self, request_id: str) -> dict[str, Any]:
        """What was written down about a request that has ended."""
        return eventually(lambda: self._ended(request_id))

    def _ended(self, request_id: str) -> dict[str, Any] | None:
        told = dict(self.control("GET", f"/api/requests/{request_id}"))
        return told if told["outcome"] is not None else None

    def latest(self) -> dict[str, Any]:
        """The story of the newest request, once it has ended."""
        newest = self.control("GET", "/api/requests?limit=1")["requests"][0]["id"]
        return self.story(newest)

    def project(self, name: str, **policy: object) -> str:
        """A new project's token."""
        made = self.control(
            "POST", "/api/projects", {"name": name, "policy": policy} if policy else {"name": name}
        )
        return str(made["token"])

    def connect(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=10)

    def cli(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a command beside the router, as its operator would."""
        given = {**self.environment, "LAROUTER_URL": self.url, **environment}
        return larouter(*arguments, folder=self.folder, environment=given)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(60)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


Serve = Callable[..., Serving]


def clean_environment(**given: str) -> dict[str, str]:
    """What a router is started with: nothing of this machine's keys, no looking around, any free port."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "HOME": "/nonexistent", "LAROUTER_PORT": "0", "LAROUTER_DISCOVERY": "false", **given}


def larouter(
    *arguments: str,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
) -> "subprocess.CompletedProcess[str]":
    """Run a command that ends by itself."""
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=folder,
        env=clean_environment() if environment is None else environment,
        preexec_fn=before,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def begin(folder: Path, settings: str = "", **environment: str) -> Serving:
    """Start a router in a folder; whether it will ever answer is not waited for."""
    folder.mkdir(parents=True, exist_ok=True)
    if settings:
        (folder / "larouter.toml").write_text(settings)
    given = clean_environment(**environment)
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("ab") as err:
        process = subprocess.Popen([COMMAND, "serve"], cwd=folder, env=given, stdout=out, stderr=err)
    return Serving(folder, given, process)


def launch(folder: Path, settings: str = "", **environment: str) -> Serving:
    """Start a router in a folder, and return when it answers.

    It is waited for as long as it lives: how busy the machine is says nothing about the router.
    """
    router = begin(folder, settings, **environment)
    try:
        router.url = eventually(lambda: _announced(router), seconds=HUNG_SECONDS)
        database = Path(folder, router.environment.get("LAROUTER_DB_PATH", "larouter.db"))
        router.keys = json.loads(database.with_suffix(".keys.json").read_text())
    except BaseException:
        router.process.kill()
        raise
    return router


@contextlib.contextmanager
def running(folder: Path, settings: str = "", **environment: str) -> Iterator[Serving]:
    """A router that ends with the block."""
    router = launch(folder, settings, **environment)
    try:
        yield router
    finally:
        router.stop()


def _announced(router: Serving) -> str | None:
    if router.process.poll() is not None:
        raise AssertionError(f"the router ended at once: {router.log}{router.said}")
    lines = router.said.splitlines()
    whole = lines and lines[-1] == "" and any(line.startswith("LA Router is ready") for line in lines)
    shown = [line.split()[1] for line in lines if line.startswith("  API")]
    return shown[0].removesuffix("/v1") if whole and shown else None


def eventually(look: Callable[[], Any], seconds: float = 10.0) -> Any:
    """What `look` gives once it is true; a wait for another process, bounded generously."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, f"not within {seconds:g} s"
        time.sleep(0.02)
    return found


@contextlib.contextmanager
def llama_cpp(model: Path, alias: str = "m", port: int = 0, *, embeds: bool = False) -> Iterator[str]:
    """A real llama.cpp server with that model, as somebody else would run it; yields its address."""
    options = {"model": model, "alias": alias, "port": port, "slots": 2, "context": 0, "threads": 1}
    arguments = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    arguments += ["--embeddings", "--pooling", "mean"] if embeds else []
    process = subprocess.Popen(
        [sys.executable, "-m", "larouter.fleet.local.llama_server", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        lines = iter(process.stdout)
        url = str(json.loads(next(line for line in lines if line.startswith(b'{"url"')))["url"])
        next(line for line in lines if b'"loaded"' in line)
        yield url
    finally:
        process.communicate()


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
