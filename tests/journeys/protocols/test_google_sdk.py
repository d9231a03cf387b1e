"""What only generateContent has, through the official Google SDK and the router, to Gemini and elsewhere."""

from collections.abc import Iterator
from typing import Any

import pytest
import talk_google
from clouds import MODELS, Clouds
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from larouter.testing.completions import Answer, ToolCall

CALL = Answer("", tool_calls=(ToolCall("get_weather", '{"city":"Oslo"}', "call_weather1"),), reasoning="Hm.")
BACKENDS = ("argon", "opus", "haiku", "compatible")


class City(BaseModel):
    name: str
    rain: bool


@pytest.fixture
def clouds(all_clouds: Clouds) -> Clouds:
    all_clouds.heal()
    all_clouds.say(Answer("Fine."))
    return all_clouds


@pytest.fixture
def api(clouds: Clouds) -> Iterator[genai.Client]:
    with talk_google.client(clouds.router.url, clouds.router.token, lambda _: None) as client:
        yield client


def ask(api: genai.Client, backend: str, contents: Any = "hello", **config: Any) -> Any:
    return api.models.generate_content(
        model=MODELS[backend], contents=contents, config=types.GenerateContentConfig(**config)
    )


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_python_function_is_called_by_the_sdk_itself(
    clouds: Clouds, api: genai.Client, backend: str
) -> None:
    asked: list[str] = []

    def get_weather(city: str) -> str:
        """The weather in a city."""
        asked.append(city)
        return "rain"

    clouds.say(CALL, Answer("It rains."))
    assert ask(api, backend, "How is the weather?", tools=[get_weather]).text == "It rains."
    assert asked == ["Oslo"]
    assert "rain" in clouds.heard(backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_chat_keeps_its_history(clouds: Clouds, api: genai.Client, backend: str) -> None:
    clouds.say(Answer("One.", reasoning="Hm."), Answer("Two."), Answer("Three."))
    chat = api.chats.create(model=MODELS[backend])
    assert chat.send_message("a").text == "One."
    assert "".join(chunk.text or "" for chunk in chat.send_message_stream("b")) == "Two."
    assert chat.send_message("c").text == "Three."
    heard = clouds.heard(backend)
    assert "One." in heard
    assert "Two." in heard


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_pydantic_model_is_filled_in(clouds: Clouds, api: genai.Client, backend: str) -> None:
    clouds.say(Answer('{"name":"Oslo","rain":true}'))
    answer = ask(api, backend, response_mime_type="application/json", response_schema=City)
    assert answer.parsed == City(name="Oslo", rain=True)
    assert '"rain"' in clouds.heard(backend)


def test_what_gemini_is_sent_is_what_the_client_said(clouds: Clouds, api: genai.Client) -> None:
    safety = types.SafetySetting(category="HARM_CATEGORY_HARASSMENT", threshold="BLOCK_NONE")
    ask(api, "argon", safety_settings=[safety], seed=7, top_k=5, system_instruction="Be brief.")
    heard = clouds.json("argon")
    assert heard["generationConfig"] == {"seed": 7, "topK": 5}
    assert heard["safetySettings"] == [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]
    assert "Be brief." in str(heard["systemInstruction"])


def test_the_clients_key_stays_here_and_the_providers_goes_there(clouds: Clouds, api: genai.Client) -> None:
    ask(api, "argon")
    request = clouds.fakes["argon"].received[-1]
    assert clouds.router.token not in request.head.decode()
    assert request.headers["x-goog-api-key"] == "AIza-fake"


@pytest.mark.parametrize("path", ["/v1", "/v1beta"])
def test_both_versions_of_the_api_are_served(clouds: Clouds, path: str) -> None:
    body = {"contents": [{"parts": [{"text": "hello"}]}]}
    headers = {"x_goog_api_key": clouds.router.token}
    method = f"{path}/models/{MODELS['argon']}:generateContent"
    answer = clouds.router.call("POST", method, body, "", **headers)
    assert answer.json()["candidates"][0]["content"]["parts"][0]["text"] == "Fine."


def test_errors_are_googles_own(api: genai.Client) -> None:
    with pytest.raises(errors.ClientError) as caught:
        ask(api, "compatible", response_modalities=["IMAGE"])
    assert (caught.value.code, caught.value.status) == (400, "INVALID_ARGUMENT")
    assert "responseModalities" in caught.value.message


def test_tokens_are_counted(api: genai.Client) -> None:
    short = api.models.count_tokens(model=MODELS["argon"], contents="hello")
    long = api.models.count_tokens(model=MODELS["argon"], contents="hello " * 100)
    assert 0 < short.total_tokens < long.total_tokens


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_stream_without_events_is_an_array_that_grows(clouds: Clouds, backend: str) -> None:
    clouds.say(Answer("One two three."))
    path = f"/v1beta/models/{MODELS[backend]}:streamGenerateContent"
    headers = {"x_goog_api_key": clouds.router.token}
    answer = clouds.router.call("POST", path, {"contents": [{"parts": [{"text": "hello"}]}]}, "", **headers)
    chunks = answer.json()
    assert len(chunks) > 2
    parts = [part for chunk in chunks for part in chunk["candidates"][0]["content"].get("parts", ())]
    assert "".join(part.get("text", "") for part in parts) == "One two three."
