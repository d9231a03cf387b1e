"""A program on a leash: it lives as long as whoever started it, and no longer."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from installed import LLAMA_SERVER, MLX_SERVER, needs_mlx_server
from mlx_model import REPLY, write_mlx

from larouter.fleet.fetch import Fetch, ask
from larouter.fleet.local.gguf import write_reply
from larouter.fleet.local.runner import LocalServerError, Runner, Server

# A `llama-server` as far as the router is concerned: the words of the command line go to the embedded one.
SHIM = """#!{python}
import argparse, os, sys
parser = argparse.ArgumentParser()
for name in ("model", "alias", "host", "port", "parallel", "ctx-size", "mmproj", "cors-origins", "sleep-idle-seconds"):
    parser.add_argument(f"--{{name}}")
for name in ("kv-unified", "metrics", "slots", "jinja", "no-webui", "embeddings"):
    parser.add_argument(f"--{{name}}", action="store_true")
it = parser.parse_args()
assert it.host == "127.0.0.1" and it.kv_unified and it.metrics
import xllamacpp, threading
params = xllamacpp.CommonParams()
params.model.path, params.model_alias, params.hostnames = it.model, {{it.alias}}, [it.host]
params.port, params.n_parallel, params.n_ctx = int(it.port), int(it.parallel), int(it.ctx_size)
params.api_keys = [os.environ["LLAMA_API_KEY"]]
params.endpoint_metrics = True
server = xllamacpp.Server(params)
threading.Event().wait()
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(pid: int) -> bool:
    until = time.monotonic() + 15
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(pid)


def child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def leash(*program: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "larouter.fleet.local.leash", "--port", "0", "--", *program]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


SLEEPER = "import os, time; print(os.getpid(), '{port}', flush=True); time.sleep(600)"


def started(held: "subprocess.Popen[str]") -> tuple[str, int, str]:
    url = json.loads(held.stdout.readline())["url"]
    pid, port = held.stdout.readline().split()
    return url, int(pid), port


def test_the_program_gets_a_free_port_and_ends_when_the_line_closes() -> None:
    with leash(sys.executable, "-c", SLEEPER) as held:
        url, pid, port = started(held)
        assert url == f"http://127.0.0.1:{port}"
        assert alive(pid)
        held.stdin.close()
        assert gone(pid)
        held.wait(10)


def test_the_program_dies_with_a_leash_that_is_killed() -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux can do that")
    with leash(sys.executable, "-c", SLEEPER) as held:
        _, pid, _ = started(held)
        held.send_signal(signal.SIGKILL)
        assert gone(pid)


def test_the_end_of_the_program_is_the_end_of_the_leash() -> None:
    with leash(sys.executable, "-c", "import sys; sys.exit(7)") as held:
        assert held.wait(10) == 7


def test_a_program_that_is_not_there_is_said() -> None:
    command = [sys.executable, "-m", "larouter.fleet.local.leash", "--", "/nonexistent/llama-server"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert ran.returncode == 1
    assert "/nonexistent/llama-server cannot be run" in ran.stderr


@pytest.fixture
def shim(tmp_path: Path) -> str:
    if LLAMA_SERVER:
        return LLAMA_SERVER
    path = tmp_path / "llama-server"
    path.write_text(SHIM.format(python=sys.executable))
    path.chmod(0o755)
    return str(path)


async def test_a_llama_server_of_the_machine_is_run_watched_and_ended(
    shim: str, tmp_path: Path, fetch: Fetch
) -> None:
    write_reply(tmp_path / "m.gguf")
    runner = Runner(Server(tmp_path / "m.gguf", "mine", slots=2, context=512, key="k", program=shim), fetch)
    try:
        url = await runner.start()
        assert (await ask(fetch, f"{url}/v1/models", {}, 5.0)).status == 401
        told = (await ask(fetch, f"{url}/v1/models", {"authorization": "Bearer k"}, 5.0)).json()
        assert told["data"][0]["id"] == "mine"
        os.kill(child_of(runner.pid), signal.SIGKILL)
        async with asyncio.timeout(20):
            while await ask(fetch, f"{url}/health", {}, 1.0) is not None:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
            while (answer := await ask(fetch, f"{url}/health", {}, 1.0)) is None or answer.status != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    finally:
        await runner.stop()
    assert await ask(fetch, f"{url}/health", {}, 1.0) is None


@needs_mlx_server
async def test_a_model_of_mlx_is_run_and_answers(
    tmp_path: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{Path(MLX_SERVER).parent}{os.pathsep}{os.environ['PATH']}")
    write_mlx(tmp_path / "m")
    runner = Runner(Server(tmp_path / "m", "m", slots=2, key="k"), fetch)
    try:
        url = await runner.start()
        body = b'{"model":"default_model","messages":[{"role":"user","content":"hi"}]}'
        headers = {"content-type": "application/json", "origin": "https://elsewhere.example"}
        answer = await fetch("POST", f"{url}/v1/chat/completions", headers, body, 60.0)
        assert answer.json()["choices"][0]["message"]["content"] == REPLY
        assert "access-control-allow-origin" not in answer.headers
    finally:
        await runner.stop()
    assert await ask(fetch, f"{url}/health", {}, 1.0) is None


async def test_a_program_that_cannot_run_is_a_failure_with_its_words(tmp_path: Path, fetch: Fetch) -> None:
    runner = Runner(Server(tmp_path / "m.gguf", "mine", program="/nonexistent/llama-server"), fetch)
    with pytest.raises(LocalServerError, match="cannot be run"):
        await runner.start()
