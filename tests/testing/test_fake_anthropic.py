"""The strict fake of Anthropic, judged by the official SDK."""

import anthropic
import httpx2
import pytest

from larouter.testing.completions import Answer, ToolCall
from larouter.testing.fake_anthropic import KEY, FakeAnthropic, sign, verify

USER = [{"role": "user", "content": "hello"}]
ASKED = {"model": "claude-opus-5-5", "max_tokens": 100, "messages": USER}
SHOWN = {"thinking": {"type": "adaptive", "display": "summarized"}}
TOOLS = (ToolCall("get_weather", '{"city": "Oslo"}'), ToolCall("get_time", "{}"))
FULL = Answer("Let me see.", TOOLS, reasoning="I think so.", cached_tokens=3, written_tokens=2)


def sdk(fake: FakeAnthropic, key: str = KEY) -> anthropic.AsyncAnthropic:
    return anthropic.AsyncAnthropic(base_url=fake.url, api_key=key, max_retries=0, timeout=5)


async def test_thinking_text_and_parallel_tools_come_whole_with_their_usage() -> None:
    async with FakeAnthropic(answer=FULL) as fake, sdk(fake) as api:
        message = await api.messages.create(**ASKED, **SHOWN)
    assert [block.type for block in message.content] == ["thinking", "text", "tool_use", "tool_use"]
    assert message.stop_reason == "tool_use"
    assert message.content[2].input == {"city": "Oslo"}
    assert (message.usage.cache_read_input_tokens, message.usage.cache_creation_input_tokens) == (3, 2)
    assert message.usage.output_tokens == 3 + 3 + 3 + 2


async def test_what_only_a_beta_header_makes_acceptable_is_refused_without_it() -> None:
    bound = {"type": "adaptive", "block_binding": {"prefix_mismatch_behavior": "drop_block"}}
    header = {"anthropic-beta": "thinking-binding-controls-2026-08-01"}
    async with FakeAnthropic(answer=Answer("Hi.")) as fake, sdk(fake) as api:
        with pytest.raises(anthropic.BadRequestError, match="block_binding"):
            await api.messages.create(**ASKED, thinking=bound)
        message = await api.messages.create(**ASKED, thinking=bound, extra_headers=header)
    assert message.content[0].text == "Hi."


async def test_what_is_to_be_forgotten_is_named_with_its_beta_header_only() -> None:
    forgotten = {"context_management": {"edits": [{"type": "clear_thinking_20251015", "keep": "all"}]}}
    header = {"anthropic-beta": "context-management-2025-06-27"}
    async with FakeAnthropic(answer=Answer("Hi.")) as fake, sdk(fake) as api:
        with pytest.raises(anthropic.BadRequestError, match="context_management"):
            await api.messages.create(**ASKED, extra_body=forgotten)
        message = await api.messages.create(**ASKED, extra_body=forgotten, extra_headers=header)
    assert message.content[0].text == "Hi."


async def test_a_stream_folds_to_the_whole_answer() -> None:
    async with FakeAnthropic(answer=FULL) as fake, sdk(fake) as api:
        whole = await api.messages.create(**ASKED, **SHOWN)
        async with api.messages.stream(**ASKED, **SHOWN) as events:
            kinds = [event.type async for event in events]
            folded = await events.get_final_message()
    ids = {"id": True, "content": {"__all__": {"id"}}}
    assert folded.model_dump(exclude=ids) | {"parsed_output": None} == whole.model_dump(exclude=ids) | {
        "parsed_output": None
    }
    assert kinds[0] == "message_start"
    assert kinds[-1] == "message_stop"
    assert {"thinking", "signature", "text", "input_json"} <= set(kinds)


async def test_the_events_are_in_the_providers_own_order() -> None:
    async with FakeAnthropic(answer=Answer("Hi.")) as fake, sdk(fake) as api:
        async with api.messages.stream(**ASKED) as events:
            await events.get_final_message()
        sent = fake.asked[0].sent.decode()
    names = [line.removeprefix("event: ") for line in sent.splitlines() if line.startswith("event: ")]
    begin, end = (
        ["message_start", "ping", "content_block_start"],
        ["content_block_stop", "message_delta", "message_stop"],
    )
    assert names == [*begin, "content_block_delta", *end]


