"""Haystack: OpenAIChatGenerator and OpenAIResponsesChatGenerator."""

from functools import partial
from typing import Any

from haystack.components.generators.chat import OpenAIChatGenerator, OpenAIResponsesChatGenerator
from haystack.dataclasses import ChatMessage
from haystack.tools import Tool
from haystack.utils import Secret
from showing import MOST_TOKENS, QUESTION, TOKEN, URL, WEATHER_SCHEMA, City, show, weather

HELLO = [ChatMessage.from_user("Hello")]


class Haystack:
    def __init__(self, made: Any, limit: str, form: str, model: str) -> None:
        self.form = form
        self.made = partial(
            made,
            api_key=Secret.from_token(TOKEN),
            model=model,
            api_base_url=f"{URL}/v1",
            max_retries=0,
        )
        self.limit = {limit: MOST_TOKENS}

    def ask(self, messages: list[ChatMessage], **options: Any) -> ChatMessage:
        wanted = {**self.limit, **options.pop("wanted", {})}
        return self.made(generation_kwargs=wanted, **options).run(messages)["replies"][0]

    def chat(self) -> dict[str, Any]:
        answer = self.ask(HELLO)
        usage = answer.meta["usage"]
        return {
            "text": answer.text,
            "input": usage.get("prompt_tokens", usage.get("input_tokens")),
            "output": usage.get("completion_tokens", usage.get("output_tokens")),
        }

    def stream(self) -> dict[str, Any]:
        pieces: list[str] = []
        self.ask(HELLO, streaming_callback=lambda chunk: pieces.append(chunk.content))
        return {"pieces": [piece for piece in pieces if piece]}

    def tools(self) -> dict[str, Any]:
        tool = Tool("get_weather", "The weather in a city.", WEATHER_SCHEMA, weather)
        asked = [ChatMessage.from_user(QUESTION)]
        first = self.ask(asked, tools=[tool])
        (call,) = first.tool_calls
        said = ChatMessage.from_tool(tool.invoke(**call.arguments), call)
        return {"called": call.arguments, "text": self.ask([*asked, first, said], tools=[tool]).text}

    def structured(self) -> dict[str, Any]:
        answer = self.ask([ChatMessage.from_user(QUESTION)], wanted={self.form: City})
        return City.model_validate_json(answer.text).model_dump()


show(
    {
        "OpenAIChatGenerator": partial(
            Haystack, OpenAIChatGenerator, "max_completion_tokens", "response_format"
        ),
        "OpenAIResponsesChatGenerator": partial(
            Haystack, OpenAIResponsesChatGenerator, "max_output_tokens", "text_format"
        ),
    }
)
