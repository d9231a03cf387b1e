"""Pydantic AI: its models for chat completions, Responses, Messages and Google."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from anthropic import AsyncAnthropic
from pydantic_ai import Agent, NativeOutput
from pydantic_ai.messages import ToolCallPart
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.google import GoogleProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.settings import ModelSettings
from showing import MOST_TOKENS, QUESTION, TINY, TOKEN, URL, City, show, weather

SETTINGS = ModelSettings(max_tokens=MOST_TOKENS)


class PydanticAI:
    def __init__(self, made: Any, provider: Callable[[], Any], output: Any, model: str) -> None:
        self.output = output
        self.agent = partial(Agent, made(model, provider=provider()), model_settings=SETTINGS, retries=0)

    def chat(self) -> dict[str, Any]:
        answer = self.agent().run_sync("Hello")
        usage = answer.usage
        return {"text": answer.output, "input": usage.input_tokens, "output": usage.output_tokens}

    def stream(self) -> dict[str, Any]:
        async def pieces() -> list[str]:
            async with self.agent().run_stream("Hello") as answer:
                return [piece async for piece in answer.stream_text(delta=True, debounce_by=None) if piece]

        return {"pieces": asyncio.run(pieces())}

    def tools(self) -> dict[str, Any]:
        agent = self.agent()
        agent.tool_plain(weather, name="get_weather")
        answer = agent.run_sync(QUESTION)
        parts = [part for message in answer.all_messages() for part in message.parts]
        (call,) = (part for part in parts if isinstance(part, ToolCallPart))
        return {"called": call.args_as_dict(), "text": answer.output}

    def structured(self) -> dict[str, Any]:
        return self.agent(output_type=self.output).run_sync(QUESTION).output.model_dump()


openai = partial(OpenAIProvider, base_url=f"{URL}/v1", api_key=TOKEN)
show(
    {
        "OpenAIChatModel": partial(PydanticAI, OpenAIChatModel, openai, NativeOutput(City)),
        "OpenAIResponsesModel": partial(PydanticAI, OpenAIResponsesModel, openai, NativeOutput(City)),
        "AnthropicModel": partial(
            PydanticAI,
            AnthropicModel,
            partial(AnthropicProvider, anthropic_client=AsyncAnthropic(base_url=URL, api_key=TOKEN)),
            City,  # as a tool: it takes the native way only with models that it knows
        ),
        "GoogleModel": partial(
            PydanticAI,
            GoogleModel,
            partial(GoogleProvider, base_url=URL, api_key=TOKEN),
            NativeOutput(City),
        ),
    },
    without={"AnthropicModel/llama/structured": TINY},
)
