"""How commands print."""

import json

import pytest

from larouter.cli import show


def test_a_table_is_as_wide_as_it_needs_to_be_with_numbers_to_the_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show.table(("NAME", "CALLS", "USD"), [("a long name", 5, 0.5), ("b", 1_000, 12.25)])
    assert capsys.readouterr().out.splitlines() == [
        "NAME         CALLS        USD",
        "a long name      5   0.500000",
        "b             1000  12.250000",
    ]


def test_nothing_is_a_dash_and_no_rows_are_a_head(capsys: pytest.CaptureFixture[str]) -> None:
    show.table(("A",), [(None,)])
    show.table(("A",), [])
    assert capsys.readouterr().out == "A\n-\nA\n"


def test_json_is_what_programs_read(capsys: pytest.CaptureFixture[str]) -> None:
    show.as_json({"a": "é"})
    said = capsys.readouterr().out
    assert json.loads(said) == {"a": "é"}
    assert "é" in said
