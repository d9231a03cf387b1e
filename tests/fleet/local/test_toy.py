"""The model of a bare machine."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from larouter.fleet.fetch import Fetch
from larouter.fleet.local.runner import Runner
from larouter.fleet.local.toy import CONTEXT, REPLY, TOY, toy_model

StartLlama = Callable[..., Awaitable[Runner]]


async def test_the_toy_says_plainly_what_it_is_and_how_to_add_a_real_model(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    server = await start_llama(toy_model(tmp_path / "cache"), TOY, context=CONTEXT)
    body = json.dumps({"messages": [{"role": "user", "content": "Who are you?"}]}).encode()
    headers = {"content-type": "application/json"}
    answer = await fetch("POST", f"{server.url}/v1/chat/completions", headers, body, 20.0)
    said = answer.json()["choices"][0]["message"]["content"]
    assert said == REPLY
    assert "toy inside LA Router" in said
    assert "Ollama" in said


def test_the_toy_is_written_once(tmp_path: Path) -> None:
    path = toy_model(tmp_path)
    before = path.stat().st_mtime_ns
    assert toy_model(tmp_path) == path
    assert path.stat().st_mtime_ns == before
