"""Answers as they flow: the same whatever the network does to them, and never a surprise."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from json_values import objects, values

from larouter.core.usage import Usage
from larouter.wire.openai_stream import MOST_TOKENS, AnswerReader, NotTheProtocol
from larouter.wire.sse import data_of

USAGE = {
    "prompt_tokens": 12,
    "completion_tokens": 5,
    "total_tokens": 17,
    "prompt_tokens_details": {"cached_tokens": 8},
    "completion_tokens_details": {"reasoning_tokens": 2},
}


def chunk(**members: object) -> dict[str, object]:
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "gpt-x", **members}


def said(finish: str | None = None, **delta: object) -> list[object]:
    return [{"index": 0, "delta": delta, "finish_reason": finish}]


def event(value: object) -> bytes:
    return b"data: " + json.dumps(value, separators=(",", ":")).encode() + b"\n\n"


STREAM = b"".join(
    [
        b": hello\n\n",
        event(chunk(choices=said(role="assistant", content=""), usage=None)),
        event(chunk(choices=said(content="Größe"), usage=None)),
        event(chunk(choices=said(tool_calls=[{"index": 0, "function": {"arguments": "{}"}}]), usage=None)),
        event(chunk(choices=said("stop"), usage=None)),
        event(chunk(choices=[], usage=USAGE)),
        b"data: [DONE]\n\n",
    ]
)


def read(*chunks: bytes, hide_usage: bool = False) -> tuple[bytes, AnswerReader]:
    reader = AnswerReader(hide_usage=hide_usage)
    passed = b"".join([reader.feed(chunk) for chunk in chunks]) + reader.end()
    return passed, reader


def state(reader: AnswerReader) -> tuple[object, ...]:
    return reader.usage, reader.model, reader.characters, reader.finished, reader.done, reader.error


def objects_of(stream: bytes) -> list[dict[str, object]]:
    found = [data_of(one + b"\n\n") for one in stream.split(b"\n\n")]
    return [json.loads(data) for data in found if data and data != b"[DONE]"]


def test_a_stream_is_passed_on_byte_for_byte_to_who_asked_for_usage() -> None:
    assert read(STREAM)[0] == STREAM


def test_a_stream_tells_what_it_used_who_answered_and_that_it_is_over() -> None:
    reader = read(STREAM)[1]
    assert reader.usage == Usage(12, 5, cached_tokens=8, reasoning_tokens=2)
    assert (reader.model, reader.finished, reader.done, reader.error) == ("gpt-x", True, True, b"")
    assert reader.characters >= len("Größe") + len("{}")


def test_to_who_did_not_ask_for_usage_it_is_as_if_there_were_none() -> None:
    passed = read(STREAM, hide_usage=True)[0]
    expected = [
        {k: v for k, v in one.items() if k != "usage"} for one in objects_of(STREAM) if one["choices"]
    ]
    assert objects_of(passed) == expected
    assert b"usage" not in passed
    assert passed.startswith(b": hello\n\n")
    assert passed.endswith(b"data: [DONE]\n\n")


@pytest.mark.parametrize("hide_usage", [True, False])
@pytest.mark.parametrize("at", range(0, len(STREAM), 3))
def test_cutting_the_stream_anywhere_changes_nothing(at: int, hide_usage: bool) -> None:
    passed, reader = read(STREAM[:at], STREAM[at:], hide_usage=hide_usage)
    whole, of_whole = read(STREAM, hide_usage=hide_usage)
    assert passed == whole
    assert state(reader) == state(of_whole)


def test_byte_by_byte_is_no_different() -> None:
    passed, reader = read(*[bytes([byte]) for byte in STREAM], hide_usage=True)
    assert (passed, state(reader)) == (read(STREAM, hide_usage=True)[0], state(read(STREAM)[1]))


@given(objects, st.sampled_from((None, {"prompt_tokens": 1}, USAGE)), st.booleans(), values)
@example({}, None, True, {"a": 1, "usage": None})
@example({}, None, True, [',"usage":null'])
@example({}, None, False, 1e300)
def test_hiding_usage_takes_it_from_the_event_and_nothing_else(
    members: dict[str, object], usage: object, first: bool, nested: object
) -> None:
    left = {k: v for k, v in members.items() if k not in ("usage", "model")}
    left |= {"choices": said(content="x"), "x_nested": nested}
    came = {"usage": usage, **left} if first else {**left, "usage": usage}
    assert objects_of(read(event(came), hide_usage=True)[0]) == [left]


def test_what_is_left_of_an_event_stays_byte_for_byte() -> None:
    came = b'event: x\ndata: {"choices": [{"delta":{"content":"\\u00e9"}}], "n": 1.000, "usage": null}\n\n'
    passed = read(came, hide_usage=True)[0]
    assert passed.startswith(b"event: x\ndata: ")
    assert b'[{"delta":{"content":"\\u00e9"}}]' in passed
    assert b"1.000" in passed
    assert b"usage" not in passed


def test_usage_beside_content_leaves_the_content() -> None:
    both = event(chunk(choices=said(content="x"), usage=USAGE))
    passed, reader = read(both, hide_usage=True)
    assert objects_of(passed) == [chunk(choices=said(content="x"))]
    assert reader.usage is not None


def test_a_first_event_without_choices_is_kept_when_it_says_more_than_usage() -> None:
    filters = chunk(choices=[], prompt_filter_results=[{"prompt_index": 0}], usage=None)
    assert objects_of(read(event(filters), hide_usage=True)[0]) == [
        chunk(choices=[], prompt_filter_results=[{"prompt_index": 0}])
    ]


def test_an_error_in_the_middle_is_noticed() -> None:
    passed, reader = read(event({"error": {"message": "overloaded", "code": 529}}))
    assert json.loads(reader.error) == {"message": "overloaded", "code": 529}
    assert b"overloaded" in passed


def test_an_error_that_is_null_is_none() -> None:
    assert read(event(chunk(choices=said(content="x"), error=None)))[1].error == b""


def test_nothing_is_passed_on_after_the_terminator() -> None:
    assert read(b"data: [DONE]\n\n" + event(chunk(choices=said(content="x"))))[0] == b"data: [DONE]\n\n"


def test_an_event_without_its_last_blank_line_counts_at_the_end() -> None:
    passed, reader = read(event(chunk(choices=said("stop"))).rstrip())
    assert reader.finished
    assert objects_of(passed) == [chunk(choices=said("stop"))]


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"prompt_tokens": 3, "completion_tokens": 4}, Usage(3, 4)),
        ({"prompt_tokens": 3, "prompt_cache_hit_tokens": 2}, Usage(3, 0, cached_tokens=2)),
        ({"prompt_tokens": 3, "prompt_tokens_details": None}, Usage(3, 0)),
        ({"prompt_tokens": None}, Usage()),
        ({"prompt_tokens": -3, "completion_tokens": -1}, Usage()),
        ({"prompt_tokens": 10**30}, Usage(MOST_TOKENS)),
    ],
)
def test_usage_is_read_in_every_dialect_and_kept_within_what_a_ledger_holds(
    usage: dict[str, object], expected: Usage
) -> None:
    assert read(event(chunk(choices=[], usage=usage)))[1].usage == expected


@pytest.mark.parametrize(
    ("delta", "characters"),
    [
        ({"content": "four"}, 4),
        ({"reasoning_content": "four"}, 4),
        ({"reasoning": "four"}, 4),
        ({"refusal": "four"}, 4),
        ({"content": None}, 0),
        ({"tool_calls": [{"a": 1}]}, 7),
    ],
)
def test_everything_that_is_said_counts(delta: dict[str, object], characters: int) -> None:
    assert read(event(chunk(choices=said(**delta))))[1].characters == characters


def test_a_whole_answer_is_read() -> None:
    reader = AnswerReader(hide_usage=False)
    message = {"role": "assistant", "content": "Hello."}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    reader.whole(json.dumps({"model": "m", "choices": choices, "usage": USAGE}).encode())
    assert (reader.model, reader.characters, reader.finished) == ("m", 6, True)
    assert reader.usage == Usage(12, 5, cached_tokens=8, reasoning_tokens=2)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{}", b'{"choices": []}', b"[]", b'{"choices": [', b"\xff"]
)
def test_a_body_that_is_no_answer_is_told_apart(body: bytes) -> None:
    with pytest.raises(NotTheProtocol):
        AnswerReader(hide_usage=False).whole(body)


def test_an_answer_of_an_unusual_shape_is_passed_on() -> None:
    odd = event({"choices": [{"delta": {"content": ["parts"]}, "finish_reason": "stop"}]})
    passed, reader = read(odd)
    assert passed.startswith(odd)
    assert reader.finished
    assert reader.characters > 0


@given(st.data(), st.booleans())
@example(data=None, hide_usage=False)
def test_spoilt_bytes_are_read_or_refused_and_nothing_else(
    data: st.DataObject | None, hide_usage: bool
) -> None:
    spoilt = bytearray(STREAM)
    for _ in range(data.draw(st.integers(1, 4)) if data else 0):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        read(bytes(spoilt), hide_usage=hide_usage)
    except NotTheProtocol:
        return


@pytest.mark.parametrize(
    "data",
    [
        b'{"choices": 5, oops',
        b'{"model": "\xff"}',
        b'"\xff"',
        b'{"x": "\\ud800", "usage": null, "choices": 5}',
        b'{"choices": ' + b"[" * 100_000,
        b'{"x": ' + b"[" * 100_000,
        b'{"usage": {"prompt_tokens": ' + b"9" * 5_000 + b"}}",
        b"[1]",
        b"",
    ],
)
@pytest.mark.parametrize("hide_usage", [True, False])
def test_an_event_that_no_parser_reads_is_refused(data: bytes, hide_usage: bool) -> None:
    with pytest.raises(NotTheProtocol):
        read(b"data: " + data + b"\n\n", hide_usage=hide_usage)
