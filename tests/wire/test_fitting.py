"""Parameters fitted to a model."""

from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.core.errors import Unsayable
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.fitting import (
    choice_for,
    effort_for,
    json_instruction,
    output_limit,
    refuse_answers,
    sampling_for,
    seal_for,
    tools_for,
    with_instruction,
)
from larouter.wire.neutral import (
    Conversation,
    Format,
    Message,
    Reasoning,
    Sampling,
    Seal,
    Text,
    Tool,
    ToolChoice,
)
from larouter.wire.profiles import Losses


def fitted(model: str, **more: Any) -> Any:
    profile = profile_of(model)
    return Exchange("req_1", OPENAI_CHAT, ANTHROPIC, model, profile, **more), Losses(profile)


@pytest.mark.parametrize(
    ("model", "found", "dropped"),
    [
        ("qwen3", {"temperature": 1.5, "seed": 1}, []),
        ("claude-haiku-4-5", {"temperature": 1.0}, ["temperature", "seed"]),
        ("claude-opus-5", {}, ["temperature", "seed"]),
        ("gpt-6-luna", {}, ["temperature", "seed"]),
    ],
)
def test_sampling(model: str, found: Any, dropped: Any) -> None:
    exchange, losses = fitted(model)
    assert (
        sampling_for(Conversation((), sampling=Sampling(temperature=1.5, seed=1)), exchange, losses) == found
    )
    assert losses.dropped == dropped


@pytest.mark.parametrize(
    ("model", "asked", "effort"),
    [
        ("gpt-6-luna", Reasoning("on", "max"), "max"),
        ("gpt-6-astra", Reasoning("off"), "low"),
        ("gpt-6-luna", Reasoning("off"), "none"),
        ("claude-opus-5", Reasoning("on", "", 9000), "high"),
        ("gpt-4.1", Reasoning("off"), ""),
        ("gpt-4.1", Reasoning("on", "high"), ""),
        ("gpt-6-luna", Reasoning(), ""),
    ],
)
def test_effort(model: str, asked: Any, effort: Any) -> None:
    assert effort_for(Conversation((), reasoning=asked), *fitted(model)) == effort


def test_only_permitted_tools_are_offered() -> None:
    _, losses = fitted("qwen3")
    conversation = Conversation((), tools=(Tool("f"), Tool("g")), choice=ToolChoice("required", ("g",)))
    assert tools_for(conversation, losses) == (Tool("g"),)
    assert choice_for(conversation, losses) == (conversation.choice, "")


def test_free_text_tools_go_only_where_they_are_known() -> None:
    conversation = Conversation((), tools=(Tool("f", custom={}),))
    assert tools_for(conversation, fitted("gpt-4.1")[1]) == conversation.tools
    with pytest.raises(Unsayable):
        tools_for(conversation, fitted("qwen3")[1])


def test_the_limit_is_the_smaller_one() -> None:
    assert output_limit(Conversation((), max_tokens=9), fitted("x", max_output=5)[0]) == 5
    assert output_limit(Conversation((), max_tokens=9), fitted("x")[0]) == 9
    assert output_limit(Conversation(()), fitted("x")[0]) is None


def test_an_instruction_stands_after_the_leading_system_messages() -> None:
    system, user = Message("system", (Text("s"),)), Message("user", (Text("u"),))
    assert with_instruction((system, user), "now") == (system, Message("system", (Text("now"),)), user)
    assert with_instruction((system, user), "") == (system, user)
    assert '{"a":1}' in json_instruction(Format("schema", schema={"a": 1}))


def test_a_foreign_seal_is_listed_and_not_given() -> None:
    exchange, losses = fitted("claude-opus-5")
    assert seal_for(Seal("S", "claude-opus-5"), exchange, losses) == "S"
    assert losses.dropped == []
    assert seal_for(Seal("S", "gemini-3"), exchange, losses) == ""
    assert losses.dropped == ["reasoning"]


@pytest.mark.parametrize("sampling", [Sampling(answers=2), Sampling(logprobs=True)])
def test_what_only_chat_completions_can_answer_is_refused(sampling: Any) -> None:
    with pytest.raises(Unsayable):
        refuse_answers(Conversation((), sampling=sampling))
