"""Server-sent events, cut the same wherever the network cuts the bytes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.wire import sse
from larouter.wire.sse import Cutter, data_of, event_of

STREAM = (
    b': keep-alive\n\ndata: {"a": 1}\n\nevent: x\nid: 7\ndata: one\ndata:two\n\n'
    b"data: \xc3\xa9\r\n\r\n\n\ndata: [DONE]\n\nunfinished"
)
pieces = st.lists(st.sampled_from((b"\n", b"\r\n", b"data: ", b"x", b": c", b"\xc3\xa9")), max_size=20).map(
    b"".join
)


def events(*chunks: bytes) -> tuple[list[bytes], bytes]:
    cutter = Cutter()
    found = [event for chunk in chunks for event in cutter.feed(chunk)]
    return found, cutter.rest()


@pytest.mark.parametrize("at", range(len(STREAM) + 1))
def test_cutting_the_stream_anywhere_gives_the_same_events(at: int) -> None:
    assert events(STREAM[:at], STREAM[at:]) == events(STREAM)


@given(pieces, st.data())
def test_any_stream_in_any_pieces_gives_the_same_events(stream: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    bounds = [0, *cuts, len(stream)]
    chunks = [stream[start:end] for start, end in itertools.pairwise(bounds)]
    assert events(*chunks)[0] + [events(*chunks)[1]] == events(stream)[0] + [events(stream)[1]]


def test_byte_by_byte_gives_the_same_events() -> None:
    assert events(*[bytes([byte]) for byte in STREAM]) == events(STREAM)


def test_nothing_is_lost_and_nothing_is_added() -> None:
    found, rest = events(STREAM)
    assert b"".join(found) + rest == STREAM.replace(b"\r\n", b"\n")


def test_an_event_comes_out_as_soon_as_its_blank_line_is_there() -> None:
    cutter = Cutter()
    assert cutter.feed(b"data: 1\n") == []
    assert cutter.feed(b"\ndata: 2") == [b"data: 1\n\n"]
    assert cutter.rest() == b"data: 2"


def test_an_event_longer_than_any_honest_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "MOST_EVENT_BYTES", 1_000)
    cutter = Cutter()
    cutter.feed(b"data: " + b"x" * 900)
    with pytest.raises(ValueError, match="longer than 16 MiB"):
        cutter.feed(b"x" * 200)


@pytest.mark.parametrize(
    ("event", "data"),
    [
        (b"data: one\n\n", b"one"),
        (b"data:one\n\n", b"one"),
        (b"data:  one\n\n", b" one"),
        (b"data: one\ndata: two\n\n", b"one\ntwo"),
        (b"event: x\ndata: one\nid: 1\n\n", b"one"),
        (b"\ndata: one\n\n", b"one"),
        (b"data:\n\n", b""),
        (b": comment\n\n", None),
        (b"event: ping\n\n", None),
        (b"\n\n", None),
    ],
)
def test_the_data_of_an_event(event: bytes, data: bytes | None) -> None:
    assert data_of(event) == data


@given(st.binary().filter(lambda data: b"\n" not in data), st.sampled_from((b"", b"error")))
def test_what_is_put_into_an_event_comes_out_of_it(data: bytes, name: bytes) -> None:
    assert data_of(event_of(data, name)) == data


def test_an_event_may_have_a_name() -> None:
    assert event_of(b"{}", b"error") == b"event: error\ndata: {}\n\n"


@pytest.mark.parametrize(
    "stray", [b"<!DOCTYPE html><p>Sign in</p>\n\n", b'\n{"error": {}}\n\n', b"\xef\xbb\xbf<html>\n\n"]
)
def test_a_page_or_a_document_in_the_place_of_an_event_is_none(stray: bytes) -> None:
    cutter = Cutter()
    assert cutter.feed(b"data: 1\n\n") == [b"data: 1\n\n"]
    with pytest.raises(ValueError, match="not an event"):
        cutter.feed(stray)


@pytest.mark.parametrize(
    "event",
    [b"foo: bar\n\n", b"id: 7\n\n", b"retry: 5\n\n", b": ping\n\n", b"\n\n", b"event: x\ndata: 1\n\n"],
)
def test_fields_that_nobody_knows_are_left_alone(event: bytes) -> None:
    assert Cutter().feed(event) == [event]
