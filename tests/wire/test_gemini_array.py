"""Gemini's stream as one JSON array."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from larouter.wire.gemini_array import ArrayWriter

EVENTS = st.lists(st.dictionaries(st.text(max_size=5), st.integers() | st.text(), max_size=3), max_size=6)


def written(stream: bytes, *cuts: int) -> bytes:
    writer = ArrayWriter()
    places = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    said = [writer.feed(stream[a:b]) for a, b in pairwise(places)]
    return b"".join(said) + writer.end()


@given(EVENTS, st.lists(st.integers(0, 10_000), max_size=20), st.booleans())
def test_the_array_holds_what_the_events_said_however_they_are_cut(
    values: list[object], cuts: list[int], pinged: bool
) -> None:
    end = "\r\n\r\n" if pinged else "\n\n"
    events = [f"{': ping' + end if pinged else ''}data: {json.dumps(value)}{end}" for value in values]
    assert json.loads(written("".join(events).encode(), *cuts)) == values


def test_what_stands_after_the_last_blank_line_counts() -> None:
    assert json.loads(written(b'data: {"a":1}\n\ndata: {"b":2}')) == [{"a": 1}, {"b": 2}]


def test_the_first_piece_goes_out_at_once() -> None:
    assert ArrayWriter().feed(b"data: {}\n\n") == b"[{}"
