"""Completions: the stream says what the whole says, and usage counts what was said."""

import json

from hypothesis import given
from hypothesis import strategies as st

from larouter.testing.completions import Answer, Completion, ToolCall, prompt_tokens, tokens

TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
CALLS = st.lists(st.builds(ToolCall, st.just("f"), st.sampled_from(["{}", '{"a": 1, "b": 2}'])), max_size=2)
ANSWERS = st.builds(Answer, TEXT, CALLS.map(tuple), TEXT, cached_tokens=st.integers(0, 9))


def chunks(completion: Completion, *, with_usage: bool) -> list[dict]:
    events = list(completion.events(with_usage=with_usage))
    assert events[-1] == b"data: [DONE]\n\n"
    return [json.loads(event.removeprefix(b"data: ")) for event in events[:-1]]


@given(TEXT)
def test_tokens_join_to_their_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(ANSWERS, st.integers(1, 3), st.integers(0, 5))
def test_a_stream_adds_up_to_the_whole(answer: Answer, choices: int, limit: int) -> None:
    completion = Completion("m", answer, 7, limit, choices)
    whole = completion.as_object()
    streamed = chunks(completion, with_usage=True)
    for index, choice in enumerate(whole["choices"]):
        deltas = [c["choices"][0] for c in streamed if c["choices"] and c["choices"][0]["index"] == index]
        said = "".join(delta["delta"].get("content") or "" for delta in deltas)
        assert said == (choice["message"]["content"] or "")
        assert [d["finish_reason"] for d in deltas if d["finish_reason"]] == [choice["finish_reason"]]
        called = [call for d in deltas for call in d["delta"].get("tool_calls", [])]
        arguments = ["" for _ in answer.tool_calls]
        for call in called:
            arguments[call["index"]] += call["function"]["arguments"]
        assert arguments == [call.arguments for call in answer.tool_calls]
    assert streamed[-1]["usage"] == whole["usage"]
    assert all(chunk["usage"] is None for chunk in streamed[:-1])


@given(ANSWERS, st.integers(0, 5))
def test_usage_adds_up(answer: Answer, limit: int) -> None:
    usage = Completion("m", answer, 7, limit).usage()
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["completion_tokens_details"]["reasoning_tokens"] <= usage["completion_tokens"]


def test_a_prompt_is_as_long_as_its_messages_and_no_messages_are_nothing() -> None:
    one = prompt_tokens({"messages": [{"role": "user", "content": "a b c"}]})
    assert prompt_tokens({"messages": [{"role": "user", "content": "a b c d"}]}) == one + 1
    assert prompt_tokens({}) == prompt_tokens({"messages": "text"}) == 0
