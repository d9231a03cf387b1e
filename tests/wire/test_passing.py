"""Chat completions on both sides, fitted to the family of the model."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from larouter.core.chat import OPENAI_CHAT
from larouter.core.errors import Unsayable
from larouter.wire.dialogue import open_dialogue
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat

Make = Callable[..., Any]

HELLO = [{"role": "user", "content": "hello"}]
TOOLS = [{"type": "function", "function": {"name": "f"}}]


@pytest.fixture
def passed(ask: Make) -> Any:
    def passed(model: str, **members: Any) -> Any:
        more = {name: members.pop(name) for name in ("max_output",) if name in members}
        return ask({"model": "auto", "messages": HELLO, **members}, OPENAI_CHAT, model, **more)

    return passed


def test_a_local_model_gets_every_member_as_it_came(dialogue: Make) -> None:
    members = {"temperature": 1.7, "chat_template_kwargs": {"enable_thinking": False}, "min_p": 0.1}
    opened = dialogue(OPENAI_CHAT, OPENAI_CHAT, "qwen3", **members)
    assert json.loads(opened.body) == {"model": "qwen3", "messages": HELLO, **members}
    assert opened.dropped == ()


@pytest.mark.parametrize(
    ("model", "sent", "said"),
    [
        ("qwen3", {"max_tokens": 9}, {"max_tokens": 5}),
        ("qwen3", {"max_completion_tokens": 3}, {"max_completion_tokens": 3}),
        ("qwen3", {}, {"max_tokens": 5}),
        ("gpt-6-luna", {"max_tokens": 9}, {"max_completion_tokens": 5}),
        ("gpt-6-luna", {}, {"max_completion_tokens": 5}),
        ("deepseek-chat", {"max_completion_tokens": 3}, {"max_tokens": 3}),
    ],
)
def test_the_limit_has_the_name_and_the_size_that_fit(passed: Make, model: str, sent: Any, said: Any) -> None:
    body, _ = passed(model, max_output=5, **sent)
    assert {name: body[name] for name in body if name.startswith("max_")} == said


@pytest.mark.parametrize(
    ("model", "effort", "kept"),
    [
        ("gpt-6-luna", None, False),
        ("gpt-6-luna", "none", True),
        ("o3", "low", False),
        ("gpt-4.1", None, True),
    ],
)
def test_temperature_goes_only_to_models_that_take_it(
    passed: Make, model: str, effort: Any, kept: Any
) -> None:
    body, dropped = passed(model, temperature=0.3, **({"reasoning_effort": effort} if effort else {}))
    assert ("temperature" in body) is kept
    assert dropped == (() if kept else ("temperature",))


def test_a_model_that_cannot_reason_and_call_tools_stops_reasoning_or_is_refused(passed: Make) -> None:
    body, dropped = passed("gpt-6-luna", tools=TOOLS, reasoning_effort="high", temperature=0.3)
    assert (body["reasoning_effort"], body["temperature"]) == ("none", 0.3)
    assert dropped == ("reasoning_effort",)
    assert passed("gpt-6-luna", tools=TOOLS)[0]["reasoning_effort"] == "none"
    with pytest.raises(Unsayable) as caught:
        passed("gpt-6-astra", tools=TOOLS)
    assert caught.value.param == "tools"


def test_a_schema_becomes_json_and_an_instruction_where_there_are_no_schemas(passed: Make) -> None:
    form = {
        "type": "json_schema",
        "json_schema": {"name": "n", "schema": {"type": "object", "title": "TITLE"}},
    }
    body, dropped = passed("deepseek-chat", response_format=form)
    assert body["response_format"] == {"type": "json_object"}
    assert "TITLE" in body["messages"][0]["content"]
    assert body["messages"][1:] == HELLO
    assert dropped == ("response_format.json_schema",)


def test_the_developer_is_the_system_for_models_that_do_not_know_the_role(passed: Make) -> None:
    messages = [{"role": "developer", "content": "be brief"}, *HELLO]
    assert passed("qwen3", messages=messages)[0]["messages"][0]["role"] == "system"
    assert passed("gpt-4.1", messages=messages)[0]["messages"][0]["role"] == "developer"


def test_thoughts_of_another_model_are_taken_out(dialogue: Make) -> None:
    entry = {"type": "reasoning.text", "text": "hm", "signature": "S", "model": "claude-opus-5", "index": 0}
    turn = {
        "role": "assistant",
        "content": "so",
        "reasoning_content": "hm",
        "reasoning_details": [entry],
        "x": 1,
    }
    opened = dialogue(OPENAI_CHAT, OPENAI_CHAT, "qwen3", messages=[*HELLO, turn, *HELLO])
    assert json.loads(opened.body)["messages"][1] == {"role": "assistant", "content": "so", "x": 1}
    assert opened.dropped == ("reasoning",)


def test_reasoning_that_its_own_model_wants_back_stays(dialogue: Make) -> None:
    turn = {"role": "assistant", "content": "so", "reasoning_content": "hm"}
    opened = dialogue(OPENAI_CHAT, OPENAI_CHAT, "deepseek-reasoner", messages=[*HELLO, turn, *HELLO])
    assert json.loads(opened.body)["messages"][1] == turn


def test_a_stream_without_its_terminator_gets_one_if_it_was_finished(dialogue: Make) -> None:
    reader = dialogue(OPENAI_CHAT, OPENAI_CHAT, "qwen3", stream=True).reader
    assert reader.feed(b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n')
    assert reader.end() == b"data: [DONE]\n\n"
    assert reader.done


@pytest.mark.parametrize(("one", "other"), [(3, 9), (9, 3), (5, 5)])
@pytest.mark.parametrize("model", ["qwen3", "gpt-4o"])
def test_of_two_limits_the_smaller_one_holds(one: int, other: int, model: str) -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": "a"}], "max_tokens": one}
    chat = read_chat(read_object(json.dumps(body | {"max_completion_tokens": other}).encode()))
    assert chat.max_tokens == min(one, other)
    sent = json.loads(open_dialogue(chat, OPENAI_CHAT, model, request_id="req_x").body)
    names = ("max_tokens", "max_completion_tokens") if model == "qwen3" else ("max_completion_tokens",)
    assert {name: value for name, value in sent.items() if name.startswith("max_")} == dict.fromkeys(
        names, min(one, other)
    )
