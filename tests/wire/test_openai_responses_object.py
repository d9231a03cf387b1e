"""The response object: it repeats what was asked and says that nothing is kept."""

from openai.types.responses import Response, ResponseUsage

from larouter.core.chat import OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.usage import Usage
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.openai_responses_object import head_of, usage_of


def head(**asked):
    profile = profile_of("qwen3", OPENAI_CHAT)
    return head_of(
        Exchange(
            "req_01kaf0000000000000000000zz", OPENAI_RESPONSES, OPENAI_CHAT, "qwen3", profile, asked=asked
        )
    )


def test_openais_client_reads_it():
    Response.model_validate({**head(), "status": "completed", "output": []}, strict=True)


def test_what_was_not_asked_has_its_default():
    told = head()
    assert (told["temperature"], told["top_p"], told["tool_choice"], told["truncation"]) == (
        1.0,
        1.0,
        "auto",
        "disabled",
    )
    assert told["text"] == {"format": {"type": "text"}}
    assert told["reasoning"] == {"effort": None, "summary": None}
    assert (told["id"], told["model"]) == ("resp_01kaf0000000000000000000zz", "qwen3")


def test_what_was_asked_is_repeated_and_nothing_is_ever_kept():
    told = head(
        temperature=0.5,
        instructions="Be kind.",
        store=True,
        reasoning={"effort": "low"},
        text={"verbosity": "low"},
        tools=[{"type": "function", "name": "f"}, {"type": "custom", "name": "g"}],
    )
    assert (told["temperature"], told["instructions"], told["store"]) == (0.5, "Be kind.", False)
    assert told["reasoning"] == {"effort": "low", "summary": None}
    assert told["text"] == {"format": {"type": "text"}, "verbosity": "low"}
    assert told["tools"] == [
        {"type": "function", "name": "f", "description": None, "parameters": None, "strict": False},
        {"type": "custom", "name": "g"},
    ]


def test_usage_is_told_with_its_details_and_adds_up():
    told = usage_of(Usage(10, 8, 4, 1, 3))
    ResponseUsage.model_validate(told, strict=True)
    assert told["total_tokens"] == 18
    assert told["input_tokens_details"] == {"cached_tokens": 4, "cache_write_tokens": 1}
    assert told["output_tokens_details"] == {"reasoning_tokens": 3}
