"""Protocol buffers, held against the examples of their own description."""

import pytest

from larouter.telemetry.protobuf import double, fixed32, fixed64, number, packed64, raw, text, varint


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(0, "00"), (1, "01"), (127, "7f"), (128, "8001"), (150, "9601"), (-2, "feffffffffffffffff01")],
)
def test_numbers_of_variable_length(value: int, wanted: str) -> None:
    assert varint(value).hex() == wanted


def test_fields_begin_with_their_number_and_wire_type() -> None:
    assert number(1, 150).hex() == "089601"
    assert text(2, "testing").hex() == "120774657374696e67"
    assert raw(3, number(1, 150)).hex() == "1a03089601"
    assert fixed64(1, 1).hex() == "09" + "01" + "00" * 7
    assert fixed32(16, 1).hex() == "8501" + "01000000"
    assert double(4, 1.0).hex() == "21" + "000000000000f03f"
    assert packed64(6, [1, 2]).hex() == "3210" + "01" + "00" * 7 + "02" + "00" * 7


def test_half_a_character_is_replaced() -> None:
    assert text(1, "\ud800") == text(1, "?")
