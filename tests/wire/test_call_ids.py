"""Ids of calls come to every provider in a form that it takes, and the result still belongs to its call."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.wire.call_ids import MOST_IN_CHATS, MOST_IN_RESPONSES, plain, short

Make = Callable[..., Any]
LONG = "chatcmpl-tool-" + "7" * 90
ODD = "functions.get_weather:0"
TOOLS = {
    OPENAI_CHAT: [{"type": "function", "function": {"name": "f"}}],
    OPENAI_RESPONSES: [{"type": "function", "name": "f", "parameters": {"type": "object"}}],
    ANTHROPIC: [{"name": "f", "input_schema": {"type": "object"}}],
}


@given(st.text(min_size=1, max_size=120), st.sampled_from([MOST_IN_CHATS, MOST_IN_RESPONSES]))
def test_an_id_fits_and_stays_as_it_is_where_it_can(identifier: str, most: int) -> None:
    said = short(identifier, most)
    assert len(said) <= most
    assert (said == identifier) == (len(identifier) <= most)


@given(st.lists(st.text(min_size=1, max_size=90), min_size=2, max_size=5, unique=True))
def test_different_ids_stay_different(identifiers: list[str]) -> None:
    said = [plain(identifier) for identifier in identifiers]
    assert len(set(said)) == len(identifiers)
    assert all(re.fullmatch("[a-zA-Z0-9_-]{1,64}", one) for one in said)


def talk(protocol: str, identifier: str) -> dict[str, Any]:
    asked = {"role": "user", "content": "hi"}
    if protocol == OPENAI_RESPONSES:
        call = {"type": "function_call", "call_id": identifier, "name": "f", "arguments": "{}"}
        return {
            "input": [asked, call, {"type": "function_call_output", "call_id": identifier, "output": "r"}]
        }
    if protocol == ANTHROPIC:
        call = {"type": "tool_use", "id": identifier, "name": "f", "input": {}}
        result = {"type": "tool_result", "tool_use_id": identifier, "content": "r"}
        return {
            "messages": [
                asked,
                {"role": "assistant", "content": [call]},
                {"role": "user", "content": [result]},
            ]
        }
    function = {"name": "f", "arguments": "{}"}
    call = {"id": identifier, "type": "function", "function": function}
    said = {"role": "assistant", "content": None, "tool_calls": [call]}
    return {"messages": [asked, said, {"role": "tool", "tool_call_id": identifier, "content": "r"}]}


TAKEN = {
    (OPENAI_CHAT, "gpt-4.1"): r".{1,40}",
    (OPENAI_RESPONSES, "gpt-6-luna"): r".{1,64}",
    (ANTHROPIC, "claude-opus-5-5"): r"[a-zA-Z0-9_-]{1,64}",
    (ANTHROPIC, "claude-haiku-4-5"): r"[a-zA-Z0-9_-]{1,64}",
}


def ids_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value[name] for name in ("call_id", "tool_call_id", "tool_use_id") if name in value]
        own += [value["id"]] if value.get("type") in ("function", "tool_use") and "id" in value else []
        return own + [one for inner in value.values() for one in ids_in(inner)]
    return [one for inner in value for one in ids_in(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize("identifier", [LONG, ODD, "call_1"])
@pytest.mark.parametrize(("backend", "model"), TAKEN)
@pytest.mark.parametrize("client", TOOLS)
def test_a_call_and_its_result_have_one_id_that_the_provider_takes(
    dialogue: Make, client: str, backend: str, model: str, identifier: str
) -> None:
    opened = dialogue(client, backend, model, **talk(client, identifier), tools=TOOLS[client])
    call, result = ids_in(json.loads(opened.body))
    assert call == result
    assert re.fullmatch(TAKEN[backend, model], call)
    assert (call == identifier) == bool(re.fullmatch(TAKEN[backend, model], identifier))


def test_a_local_server_is_told_the_id_that_it_made(dialogue: Make) -> None:
    opened = dialogue(OPENAI_CHAT, OPENAI_CHAT, "qwen3", **talk(OPENAI_CHAT, LONG))
    assert ids_in(json.loads(opened.body)) == [LONG, LONG]
