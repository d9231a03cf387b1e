"""Runs one llama.cpp server: starts it, waits until it answers, watches it, starts it again, stops it."""

import asyncio
import contextlib
import importlib.util
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from larouter.background import spawn
from larouter.fleet.fetch import Fetch, ask
from larouter.fleet.local import engines

KEY_VARIABLE = "LAROUTER_LLAMA_KEY"
_LAST_LINES = 200
_BACK_OFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)
_HEALTHY_AFTER_SECONDS = 60.0
_STOP_SECONDS = 3.0
_LONGEST_LINE = 2000
_ASK_SECONDS = 2.0
# llama.cpp that aborts would first call gdb, and let its clients wait for that, a quarter of a minute and more.
# MLX's servers would look for a model that they do not have on a hub; nothing is fetched unasked.
_SURROUNDINGS = {"GGML_NO_BACKTRACE": "1", "HF_HUB_OFFLINE": "1"}
_HEALTHY = ("ok", "healthy")  # llama.cpp and mlx_lm, mlx_vlm


class State(StrEnum):
    """Where a server is in its life."""

    STOPPED = "stopped"
    LOADING = "loading"
    READY = "ready"
    WAITING = "waiting to start again"
    FAILED = "failed"


class LocalServerError(Exception):
    """A local server that cannot run; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """What to run.

    Attributes:
        model: The GGUF file.
        alias: What clients call the model.
        port: 0 for any free one; it stays the same when the server is started again.
        slots: Requests answered at once.
        context: Tokens that each slot holds; 0 for as many as the model says.
        threads: 0 for one a core, up to 8.
        embeddings: Whether it answers /v1/embeddings too.
        key: The key to ask for; empty for none.
        ready_seconds: How long loading may take.
        restarts: How often in a row it may fail before it is left alone.
        projector: The file by which it takes pictures and sound, or None.
        program: A `llama-server` of this machine, or empty for the embedded one.
        idle_seconds: Without a request, until it gives its memory back; the next one loads it again. 0 for never.
    """

    model: Path
    alias: str
    port: int = 0
    slots: int = 1
    context: int = 0
    threads: int = 0
    embeddings: bool = False
    key: str = ""
    ready_seconds: float = 120.0
    restarts: int = 6
    projector: Path | None = None
    idle_seconds: int = 0
    program: str = ""

    def command(self) -> list[str]:
        """The command line that runs it."""
        if engines.is_mlx(self.model):
            program = engines.find_mlx(os.environ, self.model) or engines.MLX_SERVER
            command = engines.mlx(program, self.model, self.slots)
            return engines.leashed(command, self.port, KEY_VARIABLE, engines.MLX_KEY)
        if self.program:
            return self._of_the_machine()
        options = {"model": self.model, "alias": self.alias, "port": self.port, "slots": self.slots}
        options |= {"context": self.context, "threads": self.threads, "api-key-env": KEY_VARIABLE}
        options |= {"idle": self.idle_seconds}
        command = [sys.executable, "-m", "larouter.fleet.local.llama_server"]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        if self.projector is not None:
            command += ["--projector", str(self.projector)]
        return [*command, "--embeddings"] if self.embeddings else command

    def _of_the_machine(self) -> list[str]:
        command = engines.llama_server(self.program, self.model, self.alias, self.slots, self.context)
        command += ["--mmproj", str(self.projector)] if self.projector else []
        command += ["--embeddings"] if self.embeddings else []
        command += ["--sleep-idle-seconds", str(self.idle_seconds)] if self.idle_seconds else []
        return engines.leashed(command, self.port, KEY_VARIABLE, "LLAMA_API_KEY")


def available() -> bool:
    """Whether the wheel with llama.cpp in it is installed."""
    return importlib.util.find_spec("xllamacpp") is not None


class Runner:
    """A server that is kept running until it is stopped.

    Attributes:
        server: What it runs; once started, with the port it has.
        state: Where it is in its life.
        url: Its address, or empty before the first start.
    """

    def __init__(
        self, server: Server, fetch: Fetch, changed: Callable[[State], None] = lambda _: None
    ) -> None:
        """Prepare; nothing runs yet.

        Args:
            server: What to run.
            fetch: For asking it whether it is ready.
            changed: Called at every change of state.
        """
        self.server = server
        self.state = State.STOPPED
        self.url = ""
        self._fetch = fetch
        self._changed = changed
        self._lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._process: asyncio.subprocess.Process | None = None
        self._life_line = -1
        self._watch: asyncio.Task[object] | None = None

    @property
    def log(self) -> tuple[str, ...]:
        """The last lines that the server wrote."""
        return tuple(self._lines)

    @property
    def pid(self) -> int:
        """The process, or 0 when there is none."""
        return self._process.pid if self._process and self._process.returncode is None else 0

    async def start(self) -> str:
        """Start the server, wait until it answers, and return its address.

        Raises:
            LocalServerError: It cannot run, or was not ready in time.
        """
        if engines.is_mlx(self.server.model):
            if not engines.find_mlx(os.environ, self.server.model):
                raise LocalServerError(
                    f"{self.server.alias} is in MLX's form, and neither mlx_lm.server nor mlx_vlm.server is on PATH; "
                    "get one with: pip install mlx-lm (or mlx-vlm, for pictures); where there is no Mac, mlx[cpu] too"
                )
        elif not self.server.program and not available():
            raise LocalServerError(
                "there is no llama.cpp in this installation; get it with: pip install 'larouter[local]'"
            )
        try:
            await self._launch()
        except BaseException:
            await self._end_process()
            self._become(State.FAILED)
            raise
        self._watch = spawn(self._keep_running(), f"watch {self.server.alias}")
        return self.url

    async def asleep(self) -> bool:
        """Whether it has given its memory back and loads the model again for the next request."""
        if not self.server.idle_seconds or self.state is not State.READY:
            return False
        answer = await ask(self._fetch, f"{self.url}/props", self._headers(), _ASK_SECONDS)
        return answer is not None and answer.member("is_sleeping") is True

    async def wake(self) -> None:
        """Have it load its model before somebody asks; of all that can be asked without a prompt, slots wake it."""
        if self.server.idle_seconds and self.state is State.READY:
            await ask(self._fetch, f"{self.url}/slots", self._headers(), self.server.ready_seconds)

    async def stop(self) -> None:
        """End the server and the watch over it."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        await self._end_process()
        self._become(State.STOPPED)

    async def _launch(self) -> None:
        self._become(State.LOADING)
        standard_input, self._life_line = os.pipe()
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self.server.command(),
                stdin=standard_input,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env={**os.environ, **_SURROUNDINGS, KEY_VARIABLE: self.server.key},
                start_new_session=True,  # Ctrl-C is for the router, which lets requests end first
            )
        finally:
            os.close(standard_input)
        try:
            async with asyncio.timeout(self.server.ready_seconds):
                self.url = await self._address(self._process)
                spawn(self._keep_lines(self._process), f"log of {self.server.alias}")
                await self._until_ready(self._process)
        except TimeoutError:
            raise self._failure(f"was not ready within {self.server.ready_seconds:g} s") from None
        self.server = replace(self.server, port=urlsplit(self.url).port or 0)
        self._become(State.READY)

    async def _address(self, process: asyncio.subprocess.Process) -> str:
        output = _output(process)
        while line := await output.readline():
            text = line.decode(errors="replace").rstrip()
            if text.startswith('{"url"'):
                return str(json.loads(text)["url"])
            self._lines.append(text)
        raise self._failure(f"ended with code {await process.wait()}")

    async def _keep_lines(self, process: asyncio.subprocess.Process) -> None:
        output = _output(process)
        rest = b""
        while chunk := await output.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            rest = rest[-_LONGEST_LINE:]
            self._lines.extend(line.decode(errors="replace")[:_LONGEST_LINE] for line in lines)

    async def _until_ready(self, process: asyncio.subprocess.Process) -> None:
        wait = 0.01
        while process.returncode is None:
            answer = await ask(self._fetch, f"{self.url}/health", self._headers(), _ASK_SECONDS)
            if answer is not None and answer.status == 200 and answer.member("status") in _HEALTHY:
                return
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, 0.25)
        raise self._failure(f"ended with code {process.returncode}")

    async def _keep_running(self) -> None:
        failures = 0
        while True:
            if self._process is not None and await self._life_of(self._process) > _HEALTHY_AFTER_SECONDS:
                failures = 0
            failures += 1
            if failures > self.server.restarts:
                break
            self._become(State.WAITING)
            await asyncio.sleep(_BACK_OFF_SECONDS[min(failures, len(_BACK_OFF_SECONDS)) - 1])
            await self._end_process()
            try:
                await self._launch()
            except LocalServerError as error:
                self._lines.append(f"larouter: {error}")
                await self._end_process()
        await self._end_process()
        self._become(State.FAILED)

    async def _life_of(self, process: asyncio.subprocess.Process) -> float:
        """Seconds until the process ended."""
        clock = asyncio.get_running_loop().time
        began = clock()
        code = await process.wait()
        self._lines.append(f"larouter: the server ended with code {code}")
        return clock() - began

    async def _end_process(self) -> None:
        process, self._process = self._process, None
        if self._life_line >= 0:
            os.close(self._life_line)
            self._life_line = -1
        if process is None or process.returncode is not None:
            return
        try:  # the closed line ends it; a signal would race with asyncio for the exit code
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    def _headers(self) -> Mapping[str, str]:
        return {"authorization": f"Bearer {self.server.key}"} if self.server.key else {}

    def _failure(self, what: str) -> LocalServerError:
        last = "\n  ".join(list(self._lines)[-8:])
        return LocalServerError(
            f"the llama.cpp server of {self.server.alias} {what}; its last lines:\n  {last}"
        )

    def _become(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self._changed(state)


def _output(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    if process.stdout is None:
        raise RuntimeError("the server was started without a pipe for its output")
    return process.stdout
