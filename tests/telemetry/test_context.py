"""The context of a trace, by the rules of W3C."""

import pytest

from larouter.core.ids import request_id
from larouter.telemetry.context import context_of, span_of, trace_of, traceparent

ID = request_id(1_700_000_000_000, 12345)
GOOD = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_the_context_of_the_caller_is_taken_on() -> None:
    at = context_of(ID, [(b"traceparent", GOOD), (b"tracestate", b"secret=1")])
    assert at.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c"
    assert at.parent_id.hex() == "b7ad6b7169203331"
    assert at.span_id == span_of(ID, "request")


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"00-" + b"0" * 32 + b"-b7ad6b7169203331-01",
        b"00-0af7651916cd43dd8448eb211c80319c-" + b"0" * 16 + b"-01",
        b"ff" + GOOD[2:],
        GOOD + b"-more",
        GOOD.upper(),
        b"00-0af7-b7ad-01",
        b"x" * 10_000,
    ],
)
def test_a_context_that_is_none_begins_a_trace_of_its_own(value: bytes) -> None:
    at = context_of(ID, [(b"traceparent", value)])
    assert (at.trace_id, at.parent_id) == (trace_of(ID), b"")


def test_a_later_version_may_say_more() -> None:
    assert (
        context_of(ID, [(b"traceparent", b"01" + GOOD[2:] + b"-more")]).parent_id.hex() == "b7ad6b7169203331"
    )


def test_the_trace_of_a_request_is_its_id_in_other_digits() -> None:
    assert int.from_bytes(trace_of(ID), "big") == 1_700_000_000_000 << 80 | 12345
    assert trace_of(ID) != trace_of(request_id(1_700_000_000_000, 12346))


def test_spans_differ_by_request_and_part() -> None:
    spans = {span_of(ID, "request"), span_of(ID, "0"), span_of(ID, "1"), span_of(ID[:-1] + "9", "0")}
    assert len(spans) == 4
    assert traceparent(trace_of(ID), span_of(ID, "0")).startswith(f"00-{trace_of(ID).hex()}-")
