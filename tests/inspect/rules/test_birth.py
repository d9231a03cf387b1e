"""Dates of birth: by their label, or told of a person who lives."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("date of birth: 12/04/1985", "birth.labelled"),
        ("Geburtsdatum: 3.7.1979", "birth.labelled"),
        ("生年月日 1979年7月3日", "birth.labelled"),
        ("Dr Anna Kowalska was born on 03.07.1979", "birth.told"),
        ("Our tenant Grace Mbeki was born on 3 July 1979", "birth.private"),
    ],
)
def test_it_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Albert Einstein was born on 14 March 1879 in Ulm.",
        "date of birth: 12/04/1885",
        "the release was born on 3 July 2019",
        "what does date of birth mean on this form?",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()
