"""What is asked is told apart from what is quoted, pasted and said before."""

from typing import TYPE_CHECKING

from chats import chat

from larouter.inspect.reading import alone, read, split

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_quoted_words_are_not_what_is_asked() -> None:
    said, stuff = split('How do you spell "distributed architecture migration"?')
    assert "architecture" not in said
    assert "architecture" in stuff


def test_a_pasted_document_is_not_what_is_asked() -> None:
    document = "The lease runs for twelve months and may be ended on sixty days' notice. " * 12
    said, stuff = split(f"When does it end?\n\n{document}\n\nRegards, the landlord. {document}")
    assert said == "When does it end?"
    assert "sixty days" in stuff


def test_code_in_fences_is_not_what_is_asked() -> None:
    said, stuff = split("what does this print?\n```python\nprint(1)\n```")
    assert ("print(1)" in said, "print(1)" in stuff) == (False, True)


def test_a_turn_without_quotes_or_documents_is_all_asked() -> None:
    assert split("Prove that there are infinitely many primes.") == (
        "Prove that there are infinitely many primes.",
        "",
    )


def test_apostrophes_quote_nothing() -> None:
    text = (
        "I don't know what's wrong with it, it isn't as if we hadn't tried everything, so what's your idea?"
    )
    assert split(text) == (text, "")


def test_good_manners_beside_a_request_are_left_out() -> None:
    polite = read(chat("Hi there! Translate good night into French. Many thanks in advance for your help."))
    assert polite.say.tokens == ["translate", "good", "night", "into", "french"]


def test_good_manners_alone_are_what_is_said() -> None:
    assert read(chat("Thanks a lot. Perfect!")).say.tokens == ["thanks", "a", "lot", "perfect"]


def test_the_last_result_of_a_tool_is_read() -> None:
    call: Mapping[str, object] = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
    }
    result: Mapping[str, object] = {"role": "tool", "tool_call_id": "1", "content": "disk full on node7"}
    assert "disk" in read(chat("what is wrong", extra=[call, result])).result.words


def test_the_history_is_the_offer_and_what_was_asked_before() -> None:
    reading = read(chat("Build me an app", "I could build all of it. Shall I?", "yes"))
    assert (reading.before.text, reading.asked, reading.follows) == ("build me an app", True, True)
    assert "could" in reading.offer.words


def test_a_long_turn_does_not_follow_on_anything() -> None:
    assert not read(chat("hi", "hello", "word " * 40)).follows


def test_tool_results_after_the_last_user_turn_are_counted() -> None:
    call: Mapping[str, object] = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
    }
    result: Mapping[str, object] = {"role": "tool", "tool_call_id": "1", "content": "42"}
    reading = read(chat("look it up", extra=[call, result]))
    assert (reading.calls, reading.results) == (1, 1)


def test_a_chat_without_a_user_turn_is_read_by_its_last() -> None:
    assert read(chat(extra=[{"role": "system", "content": "be brief"}])).raw == "be brief"


def test_a_passage_alone_has_no_history() -> None:
    earlier = read(chat("Prove it", "Done.", "thanks")).before
    assert (alone(earlier).say, alone(earlier).follows) == (earlier, False)
