"""The response object around the output."""

from larouter.core.chat import OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.usage import Usage
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.openai_responses_object import head_of, usage_of


def test_what_was_not_asked_has_the_defaults_of_the_api() -> None:
    head = head_of(
        Exchange("req_1", OPENAI_RESPONSES, OPENAI_CHAT, "m", profile_of("m"), asked={"store": True})
    )
    assert (head["tool_choice"], head["tools"], head["parallel_tool_calls"]) == ("auto", [], True)
    assert (head["temperature"], head["text"], head["store"]) == (1.0, {"format": {"type": "text"}}, False)


def test_usage_has_every_member_that_the_api_promises() -> None:
    assert usage_of(Usage(5, 3, 2, 1, 1)) == {
        "input_tokens": 5,
        "input_tokens_details": {"cached_tokens": 2, "cache_write_tokens": 1},
        "output_tokens": 3,
        "output_tokens_details": {"reasoning_tokens": 1},
        "total_tokens": 8,
    }
