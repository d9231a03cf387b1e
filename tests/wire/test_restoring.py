"""Values put back into an answer: the same however it is cut, and written as what they land in."""

import itertools
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.inspect.veil import Veil
from larouter.wire.answer import (
    Answer,
    CallArguments,
    CallEnded,
    CallStarted,
    Ended,
    Event,
    Failed,
    Finished,
    Logprobs,
    Started,
    TextDelta,
    ThinkingDelta,
    Thought,
)
from larouter.wire.neutral import Text, Thinking, ToolCall
from larouter.wire.restoring import Restoring

VEIL = Veil(b"", {"[CARD_1]": "4556 7375", "[NAME_1]": 'Ann "A" Lee', "[NAME_11]": "Bo"})


class Said:
    """A hearer that says what it is told."""

    def __init__(self, events: Sequence[Event] = ()) -> None:
        self.events = events
        self.last: Sequence[Event] = ()

    def hear(self, _data: bytes) -> Sequence[Event]:
        return self.events

    def whole(self, _body: bytes) -> Sequence[Event]:
        return self.events

    def end(self) -> Sequence[Event]:
        return self.last


def restored(events: Sequence[Event], *, json: bool = False) -> Answer:
    return Answer(Restoring(Said(events), VEIL.restorer, json=json).whole(b""))


@given(st.lists(st.integers(0, 60), max_size=10))
def test_a_text_is_restored_the_same_however_it_is_cut(cuts: list[int]) -> None:
    said = "Dear [NAME_1], [NAME_11]: card [CARD_1], not [CARD_12] or [CARD_"
    places = [0, *sorted(cuts), len(said)]
    pieces = [TextDelta(said[a:b]) for a, b in itertools.pairwise(places)]
    answer = restored([Started(), *pieces, Finished("stop"), Ended()])
    assert answer.choice(0).parts == [Text('Dear Ann "A" Lee, Bo: card 4556 7375, not [CARD_12] or [CARD_')]


@given(st.integers(0, 40))
def test_arguments_of_a_call_stay_json_and_those_of_a_free_tool_stay_text(cut: int) -> None:
    said = '{"to": "[NAME_1]", "card": "[CARD_1]"}'
    events: list[Event] = []
    for at, custom in enumerate((False, True)):
        events += [CallStarted(at, f"c{at}", "send", custom)]
        events += [CallArguments(at, said[:cut]), CallArguments(at, said[cut:]), CallEnded(at)]
    plain, free = restored([*events, Finished("tool_calls")]).choice(0).parts
    assert isinstance(plain, ToolCall)
    assert isinstance(free, ToolCall)
    assert json.loads(plain.arguments) == {"to": 'Ann "A" Lee', "card": "4556 7375"}
    assert free.arguments == '{"to": "Ann "A" Lee", "card": "4556 7375"}'


def test_a_text_that_is_json_stays_json() -> None:
    [text] = restored([TextDelta('{"n": "[NAME_1]"}'), Finished("stop")], json=True).choice(0).parts
    assert isinstance(text, Text)
    assert json.loads(text.text) == {"n": 'Ann "A" Lee'}


def test_what_is_held_back_is_said_before_the_next_part_begins() -> None:
    answer = restored(
        [
            ThinkingDelta("so [CARD"),
            ThinkingDelta("_1]"),
            Thought(),
            TextDelta("an [", 0),
            TextDelta("other [CARD_1]", 1),
            CallStarted(0, "c", "f"),
            CallEnded(0),
            Finished("stop", choice=1),
            Finished("tool_calls"),
        ]
    )
    assert answer.choice(0).parts[:2] == [Thinking("so 4556 7375", None), Text("an [")]
    assert answer.choice(1).parts == [Text("other 4556 7375")]


@pytest.mark.parametrize("last", [Ended(), Failed(b"{}")])
def test_a_stream_that_ends_says_what_was_held_back(last: Event) -> None:
    it = Restoring(Said([TextDelta("cut [CA"), last]), VEIL.restorer, json=False)
    assert list(it.hear(b"")) == [TextDelta("cut "), TextDelta("[CA"), last]
    quiet = Restoring(Said([TextDelta("cut [CA")]), VEIL.restorer, json=False)
    assert list(quiet.hear(b"")) == [TextDelta("cut ")]
    assert list(quiet.end()) == [TextDelta("[CA")]


def test_everything_else_passes_untouched() -> None:
    events = [Started("m"), Logprobs({"content": []}), Finished("stop"), Ended()]
    assert list(Restoring(Said(events), VEIL.restorer, json=False).hear(b"")) == events
