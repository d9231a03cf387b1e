"""The process of a running router: its log, its socket, its banner and its end."""

import contextlib
import errno
import gc
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import uvicorn

from larouter.api.cors import CrossOrigin
from larouter.api.heads import bounded
from larouter.cli import banner
from larouter.cli.log import start_log
from larouter.compose import House, Installation
from larouter.config.keys import Keys, read_keys
from larouter.config.load import BadConfiguration, Loaded
from larouter.core.errors import RouterError
from larouter.server import Server

STOP_SECONDS = 10
_BACKLOG = 2048


def run(loaded: Loaded, flags: dict[str, object], ready: Callable[[str, Keys], None]) -> int:
    """Run the router until it is told to stop; returns the exit code.

    Args:
        loaded: The settings.
        flags: From the command line.
        ready: Called with URL and keys once requests are answered.
    """
    start_log(loaded.settings.log.level, loaded.settings.log.format)
    keep_one_heap()
    try:
        raise_file_limit()
        listening = _listen(loaded.settings.server.host, loaded.settings.server.port)
        keys = read_keys(loaded.settings.database.path, loaded.environment)
        at = Installation(loaded, keys, Path.cwd(), flags, listening.getsockname()[1])
        house = House(at, partial(_settle, ready=ready))
    except (OSError, RouterError, BadConfiguration) as error:
        print(f"larouter: {_sentence(error, loaded)}", file=sys.stderr)
        return 1
    server = Server(house)
    running = _Running(
        uvicorn.Config(
            CrossOrigin(server, origins) if (origins := loaded.settings.server.allowed_origins) else server,
            loop="auto",
            http=bounded(loaded.settings.server.max_header_bytes),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=STOP_SECONDS,
        ),
        house,
    )
    try:
        running.run(sockets=[listening])
    except SystemExit:
        if server.fault is None:
            raise
        print(f"larouter: {server.fault.operator_detail}", file=sys.stderr)
    if running.interrupted:
        return 128 + signal.SIGINT
    return 0 if running.started else 1


class _Running(uvicorn.Server):
    """A server that ends the live feeds first: open pages would hold its end up."""

    def __init__(self, config: uvicorn.Config, house: House) -> None:
        super().__init__(config)
        self._house = house
        self.interrupted = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called when the process is told to stop."""
        self.interrupted = sig == signal.SIGINT
        self._house.feed.closed = True
        super().handle_exit(sig, frame)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    listening.listen(_BACKLOG)
    listening.set_inheritable(False)
    return listening


def _settle(house: House, ready: Callable[[str, Keys], None]) -> None:
    """Say that all is ready; what start-up has made stays, so the garbage collector need not walk over it."""
    banner.show(house)
    ready(banner.url_of(house), house.keys)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    give_back()


def raise_file_limit() -> None:
    """Take as many open files as the system gives: every stream needs two."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if hard != resource.RLIM_INFINITY else 1 << 20
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def keep_one_heap() -> None:
    """Let all threads share one heap, where the C library is glibc.

    It gives each thread a heap of its own, and what one frees the others cannot use; threads here take turns anyhow.
    `M_ARENA_MAX` is -8 in its `malloc.h`.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(-8, 1)


def give_back() -> None:
    """Give the system back what start-up has freed, where the C library is glibc: 2 MB or more."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def _sentence(error: Exception, loaded: Loaded) -> str:
    if isinstance(error, RouterError):
        return error.operator_detail
    if not isinstance(error, OSError):
        return str(error)
    if error.filename:
        return (
            f"{error.filename}: {_lower(error)}; give the router permission to write there, or name another place "
            "with LAROUTER_DB_PATH"
        )
    at = loaded.settings.server
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {at.port} of {at.host} is taken, perhaps by another router; stop it, or start this one with "
            "--port or LAROUTER_PORT"
        )
    if error.errno == errno.EACCES:
        return f"port {at.port} is reserved for the system; take one above 1023 with --port or LAROUTER_PORT"
    return f"cannot listen at {at.host}: {_lower(error)}; name an address of this machine with --host or LAROUTER_HOST"


def _lower(error: OSError) -> str:
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]
