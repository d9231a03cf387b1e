"""The strict fake of OpenAI itself, judged by the official SDK."""

import openai
import pytest

from larouter.testing import faults
from larouter.testing.completions import Answer, ToolCall
from larouter.testing.fake_responses import KEY, FakeResponses, sign, verify

ASKED = {"model": "gpt-6-luna", "input": "hello"}
SHOWN = {"reasoning": {"summary": "auto"}, "include": ["reasoning.encrypted_content"], "store": False}
TOOLS = [
    {"type": "function", "name": "get_weather", "parameters": {"type": "object"}, "strict": False},
    {"type": "custom", "name": "run"},
    {"type": "namespace", "name": "crm", "description": "", "tools": [{"type": "function", "name": "find"}]},
]
CALLS = (ToolCall("get_weather", '{"city": "Oslo"}'), ToolCall("run", "ls -l"), ToolCall("find", "{}"))
FULL = Answer("Let me see.", CALLS, reasoning="I think so.", cached_tokens=3, written_tokens=2)
CHAT = {"model": "gpt-6-luna", "messages": [{"role": "user", "content": "hello"}]}


def sdk(fake: FakeResponses, key: str = KEY) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(base_url=f"{fake.url}/v1", api_key=key, max_retries=0, timeout=5)


async def test_reasoning_text_and_calls_of_every_kind_come_whole_with_their_usage() -> None:
    async with FakeResponses(answer=FULL) as fake, sdk(fake) as api:
        said = await api.responses.create(**ASKED, **SHOWN, tools=TOOLS)
    kinds = ["reasoning", "message", "function_call", "custom_tool_call", "function_call"]
    assert [item.type for item in said.output] == kinds
    assert said.output[0].summary[0].text == "I think so."
    assert said.output_text == "Let me see."
    assert (said.output[2].arguments, said.output[3].input) == ('{"city": "Oslo"}', "ls -l")
    assert said.output[4].namespace == "crm"
    assert (
        said.usage.input_tokens_details.cached_tokens,
        said.usage.output_tokens_details.reasoning_tokens,
    ) == (3, 3)
    assert said.usage.total_tokens == said.usage.input_tokens + said.usage.output_tokens


async def test_a_stream_folds_to_the_whole_answer() -> None:
    async with FakeResponses(answer=FULL) as fake, sdk(fake) as api:
        whole = await api.responses.create(**ASKED, **SHOWN, tools=TOOLS)
        async with api.responses.stream(**ASKED, **SHOWN, tools=TOOLS) as events:
            said = [event async for event in events]
    folded = said[-1].response
    ids = {"id": True, "output": {"__all__": {"id", "call_id", "parsed_arguments"}}}
    assert [event.sequence_number for event in said] == sorted({event.sequence_number for event in said})
    text = "".join(event.delta for event in said if event.type == "response.output_text.delta")
    assert text == folded.output_text == "Let me see."
    assert (
        folded.model_dump(exclude=ids, exclude_none=True, warnings=False).keys()
        == whole.model_dump(exclude=ids, exclude_none=True).keys()
    )
    assert [item.type for item in folded.output] == [item.type for item in whole.output]
    assert folded.usage == whole.usage


async def test_the_events_are_in_the_providers_own_order() -> None:
    async with FakeResponses(answer=Answer("Hi.", reasoning="Hm.")) as fake, sdk(fake) as api:
        async with api.responses.stream(**ASKED, **SHOWN) as events:
            await events.get_final_response()
        sent = fake.asked[0].sent.decode()
    names = [
        line.removeprefix("event: response.") for line in sent.splitlines() if line.startswith("event: ")
    ]
    summary, text = "reasoning_summary_", "output_text."
    thought = [f"{summary}part.added", f"{summary}text.delta", f"{summary}text.done", f"{summary}part.done"]
    said = ["content_part.added", f"{text}delta", f"{text}done", "content_part.done"]
    added, done = "output_item.added", "output_item.done"
    assert names == ["created", "in_progress", added, *thought, done, added, *said, done, "completed"]


async def test_reasoning_is_told_only_to_those_who_ask_and_counted_all_the_same() -> None:
    async with FakeResponses(answer=Answer("Hi.", reasoning="One two.")) as fake, sdk(fake) as api:
        hidden = await api.responses.create(**ASKED)
        off = await api.responses.create(**ASKED, reasoning={"effort": "none"})
    assert (hidden.output[0].summary, hidden.output[0].encrypted_content) == ([], None)
    assert (hidden.usage.output_tokens, off.usage.output_tokens) == (3, 1)
    assert [item.type for item in off.output] == ["message"]


