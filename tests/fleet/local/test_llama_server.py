"""The server process by itself: its one line, its signals, its end."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from larouter.fleet.local.gguf import write_reply, write_sparse

COMMAND = [sys.executable, "-m", "larouter.fleet.local.llama_server"]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    write_reply(tmp_path / "m.gguf")
    return tmp_path / "m.gguf"


def start(model: Path, *options: str) -> subprocess.Popen:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*COMMAND, "--model", str(model), *options], text=True, **pipes)


def wait_until_loaded(process: subprocess.Popen) -> None:
    assert any("loaded" in line for line in process.stdout)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_signal_ends_it_cleanly(model: Path, number: signal.Signals) -> None:
    with start(model) as process:
        wait_until_loaded(process)
        process.send_signal(number)
        assert process.wait(5) == 0


def test_it_ends_when_its_input_closes(model: Path) -> None:
    with start(model) as process:
        wait_until_loaded(process)
        process.stdin.close()
        assert process.wait(5) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux signals a closed pipe")
def test_it_ends_when_its_input_closes_while_the_model_still_loads(tmp_path: Path) -> None:
    write_sparse(tmp_path / "slow.gguf", layers=24)
    with start(tmp_path / "slow.gguf") as process:
        assert any("loading model" in line for line in process.stderr)
        process.stdin.close()
        assert process.wait(5) == -signal.SIGIO
        assert "model loaded" not in process.stderr.read()


def test_its_first_line_tells_where_it_is(model: Path) -> None:
    with start(model) as process:
        told = json.loads(process.stdout.readline())
        assert told["pid"] == process.pid
        assert told["url"].startswith("http://127.0.0.1:")
        process.stdin.close()


def test_a_taken_port_is_refused_in_one_sentence(model: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with start(model, "--port", str(port)) as process:
            assert process.wait(10) == 1
            assert f"port {port} cannot be had" in process.stderr.read()
