"""The strict fake of Gemini, judged by the official SDK."""

import httpx2
import pytest
from google import genai
from google.genai import errors, types

from larouter.testing import faults
from larouter.testing.completions import Answer, ToolCall
from larouter.testing.fake_gemini import KEY, FakeGemini
from larouter.testing.gemini_turns import sign

# The SDK's own habit.
pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")
TOOLS = (ToolCall("get_weather", '{"city": "Oslo"}'), ToolCall("get_time", "{}"))
FULL = Answer("Let me see.", TOOLS, reasoning="I think so.", cached_tokens=3)
THOUGHTS = types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True))
ARGON = "gemini-4-argon"


def sdk(fake: FakeGemini, key: str = KEY) -> genai.client.AsyncClient:
    return genai.Client(api_key=key, http_options=types.HttpOptions(base_url=fake.url, timeout=5000)).aio


async def ask(
    fake: FakeGemini, contents: object = "hello", **options: object
) -> types.GenerateContentResponse:
    async with sdk(fake) as api:
        return await api.models.generate_content(**{"model": ARGON, "contents": contents, **options})


async def test_thoughts_text_and_calls_come_whole_with_their_usage() -> None:
    async with FakeGemini(answer=FULL) as fake:
        answer = await ask(fake, config=THOUGHTS)
    parts = answer.candidates[0].content.parts
    assert [(part.text, part.thought) for part in parts[:2]] == [("I think so.", True), ("Let me see.", None)]
    assert [part.function_call.name for part in parts[2:]] == ["get_weather", "get_time"]
    assert parts[2].thought_signature
    assert parts[3].thought_signature is None
    usage = answer.usage_metadata
    assert (usage.candidates_token_count, usage.thoughts_token_count) == (3 + 3 + 2, 3)
    assert usage.cached_content_token_count == 3
    assert usage.total_token_count == usage.prompt_token_count + 11


async def test_a_stream_says_the_same_in_pieces() -> None:
    async with FakeGemini(answer=FULL) as fake, sdk(fake) as api:
        stream = await api.models.generate_content_stream(model=ARGON, contents="hello", config=THOUGHTS)
        chunks = [chunk async for chunk in stream]
        whole = await ask(fake, config=THOUGHTS)
        raw = fake.asked[0].sent
    parts = [part for chunk in chunks for part in chunk.candidates[0].content.parts]
    assert "".join(part.text for part in parts if part.text and not part.thought) == "Let me see."
    assert [chunk.candidates[0].finish_reason for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert chunks[-1].usage_metadata == whole.usage_metadata
    assert raw.count(b"\r\n\r\n") == len(chunks)


async def test_without_events_a_stream_is_an_array() -> None:
    async with FakeGemini(answer=Answer("One two.")) as fake, httpx2.AsyncClient() as http:
        answer = await http.post(
            f"{fake.url}/v1beta/models/{ARGON}:streamGenerateContent",
            json={"contents": [{"parts": [{"text": "hello"}]}]},
            headers={"x-goog-api-key": KEY},
        )
    assert [chunk["candidates"][0]["content"]["parts"][0]["text"] for chunk in answer.json()] == [
        "One",
        " two.",
    ]


async def test_a_signature_goes_round_and_is_missed_when_it_is_lost() -> None:
    results = [types.Part.from_function_response(name=call.name, response={"result": "x"}) for call in TOOLS]
    async with FakeGemini(answer=FULL) as fake:
        first = (await ask(fake)).candidates[0].content
        turns = [types.UserContent("hello"), first, types.Content(role="user", parts=results)]
        await ask(fake, turns)
        for part in first.parts:
            part.thought_signature = None
        with pytest.raises(errors.ClientError, match="missing a thought_signature"):
            await ask(fake, turns)
        assert len(fake.refused) == 1


async def test_the_signature_of_a_text_comes_with_an_empty_part_at_the_end() -> None:
    async with FakeGemini(answer=Answer("Hi.", reasoning="Hm.")) as fake, sdk(fake) as api:
        stream = await api.models.generate_content_stream(model=ARGON, contents="hello")
        parts = [part async for chunk in stream for part in chunk.candidates[0].content.parts]
        whole = await ask(fake)
    assert (parts[-1].text, bool(parts[-1].thought_signature)) == ("", True)
    assert whole.candidates[0].content.parts[0].thought_signature == parts[-1].thought_signature
    assert sign("")


async def test_limits_stop_sequences_and_refusals_end_it() -> None:
    async with FakeGemini(answer=Answer("One two three.")) as fake:
        short = await ask(fake, config=types.GenerateContentConfig(max_output_tokens=2))
        stopped = await ask(fake, config=types.GenerateContentConfig(stop_sequences=["three"]))
        fake.answer = Answer("", refusal="No.")
        refused = await ask(fake)
    assert (short.text, short.candidates[0].finish_reason) == ("One two", "MAX_TOKENS")
    assert (stopped.text, stopped.candidates[0].finish_reason) == ("One two ", "STOP")
    assert (refused.text, refused.candidates[0].finish_reason) == (None, "SAFETY")


async def test_keys_models_and_unknown_names_are_refused_in_googles_shape() -> None:
    async with FakeGemini() as fake, httpx2.AsyncClient(base_url=fake.url) as http:

        async def post(key: str = KEY, model: str = ARGON, **members: object) -> tuple[int, str]:
            body = {"contents": [{"parts": [{"text": "hello"}]}], **members}
            headers = {"x-goog-api-key": key} if key else {}
            answer = await http.post(f"/v1beta/models/{model}:generateContent", json=body, headers=headers)
            error = answer.json().get("error", {"code": 200, "status": ""})
            assert error["code"] == answer.status_code
            return answer.status_code, error["status"]

        assert await post() == (200, "")
        assert await post(key="") == (403, "PERMISSION_DENIED")
        assert await post(key="wrong") == (400, "INVALID_ARGUMENT")
        assert await post(model="gemini-9") == (404, "NOT_FOUND")
        assert await post(maxTokens=1) == (400, "INVALID_ARGUMENT")
        assert (await http.get("/v2/models", headers={"x-goog-api-key": KEY})).status_code == 404


async def test_models_are_listed_and_tokens_counted() -> None:
    async with FakeGemini("gemini-a", "gemini-b") as fake, sdk(fake) as api:
        assert [model.name async for model in await api.models.list()] == [
            "models/gemini-a",
            "models/gemini-b",
        ]
        assert (await api.models.count_tokens(model="gemini-a", contents="hello")).total_tokens > 0


async def test_faults_are_the_sdks_own_exceptions() -> None:
    script = [faults.Status(429, retry_after="7"), faults.Status(529), faults.ErrorEvent(1)]
    async with FakeGemini(answer=Answer("One two three."), faults=script) as fake, sdk(fake) as api:
        with pytest.raises(errors.ClientError, match="RESOURCE_EXHAUSTED"):
            await ask(fake)
        with pytest.raises(errors.APIError, match="UNAVAILABLE"):
            await ask(fake)
        with pytest.raises(errors.APIError, match="UNAVAILABLE"):
            async for _ in await api.models.generate_content_stream(model=ARGON, contents="hello"):
                pass
