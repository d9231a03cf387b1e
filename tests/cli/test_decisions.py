"""A decision told to people."""

import pytest

from larouter.cli.decisions import tell

DECISION = {
    "tier": "FRONTIER",
    "answered_by": "here/small",
    "degraded": True,
    "sensitivity": "public",
    "input_tokens": 12,
    "reasons": ["it is hard", "1. here/small: stands in"],
}


def test_where_it_goes_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    tell(DECISION)
    assert capsys.readouterr().out.splitlines() == [
        "FRONTIER → here/small (degraded)",
        "sensitivity public, about 12 tokens in",
        "",
        "  it is hard",
        "  1. here/small: stands in",
    ]


def test_a_request_that_goes_nowhere_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    tell(DECISION | {"answered_by": None, "degraded": False})
    assert capsys.readouterr().out.startswith("FRONTIER → nowhere\n")
