"""Which process this is, and whether another one still lives."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

SILENT_MS = 60_000


@dataclass(frozen=True, slots=True)
class Process:
    """A process that cannot be taken for another one.

    Attributes:
        host: The machine, its boot and its process namespace.
        pid: Its number there.
        born: When it was started, as the system tells it; empty where it does not tell.
    """

    host: str
    pid: int
    born: str


def this_process() -> Process:
    """The process that runs this."""
    pid = os.getpid()
    return Process(_host(), pid, _born(pid))


def alive(process: Process, seen_ms: int, now_ms: int) -> bool:
    """Whether a process still lives: looked up on this machine, else judged by when it last said so."""
    if process.host != _host():
        return now_ms - seen_ms < SILENT_MS
    if process.born:
        return _born(process.pid) == process.born
    return _exists(process.pid) and now_ms - seen_ms < SILENT_MS


def _host() -> str:
    boot = _read(Path("/proc/sys/kernel/random/boot_id")).strip()
    try:
        namespace = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        namespace = ""
    return f"{platform.node()} {boot} {namespace}"


def _born(pid: int) -> str:
    """When a process was started, in clock ticks since boot (proc(5), stat field 22); empty elsewhere."""
    text = _read(Path(f"/proc/{pid}/stat"))
    fields = text.rpartition(")")[2].split()  # the name before it may hold anything
    if len(fields) < 20 or fields[0] in {"Z", "X"}:
        return ""
    return fields[19]


def _exists(pid: int) -> bool:
    if os.name == "nt":
        return True  # os.kill(pid, 0) would end it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
