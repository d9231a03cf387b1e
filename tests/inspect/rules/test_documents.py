"""Passports, licences and other documents that have no checksum of their own."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Reisepass Nr. C01X00T47", "id.document"),
        ("passport no 533380006", "id.document"),
        ("driving licence MORGA753116SM9IJ", "id.document"),
        ("PAN card DKFPV8472L", "id.in.pan"),
    ],
)
def test_it_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "passport to success",
        "passport number 123456789",
        "my passport expires in 2031",
        "PAN card ABCPV1234D",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()