async def test_a_conversation_with_tools_and_reasoning_goes_round() -> None:
    async with FakeResponses(answer=FULL) as fake, sdk(fake) as api:
        first = await api.responses.create(**ASKED, **SHOWN, tools=TOOLS)
        kept = [item.model_dump(exclude_none=True) for item in first.output]
        results = [
            {"type": f"{item.type}_output", "call_id": item.call_id, "output": "x"}
            for item in first.output[2:]
        ]
        turns = [{"role": "user", "content": "hello"}, *kept, *results]
        await api.responses.create(**{**ASKED, "input": turns}, **SHOWN, tools=TOOLS)
        kept[0]["encrypted_content"] = sign("gpt-6-astra", "I think so.")
        with pytest.raises(openai.BadRequestError, match="could not be verified"):
            await api.responses.create(**{**ASKED, "input": turns}, **SHOWN, tools=TOOLS)
    assert len(fake.refused) == 1


async def test_limits_filters_and_refusals_end_it() -> None:
    async with FakeResponses(answer=Answer("word " * 40)) as fake, sdk(fake) as api:
        short = await api.responses.create(**ASKED, max_output_tokens=16)
        fake.answer = Answer("Half", finish_reason="content_filter")
        filtered = await api.responses.create(**ASKED)
        fake.answer = Answer("", refusal="No.")
        refused = await api.responses.create(**ASKED)
    assert (short.output_text.split(), short.incomplete_details.reason) == (
        ["word"] * 16,
        "max_output_tokens",
    )
    assert (filtered.status, filtered.incomplete_details.reason) == ("incomplete", "content_filter")
    assert (refused.status, refused.output[0].content[0].refusal) == ("completed", "No.")


async def test_chat_completions_are_there_for_the_models_that_have_them() -> None:
    async with FakeResponses("gpt-6-luna", "gpt-5-pro", answer=Answer("Hi.")) as fake, sdk(fake) as api:
        assert (await api.chat.completions.create(**CHAT)).choices[0].message.content == "Hi."
        with pytest.raises(openai.NotFoundError, match="only supported in v1/responses"):
            await api.chat.completions.create(**{**CHAT, "model": "gpt-5-pro"})
        tool = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
        with pytest.raises(openai.BadRequestError, match="use /v1/responses instead"):
            await api.chat.completions.create(**CHAT, tools=[tool])


async def test_vectors_and_models_are_there_too() -> None:
    async with FakeResponses("text-embedding-3-small") as fake, sdk(fake) as api:
        made = await api.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
        assert len(made.data) == 2
        assert [model.id async for model in api.models.list()] == ["text-embedding-3-small"]


async def test_keys_models_and_paths_are_checked() -> None:
    async with FakeResponses() as fake:
        async with sdk(fake, "no") as stranger:
            with pytest.raises(openai.AuthenticationError):
                await stranger.responses.create(**ASKED)
        async with sdk(fake) as api:
            with pytest.raises(openai.NotFoundError, match="does not exist"):
                await api.responses.create(**{**ASKED, "model": "gpt-9"})
            with pytest.raises(openai.NotFoundError, match="Invalid URL"):
                await api.responses.retrieve("resp_1")
            with pytest.raises(openai.BadRequestError, match="Unknown parameter: 'top_k'") as caught:
                await api.responses.create(**ASKED, extra_body={"top_k": 3})
    assert (caught.value.param, caught.value.code) == ("top_k", "unknown_parameter")


@pytest.mark.parametrize("stream", [False, True])
async def test_a_fault_is_told_in_the_words_of_the_api_that_was_spoken(stream: bool) -> None:
    wrong = faults.ErrorEvent(1, "It broke.") if stream else faults.Status(500, message="It broke.")
    async with FakeResponses(faults=[wrong, wrong]) as fake, sdk(fake) as api:
        with pytest.raises(openai.APIError, match="It broke"):
            async for _ in await api.chat.completions.create(**CHAT, stream=True):
                pass
        if not stream:
            with pytest.raises(openai.InternalServerError, match="It broke"):
                await api.responses.create(**ASKED)
            return
        events = [event async for event in await api.responses.create(**ASKED, stream=True)]
        assert (events[-1].type, events[-1].message) == ("error", "It broke.")


def test_reasoning_is_of_one_model() -> None:
    sealed = sign("gpt-a", "thought of many words")
    assert verify(sealed, "gpt-a")
    assert not verify(sealed, "gpt-b")
    assert not verify(sealed[:-8], "gpt-a")
    assert not verify("not base64!", "gpt-a")
