"""An answer is cut at stop sequences that its model does not take."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_RESPONSES
from larouter.core.usage import Usage
from larouter.wire.answer import (
    Answer,
    CallEnded,
    CallStarted,
    Ended,
    Event,
    Finished,
    Started,
    TextDelta,
    Thought,
    Used,
)
from larouter.wire.dialogue import open_dialogue
from larouter.wire.habits import habits_of
from larouter.wire.members import read_object
from larouter.wire.neutral import Seal, Text
from larouter.wire.openai_completions import read_completions
from larouter.wire.stopping import Stopping

Make = Callable[..., Any]
OPENAI = habits_of("openai")
ALPHABET = st.text("ab\n", max_size=12)


def text_of(events: list[Event]) -> str:
    return "".join([event.text for event in events if isinstance(event, TextDelta)])


def pieces(text: str, places: list[int]) -> list[str]:
    cuts = sorted({0, len(text), *[place % (len(text) + 1) for place in places]})
    return [text[start:end] for start, end in itertools.pairwise(cuts)]


@given(
    ALPHABET,
    st.lists(st.text("ab\n", min_size=1, max_size=4), min_size=1, max_size=3),
    st.lists(st.integers(0, 20)),
)
def test_the_text_ends_where_the_first_sequence_begins_wherever_the_stream_was_cut(
    text: str, stops: list[str], places: list[int]
) -> None:
    stopping, said = Stopping(tuple(stops), 1), list[Event]()
    for piece in pieces(text, places):
        said += stopping.cut([TextDelta(piece)], whole=False)
        if said and isinstance(said[-1], Ended):
            break
    else:
        said += stopping.cut([Finished("stop"), Ended()], whole=False)
    found = [at for stop in stops if (at := text.find(stop)) >= 0]
    assert isinstance(said[-1], Ended)
    if not found:
        assert text_of(said) == text
        return
    # Piece by piece the sequence that is complete first counts, which may be another than the one that begins first.
    heard = text_of(said)
    assert text.startswith(heard)
    assert any(text[len(heard) :].startswith(stop) for stop in stops)
    assert not any(stop in heard for stop in stops)


@given(ALPHABET, st.text("ab", min_size=1, max_size=3))
def test_a_whole_answer_is_cut_like_a_stream(text: str, stop: str) -> None:
    whole = Stopping((stop,), 1).cut(
        [Started(), TextDelta(text), Finished("stop"), Used(Usage(3, 4))], whole=True
    )
    folded = Answer(whole)
    assert folded.usage == Usage(3, 4)
    words = (
        [part.text for part in folded.choices[0].parts if isinstance(part, Text)] if folded.choices else []
    )
    assert "".join(words) == text.partition(stop)[0]
    assert folded.choices[0].finished == (
        Finished("stop_sequence", stop) if stop in text else Finished("stop")
    )


def test_what_may_begin_a_sequence_is_kept_back_until_something_else_comes() -> None:
    stopping = Stopping(("END",), 1)
    assert stopping.cut([TextDelta("the EN")], whole=False) == [TextDelta("the ")]
    assert stopping.cut([TextDelta("DING")], whole=False) == [Finished("stop_sequence", "END"), Ended()]
    stopping = Stopping(("END",), 1)
    stopping.cut([TextDelta("the EN")], whole=False)
    call = CallStarted(0, "1", "f")
    assert stopping.cut([call], whole=False) == [TextDelta("EN"), call]


def test_calls_behind_the_cut_are_not_told() -> None:
    events = [TextDelta("a END b"), CallStarted(0, "1", "f"), CallEnded(0), Finished("tool_calls")]
    assert Stopping(("END",), 1).cut(events, whole=True) == [
        TextDelta("a "),
        Finished("stop_sequence", "END"),
    ]


def test_the_stream_ends_when_every_alternative_has_been_cut() -> None:
    stopping = Stopping(("x",), 2)
    assert stopping.cut([TextDelta("ax", 0)], whole=False) == [
        TextDelta("a", 0),
        Finished("stop_sequence", "x", choice=0),
    ]
    assert stopping.cut([TextDelta("more", 0)], whole=False) == []
    assert stopping.cut([TextDelta("x", 1)], whole=False)[-1] == Ended()


def test_what_was_written_and_not_said_is_counted() -> None:
    stopping = Stopping(("x",), 1)
    stopping.cut([Thought(Seal("s" * 400)), TextDelta("axyz")], whole=False)
    assert stopping.unsaid == 300 + 3


CLIENTS = {
    OPENAI_CHAT: {"stop": "END"},
    ANTHROPIC: {"stop_sequences": ["END"]},
    GEMINI: {"generationConfig": {"stopSequences": ["END"]}},
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("backend", "model"), [(OPENAI_CHAT, "gpt-5-mini"), (OPENAI_RESPONSES, "gpt-5-codex")]
)
def test_a_model_that_takes_no_sequences_is_not_told_of_them(
    dialogue: Make, client: str, backend: str, model: str
) -> None:
    opened = dialogue(client, backend, model, **CLIENTS[client])
    assert b"END" not in opened.body
    assert opened.dropped == ()
    assert opened.cuts
    assert not opened.passes


def test_a_model_that_takes_them_gets_them(dialogue: Make) -> None:
    opened = dialogue(OPENAI_CHAT, OPENAI_CHAT, "gpt-4.1", stop="END")
    assert json.loads(opened.body)["stop"] == "END"
    assert not opened.cuts


def test_the_older_completions_are_cut_as_well() -> None:
    chat = read_completions(read_object(b'{"model": "auto", "prompt": "hi", "stop": ["END"]}'))
    opened = open_dialogue(chat, OPENAI_CHAT, "gpt-5-mini", request_id="req_1", habits=OPENAI)
    whole = {
        "id": "1", "object": "chat.completion", "created": 1, "model": "gpt-5-mini",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "one END two"}}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 9, "total_tokens": 14},
    }  # fmt: skip
    told = json.loads(opened.reader.whole(json.dumps(whole).encode()))
    assert told["object"] == "text_completion"
    assert (told["choices"][0]["text"], told["choices"][0]["finish_reason"]) == ("one ", "stop")
    assert opened.reader.usage == Usage(5, 9)
    assert chat.protocol == OPENAI_COMPLETIONS
