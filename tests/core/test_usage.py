"""Usage that nobody reported is nothing, and not an estimate."""

from larouter.core.usage import NOTHING, Usage


def test_nothing_used_is_zero_in_every_column() -> None:
    assert Usage() == NOTHING
    assert (NOTHING.input_tokens, NOTHING.output_tokens, NOTHING.estimated) == (0, 0, False)
