"""A stream of Gemini in either of its forms, and errors in the form that was asked for."""

import json
from typing import Any

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")
BODY = {"contents": [{"parts": [{"text": "hello"}]}]}
PATH = "/v1beta/models/auto:streamGenerateContent"


def text_of(chunks: Any) -> str:
    parts = [part for chunk in chunks for part in chunk["candidates"][0]["content"].get("parts", ())]
    return "".join(part.get("text", "") for part in parts)


async def test_the_array_says_what_the_events_say(it: Running) -> None:
    array = await it.ask("POST", PATH, BODY)
    events = await it.ask("POST", f"{PATH}?alt=sse", BODY)
    assert array.headers["content-type"].startswith("application/json")
    assert events.headers["content-type"].startswith("text/event-stream")
    told = [json.loads(line[6:]) for line in events.body.decode().splitlines() if line.startswith("data: ")]
    assert text_of(array.json()) == text_of(told) != ""
    assert array.json()[-1]["candidates"][0]["finishReason"] == "STOP"


async def test_an_error_is_the_only_element(it: Running) -> None:
    said = await it.ask("POST", PATH, {"contents": []})
    assert said.status == 400
    assert [error["error"]["status"] for error in said.json()] == ["INVALID_ARGUMENT"]
    assert said.headers["content-length"] == str(len(said.body))


async def test_a_whole_answer_stays_an_object(it: Running) -> None:
    said = await it.ask("POST", "/v1beta/models/auto:generateContent", BODY)
    assert text_of([said.json()]) != ""
