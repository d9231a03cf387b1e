"""What Linux knows about processes (CPU clocks, memory, open files), and what the machine is."""

import contextlib
import os
import platform
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

_KB_PER_MB = 1024
# From the kernel's make_process_cpuclock(): the id of the clock that counts what a whole process ran.
_CPUCLOCK_SCHED = 2


def cores() -> tuple[int, int]:
    """The core for the proxy and the core for load and mock; the same one where there is only one."""
    mine = sorted(os.sched_getaffinity(0))
    return mine[-1], mine[0]


@contextlib.contextmanager
def on_core(core: int) -> Iterator[None]:
    """Let what is started inside run on this core only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def allow_many_files() -> None:
    """Raise the limit of open files for this process and those it starts."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def tree(pid: int) -> list[int]:
    """The process and everything it has started."""
    found = [pid]
    for each in found:  # which grows meanwhile
        for task in _names(f"/proc/{each}/task"):
            with contextlib.suppress(OSError):
                found += map(int, Path(f"/proc/{each}/task/{task}/children").read_text().split())
    return found


def cpu_seconds(pid: int) -> float:
    """CPU time of the process tree so far, from clocks of nanosecond precision."""
    total = 0.0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            total += time.clock_gettime((~each << 3) | _CPUCLOCK_SCHED)
    return total


def rss_mb(pid: int) -> float:
    """Resident memory of the process tree; pages that its processes share count once for each."""
    total = 0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
                if line.startswith("Rss:"):
                    total += int(line.split()[1])
    return total / _KB_PER_MB


def open_files(pid: int) -> int:
    """Open file descriptors of the process tree."""
    return sum(len(_names(f"/proc/{each}/fd")) for each in tree(pid))


def threads(pid: int) -> int:
    """Threads of the process tree."""
    return sum(len(_names(f"/proc/{each}/task")) for each in tree(pid))


def busy_share(seconds: float) -> float:
    """How busy the whole machine is, 0 to 1, watched for some seconds."""
    idle, total = _ticks()
    time.sleep(seconds)
    idle_after, total_after = _ticks()
    return 1 - (idle_after - idle) / max(1, total_after - total)


def describe() -> str:
    """Processor, cores and kernel."""
    info = Path("/proc/cpuinfo").read_text()
    models = [line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")]
    model = models[0] if models else platform.machine()
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


def describe_python(python: Path) -> str:
    """Version of an interpreter, and whether it was built with profile-guided and link-time optimisation."""
    asked = (
        "import platform, sysconfig;"
        "a = sysconfig.get_config_var('CONFIG_ARGS') or '';"
        "print(platform.python_implementation(), platform.python_version(),"
        "'with PGO' if '--enable-optimizations' in a else 'without PGO',"
        "'and LTO' if '--with-lto' in a else 'and without LTO')"
    )
    answer = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True, timeout=30)
    return answer.stdout.strip()


def _ticks() -> tuple[int, int]:
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return fields[3] + fields[4], sum(fields)


def _names(directory: str) -> list[str]:
    try:
        return [path.name for path in Path(directory).iterdir()]
    except OSError:
        return []
