"""The lists that belong to the checks can be read, and each of their lines is a pattern of its own."""

import re

import pytest

from larouter.dispatch.checks.phrases import any_of, languages_of_words, lines_of


@pytest.mark.parametrize("name", ["admissions.txt", "refusals.txt", "languages.txt"])
def test_every_line_is_a_pattern_that_finds_nothing_in_nothing(name: str) -> None:
    lines = lines_of(name)
    assert len(lines) > 4
    for line in lines:
        assert not re.compile(line, re.IGNORECASE).search("")
    assert any_of(name) is any_of(name)


def test_common_words_belong_to_languages() -> None:
    words = languages_of_words()
    assert words["the"] == ("en",)
    assert set(words["die"]) == {"de", "nl"}
    assert "a" not in words
