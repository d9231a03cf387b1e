"""How rules are written down: words between commas or line ends, numbers between spaces."""

from larouter.core.zones import Sensitivity
from larouter.inspect.rules.kinds import Number, Rule, tokens, words


def test_words_may_have_spaces_and_are_parted_by_commas_and_line_ends() -> None:
    assert words("\n  account number, sort code ,\n blz|\n") == ("account number", "sort code", "blz|")
    assert words("") == ()


def test_tokens_are_parted_by_white_space() -> None:
    assert tokens(" a  b\nc ") == ("a", "b", "c")


def test_what_nobody_says_otherwise_is_confidential() -> None:
    assert Rule("r", ("w",)).level is Sensitivity.CONFIDENTIAL
    assert Number("n", ("99",), str.isdigit).level is Sensitivity.CONFIDENTIAL
