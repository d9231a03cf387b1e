"""The SDKs of OpenAI, Anthropic and Google, of the releases that the other clients here hold them to."""

from functools import partial
from json import loads
from typing import Any

from anthropic import Anthropic
from google import genai
from google.genai import types
from openai import OpenAI
from showing import MOST_TOKENS, QUESTION, TOKEN, URL, WEATHER_SCHEMA, City, show, weather

HELLO: list[Any] = [{"role": "user", "content": "Hello"}]
ASKED: list[Any] = [{"role": "user", "content": QUESTION}]


class Completions:
    def __init__(self, model: str) -> None:
        self.api = OpenAI(base_url=f"{URL}/v1", api_key=TOKEN, max_retries=0).chat.completions
        self.asked: dict[str, Any] = {"model": model, "max_tokens": MOST_TOKENS}

    def chat(self) -> dict[str, Any]:
        answer = self.api.create(messages=HELLO, **self.asked)
        usage = answer.usage
        text = answer.choices[0].message.content
        return {"text": text, "input": usage.prompt_tokens, "output": usage.completion_tokens}

    def stream(self) -> dict[str, Any]:
        with self.api.create(messages=HELLO, stream=True, **self.asked) as chunks:
            said = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
        return {"pieces": [piece for piece in said if piece]}

    def tools(self) -> dict[str, Any]:
        tools = [{"type": "function", "function": {"name": "get_weather", "parameters": WEATHER_SCHEMA}}]
        first = self.api.create(messages=ASKED, tools=tools, **self.asked).choices[0].message
        (call,) = first.tool_calls
        arguments = loads(call.function.arguments)
        said = {"role": "tool", "tool_call_id": call.id, "content": weather(**arguments)}
        answer = self.api.create(messages=[*ASKED, first, said], tools=tools, **self.asked)
        return {"called": arguments, "text": answer.choices[0].message.content}

    def structured(self) -> dict[str, Any]:
        answer = self.api.parse(messages=ASKED, response_format=City, **self.asked)
        return answer.choices[0].message.parsed.model_dump()


class Responses:
    def __init__(self, model: str) -> None:
        self.api = OpenAI(base_url=f"{URL}/v1", api_key=TOKEN, max_retries=0).responses
        self.asked: dict[str, Any] = {"model": model, "max_output_tokens": MOST_TOKENS}

    def chat(self) -> dict[str, Any]:
        answer = self.api.create(input="Hello", **self.asked)
        usage = answer.usage
        return {"text": answer.output_text, "input": usage.input_tokens, "output": usage.output_tokens}

    def stream(self) -> dict[str, Any]:
        with self.api.stream(input="Hello", **self.asked) as events:
            return {"pieces": [it.delta for it in events if it.type == "response.output_text.delta"]}

    def tools(self) -> dict[str, Any]:
        tools = [{"type": "function", "name": "get_weather", "parameters": WEATHER_SCHEMA, "strict": False}]
        first = self.api.create(input=ASKED, tools=tools, **self.asked)
        (call,) = (item for item in first.output if item.type == "function_call")
        arguments = loads(call.arguments)
        said = {"type": "function_call_output", "call_id": call.call_id, "output": weather(**arguments)}
        answer = self.api.create(input=[*ASKED, *first.output, said], tools=tools, **self.asked)
        return {"called": arguments, "text": answer.output_text}

    def structured(self) -> dict[str, Any]:
        return self.api.parse(input=QUESTION, text_format=City, **self.asked).output_parsed.model_dump()


class Messages:
    def __init__(self, model: str) -> None:
        self.api = Anthropic(base_url=URL, api_key=TOKEN, max_retries=0).messages
        self.asked: dict[str, Any] = {"model": model, "max_tokens": MOST_TOKENS}

    def chat(self) -> dict[str, Any]:
        answer = self.api.create(messages=HELLO, **self.asked)
        usage = answer.usage
        return {"text": answer.content[0].text, "input": usage.input_tokens, "output": usage.output_tokens}

    def stream(self) -> dict[str, Any]:
        with self.api.stream(messages=HELLO, **self.asked) as events:
            return {"pieces": list(events.text_stream)}

    def tools(self) -> dict[str, Any]:
        tools = [{"name": "get_weather", "input_schema": WEATHER_SCHEMA}]
        first = self.api.create(messages=ASKED, tools=tools, **self.asked)
        (use,) = (block for block in first.content if block.type == "tool_use")
        result = {"type": "tool_result", "tool_use_id": use.id, "content": weather(**use.input)}
        turns = [
            *ASKED,
            {"role": "assistant", "content": first.content},
            {"role": "user", "content": [result]},
        ]
        answer = self.api.create(messages=turns, tools=tools, **self.asked)
        return {"called": use.input, "text": answer.content[0].text}

    def structured(self) -> dict[str, Any]:
        answer = self.api.parse(messages=ASKED, output_format=City, **self.asked)
        return answer.parsed_output.model_dump()


class Generate:
    def __init__(self, model: str) -> None:
        client = genai.Client(api_key=TOKEN, http_options=types.HttpOptions(base_url=URL))
        self.client, self.api, self.model = client, client.models, model

    def options(self, **more: Any) -> types.GenerateContentConfig:
        return types.GenerateContentConfig(max_output_tokens=MOST_TOKENS, **more)

    def chat(self) -> dict[str, Any]:
        answer = self.api.generate_content(model=self.model, contents="Hello", config=self.options())
        usage = answer.usage_metadata
        return {
            "text": answer.text,
            "input": usage.prompt_token_count,
            "output": usage.candidates_token_count,
        }

    def stream(self) -> dict[str, Any]:
        chunks = self.api.generate_content_stream(model=self.model, contents="Hello", config=self.options())
        return {"pieces": [chunk.text for chunk in chunks if chunk.text]}

    def tools(self) -> dict[str, Any]:
        called: dict[str, str] = {}

        def get_weather(city: str) -> str:
            """The weather in a city."""
            called["city"] = city
            return weather(city)

        answer = self.api.generate_content(
            model=self.model, contents=QUESTION, config=self.options(tools=[get_weather])
        )
        return {"called": called, "text": answer.text}

    def structured(self) -> dict[str, Any]:
        wanted = self.options(
            response_mime_type="application/json", response_json_schema=City.model_json_schema()
        )
        answer = self.api.generate_content(model=self.model, contents=QUESTION, config=wanted)
        return City.model_validate_json(answer.text).model_dump()


show(
    {
        "openai, chat completions": partial(Completions),
        "openai, Responses": partial(Responses),
        "anthropic": partial(Messages),
        "google-genai": partial(Generate),
    }
)
