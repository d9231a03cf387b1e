"""A collector that takes nothing it does not know."""

import pytest

from larouter.telemetry.protobuf import fixed64, number, raw, text
from larouter.testing.fake_collector import NotTheProtocol, read

SPAN = (
    raw(1, b"t" * 16) + raw(2, b"s" * 8) + text(5, "chat") + number(6, 2) + fixed64(7, 5) + fixed64(8, 6)
)  # fmt: skip


def test_a_span_is_read() -> None:
    found = read("Span", SPAN)
    assert (found["name"], found["kind"], found["start"], found["end"]) == ("chat", 2, 5, 6)


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (SPAN + text(77, "x"), "no field 77"),
        (SPAN + number(9, 1), "wire type 0"),
        (SPAN + text(5, "again"), "comes twice"),
        (SPAN[:-3], "cut off"),
        (raw(1, b"t" * 15), "not 16 bytes"),
        (raw(1, bytes(16)), "not 16 bytes"),
        (SPAN.replace(fixed64(8, 6), fixed64(8, 4)), "ends before it begins"),
    ],
)
def test_what_is_not_in_the_protocol_is_refused(spoilt: bytes, why: str) -> None:
    with pytest.raises(NotTheProtocol, match=why):
        read("Span", spoilt)
