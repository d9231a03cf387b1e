"""Counting a prompt as the clients of Anthropic and Google ask for it; nothing is sent."""

import pytest
from asking import HELLO
from in_process import Running, ask

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATH = "/v1/messages/count_tokens"


async def counted(it: Running, **members: object) -> int:
    said = await it.ask("POST", PATH, {"model": "auto", "messages": HELLO} | members)
    assert said.status == 200, said.body
    assert set(said.json()) == {"input_tokens"}
    return int(said.json()["input_tokens"])


async def test_a_longer_prompt_has_more_tokens_and_tools_count(it: Running) -> None:
    short = await counted(it)
    assert 0 < short < await counted(it, system="word " * 100)
    assert short < await counted(it, tools=[{"name": "f", "input_schema": {"type": "object"}}])


async def test_who_shows_no_token_is_not_answered(it: Running) -> None:
    said = await ask(it.app, "POST", PATH, {"model": "auto", "messages": HELLO})
    assert (said.status, said.json()["error"]["type"]) == (401, "authentication_error")


@pytest.mark.parametrize("body", [b"{", {"model": "auto"}, {"model": "auto", "messages": "hello"}])
async def test_what_cannot_be_understood_is_refused_in_the_words_of_the_protocol(
    it: Running, body: object
) -> None:
    said = await it.ask("POST", PATH, body)
    assert said.status == 400
    assert said.json()["type"] == "error"


GEMINI = "/v1beta/models/auto:countTokens"
CONTENTS = [{"role": "user", "parts": [{"text": "hello"}]}]


async def test_googles_clients_count_contents_or_a_whole_request(it: Running) -> None:
    plain = await it.ask("POST", GEMINI, {"contents": CONTENTS})
    system = {"parts": [{"text": "word " * 100}]}
    whole = {
        "generateContentRequest": {"contents": CONTENTS, "systemInstruction": system, "model": "models/x"}
    }
    longer = await it.ask("POST", GEMINI, whole)
    assert 0 < plain.json()["totalTokens"] < longer.json()["totalTokens"]


@pytest.mark.parametrize("body", [{}, {"contents": []}, {"generateContentRequest": 1}, b"{"])
async def test_googles_clients_are_told_what_is_wrong_in_their_words(it: Running, body: object) -> None:
    said = await it.ask("POST", GEMINI, body)
    assert (said.status, said.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


async def test_a_stranger_counts_nothing(it: Running) -> None:
    said = await ask(it.app, "POST", GEMINI, {"contents": CONTENTS})
    assert (said.status, said.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