async def test_thinking_is_hidden_by_default_and_counted_all_the_same() -> None:
    async with FakeAnthropic(answer=Answer("Hi.", reasoning="One two.")) as fake, sdk(fake) as api:
        message = await api.messages.create(**ASKED)
    assert (message.content[0].thinking, message.content[1].text) == ("", "Hi.")
    assert message.usage.output_tokens == 3


async def test_a_conversation_with_tools_and_thinking_goes_round() -> None:
    async with FakeAnthropic(answer=FULL) as fake, sdk(fake) as api:
        first = await api.messages.create(**ASKED, **SHOWN)
        results = [
            {"type": "tool_result", "tool_use_id": block.id, "content": "x"} for block in first.content[2:]
        ]
        turns = [*USER, first.to_param(), {"role": "user", "content": results}]
        await api.messages.create(**{**ASKED, "messages": turns})
        first.content[0].thinking = "I changed my mind."
        with pytest.raises(anthropic.BadRequestError, match="Invalid `signature`"):
            await api.messages.create(**{**ASKED, "messages": [*USER, first.to_param(), turns[2]]})
        assert len(fake.refused) == 1


async def test_limits_stop_sequences_and_refusals_end_it() -> None:
    async with FakeAnthropic(answer=Answer("One two three.")) as fake, sdk(fake) as api:
        short = await api.messages.create(**{**ASKED, "max_tokens": 2})
        stopped = await api.messages.create(**ASKED, stop_sequences=["three"])
        fake.answer = Answer("", refusal="No.")
        refused = await api.messages.create(**ASKED)
    assert (short.content[0].text, short.stop_reason) == ("One two", "max_tokens")
    assert (stopped.content[0].text, stopped.stop_reason, stopped.stop_sequence) == (
        "One two ",
        "stop_sequence",
        "three",
    )
    assert (refused.content, refused.stop_reason, refused.stop_details.explanation) == ([], "refusal", "No.")


async def test_tokens_are_counted_as_they_are_billed() -> None:
    async with FakeAnthropic() as fake, sdk(fake) as api:
        counted = await api.messages.count_tokens(model="claude-opus-5-5", messages=USER)
        assert counted.input_tokens == (await api.messages.create(**ASKED)).usage.input_tokens
        with pytest.raises(anthropic.BadRequestError):
            await api.messages.count_tokens(model="claude-opus-5-5", messages=[])


async def test_keys_versions_models_and_paths_are_checked() -> None:
    async with FakeAnthropic() as fake, httpx2.AsyncClient(base_url=fake.url) as http:

        async def ask(path: str = "/v1/messages", model: str = "claude-opus-5-5", **headers: str) -> tuple:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            answer = await http.post(path, json={**ASKED, "model": model}, headers=sent)
            return answer.status_code, answer.json().get("error", {}).get("type")

        right = {"x_api_key": KEY, "anthropic_version": "2023-06-01"}
        assert await ask(**right) == (200, None)
        assert await ask(authorization=f"Bearer {KEY}", anthropic_version="2026-10-21") == (200, None)
        assert await ask(anthropic_version="2023-06-01") == (401, "authentication_error")
        assert await ask(**{**right, "x_api_key": "no"}) == (401, "authentication_error")
        assert await ask(x_api_key=KEY) == (400, "invalid_request_error")
        assert await ask(**{**right, "anthropic_version": "2020-01-01"}) == (400, "invalid_request_error")
        assert await ask(model="claude-9", **right) == (404, "not_found_error")
        assert await ask("/v1/elsewhere", **right) == (404, "not_found_error")


async def test_models_are_listed() -> None:
    async with FakeAnthropic("claude-a", "claude-b") as fake, sdk(fake) as api:
        assert [model.id async for model in api.models.list()] == ["claude-a", "claude-b"]


def test_a_signature_is_of_one_model_and_one_text() -> None:
    signature = sign("claude-a", "text")
    assert verify(signature, "claude-a", "text")
    assert verify(signature, "", "text")
    assert not verify(signature, "claude-b", "text")
    assert not verify(signature, "claude-a", "other")
    assert not verify("not base64!", "", "text")
