"""What this machine has: memory, room on the disk, graphics processors as their vendors' tools tell them."""

import json
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024
_TOOL_SECONDS = 10.0
_KEPT_BYTES, _KEPT_SHARE = 3_000_000_000, 0.25
Ask = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics processor with memory of its own."""

    name: str
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Machine:
    """What models have to get by with.

    Attributes:
        memory_bytes: All of the memory.
        free_bytes: What of it is free, or can be at once.
        disk_bytes: Room where models are kept.
        gpus: Graphics processors with memory of their own.
        unified: Whether the graphics processor shares the memory, as on Apple silicon.
    """

    memory_bytes: int
    free_bytes: int
    disk_bytes: int
    gpus: tuple[Gpu, ...] = ()
    unified: bool = False


def read_machine(folder: Path) -> Machine:
    """This machine, with the disk on which a folder is or would be; asks the vendors' tools, some 0.1 s each."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    total, free = memory()
    gpus = (*nvidia(ask_tool), *amd(ask_tool))
    unified = platform.system() == "Darwin" and apple(ask_tool)
    return Machine(total, free, shutil.disk_usage(there).free, gpus, unified)


def memory() -> tuple[int, int]:
    """All memory and what of it is free, in bytes; a container's limit counts as all there is."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        total = _pages()
        return total, total // 2
    total, free = parse_meminfo(text)
    limit, used = _number("/sys/fs/cgroup/memory.max"), _number("/sys/fs/cgroup/memory.current")
    if 0 < limit < total:
        return limit, min(free, max(0, limit - used))
    return total, free


def beside_the_system(total_bytes: int) -> int:
    """What of a memory models may take: the system and what else runs keep a quarter, and no less than 3 GB."""
    return max(0, total_bytes - max(_KEPT_BYTES, round(total_bytes * _KEPT_SHARE)))


def parse_meminfo(text: str) -> tuple[int, int]:
    """Total and available memory in bytes, from the text of /proc/meminfo."""
    found = {name: int(kib) * 1024 for name, kib in re.findall(r"^(\w+):\s+(\d+) kB", text, re.MULTILINE)}
    total = found.get("MemTotal", 0)
    return total, found.get("MemAvailable", total)


def nvidia(ask: Ask) -> tuple[Gpu, ...]:
    """The graphics processors that nvidia-smi tells."""
    text = ask(("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"))
    rows = re.findall(r"^(.+), *(\d+) *$", text, re.MULTILINE)
    return tuple(Gpu(name.strip(), int(mib) * MIB) for name, mib in rows)


def amd(ask: Ask) -> tuple[Gpu, ...]:
    """The graphics processors that rocm-smi tells."""
    try:
        cards = json.loads(ask(("rocm-smi", "--showproductname", "--showmeminfo", "vram", "--json")))
        return tuple(
            Gpu(
                card.get("Card Series") or card.get("Card series") or name, int(card["VRAM Total Memory (B)"])
            )
            for name, card in sorted(cards.items())
            if "VRAM Total Memory (B)" in card
        )
    except (ValueError, AttributeError, TypeError):
        return ()


def apple(ask: Ask) -> bool:
    """Whether system_profiler tells of a graphics processor of Apple's own, which shares the memory."""
    try:
        cards = json.loads(ask(("system_profiler", "SPDisplaysDataType", "-json")))["SPDisplaysDataType"]
        return any("apple" in str(card.get("sppci_model", "")).lower() for card in cards)
    except (ValueError, KeyError, AttributeError, TypeError):
        return False


def ask_tool(command: Sequence[str]) -> str:
    """What a vendor's tool prints; empty when it is not installed or fails."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        ran = subprocess.run(  # noqa: S603 - fixed words, no shell
            [program, *command[1:]], capture_output=True, text=True, timeout=_TOOL_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return ran.stdout if ran.returncode == 0 else ""


def _pages() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return 0


def _number(path: str) -> int:
    try:
        return int(Path(path).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
