"""The reader between two protocols: what it counts, and how a stream ends."""

from collections.abc import Callable
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.wire.answer import CallArguments, CallEnded, CallStarted, Finished, NotTheProtocol, TextDelta
from larouter.wire.interpreter import StandIn

Make = Callable[..., Any]

END = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}


def chunk(text: Any) -> Any:
    return {"choices": [{"index": 0, "delta": {"content": text}}]}


def test_it_counts_what_was_said(transcript: Make) -> None:
    scene = transcript(ANTHROPIC, OPENAI_CHAT, "qwen3")
    scene >> chunk("four") >> chunk("5five")
    assert scene.reader.characters == 9
    assert not scene.reader.finished
    scene >> END
    assert scene.reader.finished
    assert not scene.reader.done


def test_comments_of_slow_servers_are_passed_on_to_who_can_bear_them(transcript: Make) -> None:
    assert transcript(ANTHROPIC, OPENAI_CHAT, "qwen3") >> b": keep-alive\n\n" << {"type": "ping"}
    assert transcript(OPENAI_RESPONSES, OPENAI_CHAT, "qwen3") >> b": keep-alive\n\n" << ": ping"
    assert transcript(GEMINI, OPENAI_CHAT, "qwen3") >> b": keep-alive\n\n" << []


def test_nothing_is_heard_after_the_end(transcript: Make) -> None:
    scene = transcript(ANTHROPIC, OPENAI_CHAT, "qwen3")
    scene >> chunk("a") >> END >> "[DONE]"
    scene._out.clear()
    assert scene >> chunk("late") >> "[DONE]" << []
    assert scene.reader.end() == b""


def test_the_last_event_counts_even_without_its_blank_line(dialogue: Make) -> None:
    reader = dialogue(OPENAI_CHAT, ANTHROPIC, "claude-opus-5", stream=True).reader
    reader.feed(
        b'data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}'
    )
    assert reader.end().endswith(b"data: [DONE]\n\n")


def test_an_event_that_never_ends_is_refused(dialogue: Make) -> None:
    reader = dialogue(OPENAI_CHAT, ANTHROPIC, "claude-opus-5", stream=True).reader
    with pytest.raises(NotTheProtocol):
        reader.feed(b"data: " + b"x" * (17 << 20))


def test_a_whole_answer_without_an_end_is_none(dialogue: Make) -> None:
    with pytest.raises(NotTheProtocol):
        dialogue(ANTHROPIC, OPENAI_CHAT, "qwen3").reader.whole(b'{"choices":[{"message":{"content":"a"}}]}')


def test_the_tool_that_stands_in_is_text_and_real_tools_stay() -> None:
    stand_in = StandIn()
    said = [CallStarted(0, "a", "final_answer"), CallArguments(0, "{}"), CallEnded(0)]
    assert list(stand_in.replace([*said, Finished("tool_calls")])) == [TextDelta("{}"), Finished("stop")]
    real = [CallStarted(1, "b", "f"), CallArguments(1, "{}"), CallEnded(1), Finished("tool_calls")]
    assert list(stand_in.replace(real)) == real
