"""Messages as Gemini's contents: two roles, results beside their calls, and signatures where they belong."""

import pytest

from larouter.core.chat import GEMINI, OPENAI_CHAT
from larouter.core.errors import Unsayable
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.gemini_contents import UNSIGNED, Contents
from larouter.wire.neutral import Document, Image, Message, Seal, Source, Text, Thinking, ToolCall, ToolResult
from larouter.wire.profiles import Losses

PRO = "gemini-3-pro"
HELLO = Message("user", (Text("hello"),))
PNG = Image(Source("image/png", "AAAA"))


def contents(*messages, model=PRO, client=OPENAI_CHAT):
    profile = profile_of(model, GEMINI)
    exchange, losses = Exchange("req_1", client, GEMINI, model, profile), Losses(profile)
    system, turns = Contents(exchange, losses).contents(messages)
    return system, turns, tuple(losses.dropped)


def user(*parts):
    return contents(Message("user", parts))[1][0]["parts"]


def test_what_the_system_says_stands_apart_wherever_it_was_said():
    system, turns, _ = contents(Message("system", (Text("A"),)), HELLO, Message("developer", (Text("B"),)))
    assert system == [{"text": "A"}, {"text": "B"}]
    assert turns == [{"role": "user", "parts": [{"text": "hello"}]}]


def test_neighbours_of_one_role_are_one_turn_and_the_user_begins():
    _, turns, _ = contents(Message("assistant", (Text("hi"),)), HELLO, HELLO)
    assert [(turn["role"], len(turn["parts"])) for turn in turns] == [("user", 1), ("model", 1), ("user", 2)]


def test_a_conversation_of_nothing_still_has_a_turn():
    assert contents()[1] == [{"role": "user", "parts": [{"text": "(empty)"}]}]


def test_results_stand_before_what_else_is_said_and_have_the_names_of_their_calls():
    call = Message("assistant", (ToolCall("c1", "f", '{"a":1}'),))
    answer = Message("user", (Text("and now?"), ToolResult("c1", (Text("done"),))))
    _, turns, _ = contents(HELLO, call, answer)
    assert turns[1]["parts"] == [
        {"functionCall": {"id": "c1", "name": "f", "args": {"a": 1}}, "thoughtSignature": UNSIGNED}
    ]
    result = {"id": "c1", "name": "f", "response": {"output": "done"}}
    assert turns[2]["parts"] == [{"functionResponse": result}, {"text": "and now?"}]


@pytest.mark.parametrize(
    ("words", "failed", "response"),
    [
        ('{"a": 1}', False, {"a": 1}),
        ("[1]", False, {"output": "[1]"}),
        ("{broken", False, {"output": "{broken"}),
        ("no", True, {"error": "no"}),
    ],
)
def test_a_result_is_an_object_in_any_case(words, failed, response):
    said = user(ToolResult("c1", (Text(words),), failed=failed, name="f"))
    assert said[0]["functionResponse"]["response"] == response


def test_a_result_of_no_call_is_refused():
    with pytest.raises(Unsayable, match="names no call"):
        contents(Message("user", (ToolResult("c1", (Text("x"),)),)))


@pytest.mark.parametrize(("origin", "kept"), [(PRO, True), ("claude-opus-5", False)])
def test_a_thought_goes_back_only_to_the_model_that_had_it(origin, kept):
    thought = Thinking("hm", Seal("c2ln", origin))
    _, turns, dropped = contents(HELLO, Message("assistant", (thought, Text("hi"))), HELLO)
    signed = [{"text": "hm", "thought": True, "thoughtSignature": "c2ln"}] if kept else []
    assert turns[1]["parts"] == [*signed, {"text": "hi"}]
    assert bool(dropped) is not kept


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (PNG, {"inlineData": {"mimeType": "image/png", "data": "AAAA"}}),
        (
            Image(Source(url="https://h/a.jpg?x=1")),
            {"fileData": {"fileUri": "https://h/a.jpg?x=1", "mimeType": "image/jpeg"}},
        ),
        (Document(Source("text/plain", text="words"), "a.txt"), {"text": "a.txt:\nwords"}),
    ],
)
def test_files_go_inline_by_address_or_as_text(part, said):
    assert user(part) == [said]


@pytest.mark.parametrize(
    "part",
    [Image(Source("image/gif", "AAAA")), Image(Source(url="https://h/a")), Document(Source(file_id="f"))],
)
def test_a_file_that_it_cannot_read_is_refused(part):
    with pytest.raises(Unsayable):
        user(part)
