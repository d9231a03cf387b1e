"""The process of a router: its socket, its limits, and one sentence for what keeps it from starting."""

import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from larouter.cli.host import _listen, raise_file_limit, run
from larouter.config.load import load


def never(url: str, token: str) -> None:
    raise AssertionError(f"{url} is ready with {token}")


def test_a_port_that_is_taken_is_said_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("larouter.cli.host.start_log", lambda *_: None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(load({}, tmp_path, {"server.port": port}), {}, never) == 1
    assert capsys.readouterr().err == (
        f"larouter: port {port} of 127.0.0.1 is taken, perhaps by another router; stop it, or start this one with "
        "--port or LAROUTER_PORT\n"
    )


def test_port_0_takes_a_free_one() -> None:
    with _listen("127.0.0.1", 0) as one, _listen("127.0.0.1", 0) as other:
        assert 0 < one.getsockname()[1] != other.getsockname()[1] > 0
        assert not one.get_inheritable()


def test_as_many_files_may_be_open_as_the_system_gives() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        raise_file_limit()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert hard in (soft, resource.RLIM_INFINITY)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it is about glibc")
def test_all_threads_share_one_heap() -> None:
    script = """
import ctypes, sys, threading
from larouter.cli.host import keep_one_heap
keep_one_heap()
held = []
threads = [threading.Thread(target=lambda: held.append(b"x" * 50_000)) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.count("<heap nr=") == 1
