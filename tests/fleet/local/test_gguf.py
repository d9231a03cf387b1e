"""Models of our own making, answered by the genuine llama.cpp server."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.fleet.fetch import Fetch
from larouter.fleet.local.gguf import _pieces, write_loop, write_reply, write_sparse, write_tool_call
from larouter.fleet.local.runner import Runner

StartLlama = Callable[..., Awaitable[Runner]]

REPEATING = (
    "The cat sat. The cat sat on the mat, and the mat sat on the cat.\n\nIs it so? It is so. so so so so.\n"
    "Voilà, ünïcode 🙂 and  two spaces. The end is the end is the end"
)
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        },
    },
}


async def chat(fetch: Fetch, url: str, **members: object) -> dict:
    body = {"messages": [{"role": "user", "content": "hello"}]} | members
    headers = {"content-type": "application/json"}
    answer = await fetch("POST", f"{url}/v1/chat/completions", headers, json.dumps(body).encode(), 20.0)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


@pytest.mark.parametrize("temperature", [0, 1, 2])
async def test_a_reply_comes_out_letter_by_letter_at_any_temperature(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch, temperature: float
) -> None:
    write_reply(tmp_path / "m.gguf", REPEATING)
    server = await start_llama(tmp_path / "m.gguf")
    answer = await chat(fetch, server.url, temperature=temperature)
    assert answer["choices"][0]["message"]["content"] == REPEATING
    assert answer["choices"][0]["finish_reason"] == "stop"


async def test_a_loop_ends_only_where_max_tokens_cuts_it(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_loop(tmp_path / "m.gguf")
    server = await start_llama(tmp_path / "m.gguf")
    answer = await chat(fetch, server.url, max_tokens=500)
    assert answer["usage"]["completion_tokens"] == 500
    assert answer["choices"][0]["finish_reason"] == "length"
    assert answer["choices"][0]["message"]["content"].startswith("tick tock tick tock tick")


async def test_llama_cpp_parses_the_tool_call_and_the_model_speaks_after_the_result(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_tool_call(tmp_path / "m.gguf", arguments={"city": "Tromsø", "days": 3}, then="It is cold there.")
    server = await start_llama(tmp_path / "m.gguf")
    turns: list[dict] = [{"role": "user", "content": "the weather?"}]
    called = (await chat(fetch, server.url, messages=turns, tools=[WEATHER]))["choices"][0]
    assert called["finish_reason"] == "tool_calls"
    call = called["message"]["tool_calls"][0]
    assert call["function"]["name"] == "get_weather"
    assert json.loads(call["function"]["arguments"]) == {"city": "Tromsø", "days": 3}
    turns += [called["message"], {"role": "tool", "tool_call_id": call["id"], "content": "-12"}]
    after = await chat(fetch, server.url, messages=turns, tools=[WEATHER])
    assert after["choices"][0]["message"]["content"] == "It is cold there."


async def test_without_tools_the_tool_model_just_speaks(
    tmp_path: Path, start_llama: StartLlama, fetch: Fetch
) -> None:
    write_tool_call(tmp_path / "m.gguf", then="No tools here.")
    server = await start_llama(tmp_path / "m.gguf")
    assert (await chat(fetch, server.url))["choices"][0]["message"]["content"] == "No tools here."


def test_a_sparse_model_is_large_to_load_and_small_on_the_disk(tmp_path: Path) -> None:
    write_sparse(tmp_path / "m.gguf")
    status = (tmp_path / "m.gguf").stat()
    assert status.st_size > 1_000_000_000
    assert status.st_blocks * 512 < 100_000


@given(st.text("ab \n", min_size=1).filter(str.strip))
def test_pieces_are_all_different_and_join_to_the_text(text: str) -> None:
    pieces = _pieces(text)
    assert len(set(pieces)) == len(pieces)
    assert "".join(pieces).replace("\u2581", " ") == text


@pytest.mark.parametrize("text", ["", "  ", "a\u2581b"])
def test_a_text_that_cannot_be_said_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="reply"):
        _pieces(text)
