"""The quirks of Ollama, as a client meets them."""

import asyncio
import json

from looking import chat

from larouter.fleet.fetch import Fetch
from larouter.testing.fake_ollama import FakeOllama, OllamaModel
from larouter.testing.scripted import Answer, Pace, Script

SMALL = OllamaModel("m", num_ctx=64)


async def test_without_models_the_list_is_null(fetch: Fetch) -> None:
    async with FakeOllama() as fake:
        answer = await fetch("GET", f"{fake.url}/v1/models", {}, b"", 2.0)
    assert answer.body == b'{"object":"list","data":null}'


async def test_an_unknown_model_is_404_in_openais_shape_with_nulls(fetch: Fetch) -> None:
    async with FakeOllama(SMALL) as fake:
        answer = await chat(fetch, fake.url, model="x")
    assert answer.status == 404
    message = 'model "x" not found, try pulling it first'
    assert answer.json() == {
        "error": {"message": message, "type": "not_found_error", "param": None, "code": None}
    }


async def test_the_native_error_is_a_string(fetch: Fetch) -> None:
    async with FakeOllama() as fake:
        answer = await fetch("POST", f"{fake.url}/api/show", {}, b'{"model": "x"}', 2.0)
    assert answer.json() == {"error": "model 'x' not found"}


async def test_a_prompt_longer_than_the_window_is_cut_without_a_word(fetch: Fetch) -> None:
    async with FakeOllama(SMALL) as fake:
        long = [{"role": "user", "content": "word " * 1000}]
        answer = await chat(fetch, fake.url, model="m", messages=long)
    assert answer.status == 200
    assert answer.json()["usage"]["prompt_tokens"] == 64


async def test_the_first_request_loads_the_model_with_the_window_in_force(fetch: Fetch) -> None:
    async with FakeOllama(OllamaModel("m"), default_window=4096) as fake:
        await chat(fetch, fake.url, model="m")
        running = (await fetch("GET", f"{fake.url}/api/ps", {}, b"", 2.0)).json()
    assert [(row["name"], row["context_length"]) for row in running["models"]] == [("m", 4096)]


async def test_reasoning_has_another_name_usage_has_no_details_and_n_is_ignored(fetch: Fetch) -> None:
    async with FakeOllama(SMALL, script=Script(Answer("Yes.", reasoning="Hm."))) as fake:
        answer = (await chat(fetch, fake.url, model="m", n=3, surprise=1)).json()
    assert len(answer["choices"]) == 1
    assert answer["choices"][0]["message"]["reasoning"] == "Hm."
    assert set(answer["usage"]) == {"prompt_tokens", "completion_tokens", "total_tokens"}
    assert answer["system_fingerprint"] == "fp_ollama"


async def test_a_full_queue_is_503_in_ollamas_words(fetch: Fetch) -> None:
    slow = Script(pace=Pace(first_seconds=0.3))
    async with FakeOllama(SMALL, script=slow, most_pending=1) as fake:
        answers = await asyncio.gather(*(chat(fetch, fake.url, model="m") for _ in range(3)))
    refused = [answer for answer in answers if answer.status == 503]
    assert len(refused) == 2
    assert "maximum pending requests exceeded" in json.loads(refused[0].body)["error"]["message"]


async def test_another_host_is_forbidden(fetch: Fetch) -> None:
    async with FakeOllama() as fake:
        answer = await fetch("GET", f"{fake.url}/", {"host": "evil.example"}, b"", 2.0)
    assert (answer.status, answer.body) == (403, b"")
