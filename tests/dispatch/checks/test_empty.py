"""Nothing, and not everything."""

from larouter.dispatch.checks.empty import empty, truncated
from larouter.dispatch.checks.said import Said, Wanted
from larouter.wire.neutral import ToolCall

ANY = Wanted()


def test_an_answer_without_words_or_calls_is_empty() -> None:
    assert empty(Said(" \n", reason="stop"), ANY)
    assert empty(Said("", reason="length"), ANY)
    assert not empty(Said("a", reason="stop"), ANY)
    assert not empty(Said("", (ToolCall("c", "add", "{}"),), "tool_calls"), ANY)


def test_the_beginning_of_an_answer_may_be_empty() -> None:
    assert not empty(Said(""), ANY)


def test_an_answer_that_ran_into_a_limit_is_truncated_unless_the_client_set_it() -> None:
    assert truncated(Said("It is", reason="length"), ANY)
    assert not truncated(Said("It is", reason="length"), Wanted(own_limit=True))
    assert not truncated(Said("It is", reason="stop"), ANY)
