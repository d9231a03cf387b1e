"""Messages as input items of the Responses API."""

import pytest

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.errors import Unsayable
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.neutral import (
    Audio,
    Cache,
    Document,
    Image,
    Message,
    Refusal,
    Seal,
    Source,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from larouter.wire.openai_responses_input import Input
from larouter.wire.profiles import Losses

LUNA = "gpt-6-luna"
HELLO = Message("user", (Text("hello"),))


def items(*messages, client=OPENAI_CHAT):
    profile = profile_of(LUNA, OPENAI_RESPONSES)
    exchange, losses = Exchange("req_1", client, OPENAI_RESPONSES, LUNA, profile), Losses(profile)
    return Input(exchange, losses).items(messages), tuple(losses.dropped)


def content(part, **more):
    return items(Message("user", (part,)), **more)[0][0]["content"]


def test_a_text_is_a_string_and_several_parts_are_a_list():
    assert items(HELLO) == ([{"role": "user", "content": "hello"}], ())
    parts = items(Message("user", (Text("a"), Text("b"))))[0][0]["content"]
    assert parts == [{"type": "input_text", "text": "a"}, {"type": "input_text", "text": "b"}]


def test_calls_thoughts_and_words_of_an_assistant_are_items_in_their_order():
    thought = Thinking("hm", Seal("gAAA", LUNA), id="rs_1")
    said = (
        thought,
        Text("a"),
        ToolCall("c1", "f", ""),
        ToolCall("c2", "g", "words", custom=True),
        Refusal("no"),
    )
    assert items(HELLO, Message("assistant", said), HELLO)[0][1:-1] == [
        {
            "type": "reasoning",
            "summary": [{"type": "summary_text", "text": "hm"}],
            "encrypted_content": "gAAA",
            "id": "rs_1",
        },
        {"role": "assistant", "content": "a"},
        {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
        {"type": "custom_tool_call", "call_id": "c2", "name": "g", "input": "words"},
        {"role": "assistant", "content": "no"},
    ]


def test_a_result_is_of_the_kind_of_its_call():
    calls = Message("assistant", (ToolCall("c1", "f", "{}"), ToolCall("c2", "g", "x", custom=True)))
    results = Message("user", (ToolResult("c1", (Text("one"),)), ToolResult("c2", (Text("two"),))))
    assert items(HELLO, calls, results)[0][-2:] == [
        {"type": "function_call_output", "call_id": "c1", "output": "one"},
        {"type": "custom_tool_call_output", "call_id": "c2", "output": "two"},
    ]


def test_a_thought_of_another_model_is_left_out_and_listed():
    thought = Message("assistant", (Thinking("hm", Seal("x", "claude-opus-5")), Text("a")))
    written, dropped = items(HELLO, thought, HELLO)
    assert [item.get("type") for item in written] == [None, None, None]
    assert dropped == ("reasoning",)


def test_names_and_failures_have_no_word_and_are_listed():
    failed = Message("user", (ToolResult("c1", (Text("x"),), failed=True),), name="ada")
    assert items(failed)[1] == ("messages.name", "is_error")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            Image(Source("image/png", "AAAA")),
            {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64,AAAA"},
        ),
        (
            Image(Source(url="https://h/a.png"), "high"),
            {"type": "input_image", "detail": "high", "image_url": "https://h/a.png"},
        ),
        (Image(Source(file_id="f_1")), {"type": "input_image", "detail": "auto", "file_id": "f_1"}),
        (
            Document(Source("application/pdf", "AAAA")),
            {
                "type": "input_file",
                "file_data": "data:application/pdf;base64,AAAA",
                "filename": "document.pdf",
            },
        ),
        (
            Document(Source("application/pdf", url="https://h/a.pdf")),
            {"type": "input_file", "file_url": "https://h/a.pdf"},
        ),
        (
            Document(Source("text/plain", text="words"), "a.txt"),
            {"type": "input_text", "text": "a.txt:\nwords"},
        ),
        (
            Text("a", Cache()),
            {"type": "input_text", "text": "a", "prompt_cache_breakpoint": {"mode": "explicit"}},
        ),
    ],
)
def test_every_part_has_its_words(part, said):
    assert content(part) == [said]


def test_a_file_that_only_another_provider_has_is_refused():
    with pytest.raises(Unsayable, match="known only to the provider"):
        content(Image(Source(file_id="f_1")), client=ANTHROPIC)


def test_sound_is_refused_by_its_name():
    with pytest.raises(Unsayable, match="takes no sound"):
        content(Audio(Source("audio/wav", "AAAA")))


def test_an_answer_that_was_begun_is_not_continued():
    with pytest.raises(Unsayable, match="does not continue"):
        items(HELLO, Message("assistant", (Text("I"),)))
