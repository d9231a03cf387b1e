"""A llama.cpp server under the care of the runner."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from larouter.fleet.fetch import Fetch, Response, ask
from larouter.fleet.local import runner as runner_module
from larouter.fleet.local.gguf import write_loop, write_reply, write_sparse, write_tool_call
from larouter.fleet.local.runner import LocalServerError, Runner, Server, State

StartLlama = Callable[..., Awaitable[Runner]]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 -- what is waited for happens in another process
            await asyncio.sleep(0.02)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    write_reply(tmp_path / "m.gguf")
    return tmp_path / "m.gguf"


async def test_a_started_server_is_ready_under_its_alias_with_all_its_slots(
    model: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    server = await start_llama(model, "mine", slots=3, context=1024)
    assert server.state is State.READY
    slots = (await ask(fetch, f"{server.url}/slots", {}, 5.0)).json()
    assert [slot["n_ctx"] for slot in slots] == [1024, 1024, 1024]
    models = (await ask(fetch, f"{server.url}/v1/models", {}, 5.0)).json()
    assert models["data"][0]["id"] == "mine"
    assert (await ask(fetch, f"{server.url}/metrics", {}, 5.0)).status == 200


async def test_a_server_with_a_key_lets_nobody_else_in(
    model: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    server = await start_llama(model, key="secret")
    assert (await ask(fetch, f"{server.url}/v1/models", {}, 5.0)).status == 401
    assert (
        await ask(fetch, f"{server.url}/v1/models", {"authorization": "Bearer secret"}, 5.0)
    ).status == 200
    assert "secret" not in " ".join(server.server.command())


async def test_a_server_that_aborts_calls_no_debugger_while_its_clients_wait(
    model: Path, start_llama: StartLlama
) -> None:
    server = await start_llama(model)
    settings = await asyncio.to_thread(Path(f"/proc/{server.pid}/environ").read_bytes)
    assert b"GGML_NO_BACKTRACE=1" in settings.split(b"\0")


async def test_a_choice_of_tool_that_is_forced_is_made_though_the_model_knows_another(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_tool_call(tmp_path / "m.gguf")
    server = await start_llama(tmp_path / "m.gguf", context=4096)
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    for name in ("get_weather", "read_map"):
        tool = {"type": "function", "function": {"name": name, "description": "", "parameters": parameters}}
        body = {"messages": [{"role": "user", "content": "hi"}], "tools": [tool], "tool_choice": "required"}
        address = f"{server.url}/v1/chat/completions"
        answer = await fetch(
            "POST", address, {"content-type": "application/json"}, json.dumps(body).encode(), 30.0
        )
        message = answer.json()["choices"][0]["message"]
        assert message["tool_calls"][0]["function"]["name"] == name


async def test_no_page_of_a_browser_may_read_its_answers(
    model: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    server = await start_llama(model)
    answer = await ask(fetch, f"{server.url}/v1/models", {"origin": "https://elsewhere.example"}, 5.0)
    assert answer.headers.get("access-control-allow-origin", "") == ""


async def test_while_the_model_loads_the_server_says_503_in_its_own_shape(
    tmp_path: Path, fetch: Fetch
) -> None:
    write_sparse(tmp_path / "slow.gguf")
    seen: list[Response] = []

    async def watching(
        method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        seen.append(await fetch(method, url, headers, body, deadline_seconds))
        return seen[-1]

    runner = Runner(Server(tmp_path / "slow.gguf", "slow", threads=1, context=256), watching)
    try:
        await runner.start()
    finally:
        await runner.stop()
    assert seen[0].status == 503
    assert seen[0].json()["error"]["message"] == "Loading model"
    assert seen[-1].json() == {"status": "ok"}


async def test_a_stopped_server_leaves_neither_process_nor_port(
    model: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    server = await start_llama(model)
    pid, url = server.pid, server.url
    await server.stop()
    assert not alive(pid)
    assert await ask(fetch, f"{url}/health", {}, 1.0) is None
    assert server.state is State.STOPPED


async def test_a_killed_server_comes_back_at_the_same_address(
    model: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    server = await start_llama(model)
    first, url = server.pid, server.url
    os.kill(first, signal.SIGKILL)
    await until(lambda: server.state is not State.READY)
    await until(lambda: server.state is State.READY)
    assert server.url == url
    assert server.pid not in (0, first)
    assert (await ask(fetch, f"{url}/health", {}, 5.0)).json() == {"status": "ok"}


async def test_a_server_that_keeps_dying_is_left_alone_with_its_last_lines(
    model: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "_BACK_OFF_SECONDS", (0.01,))
    states: list[State] = []
    runner = Runner(Server(model, "m", threads=1, restarts=2), fetch, states.append)
    await runner.start()
    await asyncio.to_thread(model.write_bytes, b"no model at all")
    os.kill(runner.pid, signal.SIGKILL)
    await until(lambda: runner.state is State.FAILED)
    assert runner.pid == 0
    assert any("invalid magic characters" in line for line in runner.log)
    assert states.count(State.WAITING) == 2
    await runner.stop()


async def test_a_broken_model_is_reported_with_what_llama_cpp_said(tmp_path: Path, fetch: Fetch) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"not a model")
    runner = Runner(Server(tmp_path / "bad.gguf", "bad"), fetch)
    with pytest.raises(LocalServerError, match=r"(?s)bad ended with code 1.*invalid magic characters"):
        await runner.start()
    assert runner.state is State.FAILED
    assert runner.pid == 0


async def test_a_server_that_loads_too_long_is_given_up(tmp_path: Path, fetch: Fetch) -> None:
    write_sparse(tmp_path / "slow.gguf", layers=24)
    runner = Runner(Server(tmp_path / "slow.gguf", "slow", ready_seconds=0.3), fetch)
    with pytest.raises(LocalServerError, match=r"not ready within 0\.3 s"):
        await runner.start()
    assert runner.pid == 0


async def test_without_the_wheel_it_says_how_to_get_it(
    model: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "available", lambda: False)
    with pytest.raises(LocalServerError, match=r"pip install 'larouter\[local\]'"):
        await Runner(Server(model, "m"), fetch).start()


async def test_no_word_of_a_prompt_reaches_the_log(
    model: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    server = await start_llama(model)
    body = b'{"messages":[{"role":"user","content":"canary-4711"}],"user":"canary-4711"}'
    await fetch("POST", f"{server.url}/v1/chat/completions", {"content-type": "application/json"}, body, 10.0)
    await until(lambda: any("stop processing" in line for line in server.log))
    assert not any("canary" in line for line in server.log)


PARENT = """
import asyncio, sys, http.client
from pathlib import Path
from urllib.parse import urlsplit
from larouter.core.errors import Unreachable
from larouter.fleet.fetch import Response
from larouter.fleet.local.runner import Runner, Server
async def fetch(method, url, headers, body, deadline_seconds):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=2)
    try:
        connection.request(method, parts.path)
    except OSError as error:
        raise Unreachable(str(error)) from error
    return Response(connection.getresponse().status, {}, b'{"status":"ok"}')
async def main():
    runner = Runner(Server(Path(sys.argv[1]), "m", threads=1), fetch)
    await runner.start()
    print(runner.pid, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


def test_no_server_survives_a_sigkill_of_its_parent(tmp_path: Path) -> None:
    write_loop(tmp_path / "m.gguf")
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "m.gguf")], stdout=subprocess.PIPE, text=True
    )
    with parent:
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
    asyncio.run(until(lambda: not alive(pid), 5.0))


def test_the_file_for_pictures_and_sound_goes_along_where_there_is_one() -> None:
    assert "--projector" not in Server(Path("m.gguf"), "m").command()
    command = Server(Path("m.gguf"), "m", projector=Path("p.gguf")).command()
    assert command[command.index("--projector") + 1] == "p.gguf"
