"""What the checks get to see of an answer and of what was wanted."""

import json

import pytest

from larouter.core.chat import OPENAI_CHAT
from larouter.dispatch.checks.said import Said, said_by, wanted_of
from larouter.ingress.read import read
from larouter.wire.listening import conversation_of, heard


def said(message: dict[str, object], reason: str = "stop", **choice: object) -> Said:
    body = {"choices": [{"index": 0, "message": message, "finish_reason": reason, **choice}]}
    return said_by(heard(json.dumps(body).encode(), OPENAI_CHAT, stream=False))


def test_words_are_said_and_thoughts_are_not() -> None:
    it = said({"content": "Four.", "reasoning_content": "two and two"})
    assert (it.text, it.reason, it.refused) == ("Four.", "stop", False)


def test_tool_calls_come_with_their_arguments() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "add", "arguments": '{"a":1}'}}
    (found,) = said({"content": None, "tool_calls": [call]}, "tool_calls").calls
    assert (found.name, found.arguments) == ("add", '{"a":1}')


@pytest.mark.parametrize(
    ("message", "reason"),
    [({"content": None, "refusal": "I will not."}, "stop"), ({"content": "No."}, "content_filter")],
)
def test_a_refusal_is_known_by_its_mark(message: dict[str, object], reason: str) -> None:
    assert said(message, reason).refused


def test_log_probabilities_are_numbers() -> None:
    told = {"content": [{"token": "a", "logprob": -0.5}, {"token": "b", "logprob": None}, {"token": "c"}]}
    assert said({"content": "abc"}, logprobs=told).logprobs == (-0.5,)


def test_an_answer_without_a_choice_says_nothing() -> None:
    assert (
        said_by(
            heard(
                b'{"choices":[{"index":1,"message":{"content":"b"},"finish_reason":"stop"}]}',
                OPENAI_CHAT,
                stream=False,
            )
        )
        == Said()
    )


def test_what_was_wanted_is_the_last_question_with_the_systems_words() -> None:
    body = {
        "model": "auto",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "First?"},
            {"role": "assistant", "content": "One."},
            {"role": "user", "content": "Second?"},
        ],
        "tools": [{"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}],
        "tool_choice": "required",
        "max_tokens": 5,
    }
    wanted = wanted_of(conversation_of(read(json.dumps(body).encode(), OPENAI_CHAT, "")))
    assert (wanted.question, wanted.around) == ("Second?", "Be brief.")
    assert (wanted.must_call, wanted.own_limit, wanted.tools) == (True, True, {"add": {"type": "object"}})
