"""The local models in service: each in a llama.cpp server of its own, started with the router or when asked."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from larouter.background import spawn
from larouter.config.local_models import LISTING, LocalModel
from larouter.fleet.fetch import Fetch
from larouter.fleet.local import shelf
from larouter.fleet.local.engines import is_mlx
from larouter.fleet.local.machine import memory
from larouter.fleet.local.runner import LocalServerError, Runner, Server, State
from larouter.fleet.local.shelf import Shelved

USUAL_CONTEXT = 32_768
UNKNOWN_CONTEXT = 8_192
READY_SECONDS = 600.0
_LENT = 0.9  # of all memory, so that the system is never starved
_BUFFERS_BYTES = 500_000_000
_log = logging.getLogger("larouter.fleet")


@dataclass(frozen=True, slots=True)
class Running:
    """A local model in service.

    Attributes:
        model: What it is.
        shelved: Its files.
        runner: Its server.
        context: Its window, in tokens.
        key: What its server asks for.
        needs_bytes: Memory that it was reckoned to take.
    """

    model: LocalModel
    shelved: Shelved
    runner: Runner
    context: int
    key: str
    needs_bytes: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the service is made of.

    Attributes:
        folder: Where models are kept.
        models: What is known of local models, by name.
        fetch: For asking servers whether they are ready.
        changed: Called when a server begins or ceases to answer.
        memory: All memory and what of it is free, in bytes.
        idle_seconds: Without a request, until a server gives its memory back; 0 for never.
        program: The `llama-server` that runs models, or empty for the embedded one.
    """

    folder: Path
    models: Callable[[], Mapping[str, LocalModel]]
    fetch: Fetch
    changed: Callable[[Running, bool], None]
    memory: Callable[[], tuple[int, int]] = memory
    idle_seconds: Callable[[], int] = int
    program: Callable[[], str] = str


class Service:
    """Starts and stops local models.

    Attributes:
        running: By name.
        problems: Why a model that should run does not, by name.
    """

    def __init__(self, around: Surroundings) -> None:
        self.running: dict[str, Running] = {}
        self.problems: dict[str, str] = {}
        self._around = around
        self._one_at_a_time = asyncio.Lock()
        self._closed = False

    async def start_wanted(self) -> None:
        """Start every model that starts with the router, as far as memory goes; never fails."""
        try:
            here = await asyncio.to_thread(shelf.everything, self._around.folder, self._around.models())
        except (shelf.NotAModel, OSError) as error:
            self.problems["shelf"] = str(error)
            _log.warning("%s", error)
            return
        for shelved in here:
            if shelved.wanted:
                try:
                    await self.start(shelved.name)
                except (shelf.NotAModel, LocalServerError) as error:
                    _log.warning("%s does not run: %s", shelved.name, error)

    async def start(self, name: str) -> Running:
        """Start a model and wait until it answers; from now on it starts with the router.

        Raises:
            NotAModel: It is not on this machine.
            LocalServerError: It does not fit into the memory, or its server cannot run.
        """
        async with self._one_at_a_time:
            known = self.running.get(name)
            if known is not None and known.runner.state is not State.FAILED:
                spawn(known.runner.wake(), f"wake {name}")
                return known
            try:
                return await self._start(name)
            except (shelf.NotAModel, LocalServerError) as error:
                self.problems[name] = str(error)
                raise

    async def stop(self, name: str) -> None:
        """Stop a model; from now on it starts only when asked.

        Raises:
            NotAModel: It is not on this machine.
        """
        around = self._around
        shelved = await asyncio.to_thread(shelf.find, around.folder, around.models(), name)
        await asyncio.to_thread(shelf.want, around.folder, shelved, False)
        self.problems.pop(name, None)
        if running := self.running.pop(name, None):
            around.changed(running, False)
            await running.runner.stop()

    async def remove(self, name: str) -> int:
        """Stop a model if it runs and remove its files; the bytes that came free.

        Raises:
            NotAModel: Nothing of it is on this machine.
        """
        async with self._one_at_a_time:
            if running := self.running.pop(name, None):
                self._around.changed(running, False)
                await running.runner.stop()
            self.problems.pop(name, None)
            return await asyncio.to_thread(shelf.remove, self._around.folder, name)

    async def close(self) -> None:
        """Stop all servers, those that are loading too; none starts any more."""
        self._closed = True
        await asyncio.gather(*[running.runner.stop() for running in self.running.values()])

    async def _start(self, name: str) -> Running:
        around = self._around
        if self._closed:
            raise LocalServerError("the router is being stopped")
        shelved = await asyncio.to_thread(shelf.find, around.folder, around.models(), name)
        if not (shelved.file.is_file() or is_mlx(shelved.file)):
            raise shelf.NotAModel(
                f"{shelved.file} is not there; fetch {name} again, or name its place in larouter.toml"
            )
        model = around.models().get(name) or LocalModel(name, name, None, path=shelved.file)
        context, needs = plan(model, shelved, self._free())
        key = secrets.token_urlsafe(24)
        server = Server(
            model=shelved.file,
            alias=name,
            slots=model.slots,
            context=context,
            key=key,
            ready_seconds=READY_SECONDS,
            projector=shelved.projector,
            idle_seconds=around.idle_seconds(),
            program=around.program(),
        )
        runner = Runner(server, around.fetch, lambda state: self._changed(name, state))
        running = Running(model, shelved, runner, context, key, needs)
        self.running[name] = running
        try:
            await runner.start()
        except BaseException:
            self.running.pop(name, None)
            raise
        self.problems.pop(name, None)
        await asyncio.to_thread(shelf.want, around.folder, shelved, True)
        return running

    def _free(self) -> int:
        """Memory for another model; the system counts files that llama.cpp maps as free, so what runs is deducted."""
        total, free = self._around.memory()
        taken = sum(running.needs_bytes for running in self.running.values())
        return max(0, min(free, round(total * _LENT) - taken))

    def _changed(self, name: str, state: State) -> None:
        running = self.running.get(name)
        if running is None:
            return
        if state is State.FAILED:
            self.problems[name] = _crashes(running)
            _log.warning("%s", self.problems[name])
        self._around.changed(running, state is State.READY)


def _crashes(running: Running) -> str:
    last = "\n  ".join(running.runner.log[-8:])
    return (
        f"{running.model.name} ended {running.runner.server.restarts + 1} times in a row and is left alone; "
        f"`larouter models start {running.model.name}` tries it again; its last lines:\n  {last}"
    )


def plan(model: LocalModel, shelved: Shelved, free_bytes: int) -> tuple[int, int]:
    """The window in tokens that a model gets, and the memory in bytes that it takes with it.

    Raises:
        LocalServerError: It does not fit.
    """
    if not model.memory:
        context = model.context or UNKNOWN_CONTEXT
        needs = round(shelved.bytes * 1.2) + _BUFFERS_BYTES
    else:
        extra = shelved.projector.stat().st_size if shelved.projector else 0
        most = min(model.context, USUAL_CONTEXT) if model.checked == LISTING else model.context
        context = min(model.widest(free_bytes - extra) or most, most)
        needs = model.needs(context) + extra
    if needs > free_bytes:
        raise LocalServerError(
            f"{model.name} takes {needs / 1e9:.1f} GB of memory with a context of {context:,} tokens, and "
            f"{free_bytes / 1e9:.1f} GB are free; stop another model, close programs or take a smaller model "
            "(`larouter models recommend`)"
        )
    return context, needs
