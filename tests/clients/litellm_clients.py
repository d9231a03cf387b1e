"""LiteLLM as a client: its providers openai, anthropic and gemini, pointed at the router."""

import os
from functools import partial
from json import loads
from typing import Any

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it asks the Internet while it is imported
os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"

import litellm
from showing import MOST_TOKENS, QUESTION, TOKEN, URL, WEATHER_SCHEMA, City, show, weather

TOOL = {"type": "function", "function": {"name": "get_weather", "parameters": WEATHER_SCHEMA}}

NO_SCHEMA = "LiteLLM sends Google no schema for a model whose name it does not know"


class LiteLLM:
    def __init__(self, provider: str, base: str, model: str) -> None:
        at = f"{base}/v1beta/models/{model}" if provider == "gemini" else base
        self.ask = partial(
            litellm.completion,
            model=f"{provider}/{model}",
            api_base=at,
            api_key=TOKEN,
            max_tokens=MOST_TOKENS,
            num_retries=0,
        )

    def chat(self) -> dict[str, Any]:
        answer = self.ask(messages=[{"role": "user", "content": "Hello"}])
        usage = answer.usage
        return {
            "text": answer.choices[0].message.content,
            "input": usage.prompt_tokens,
            "output": usage.completion_tokens,
        }

    def stream(self) -> dict[str, Any]:
        chunks = self.ask(messages=[{"role": "user", "content": "Hello"}], stream=True)
        said = [chunk.choices[0].delta.content for chunk in chunks]
        return {"pieces": [piece for piece in said if piece]}

    def tools(self) -> dict[str, Any]:
        asked: list[Any] = [{"role": "user", "content": QUESTION}]
        first = self.ask(messages=asked, tools=[TOOL]).choices[0].message
        (call,) = first.tool_calls
        turn = {"role": "assistant", "tool_calls": [call.model_dump()]}
        arguments = loads(call.function.arguments)
        said = {"role": "tool", "tool_call_id": call.id, "content": weather(**arguments)}
        answer = self.ask(messages=[*asked, turn, said], tools=[TOOL])
        return {"called": arguments, "text": answer.choices[0].message.content}

    def structured(self) -> dict[str, Any]:
        answer = self.ask(messages=[{"role": "user", "content": QUESTION}], response_format=City)
        return City.model_validate_json(answer.choices[0].message.content).model_dump()


show(
    {
        "openai/": partial(LiteLLM, "openai", f"{URL}/v1"),
        "anthropic/": partial(LiteLLM, "anthropic", URL),
        "gemini/": partial(LiteLLM, "gemini", URL),
    },
    without={
        "gemini//compatible/structured": NO_SCHEMA,
        "gemini//opus/structured": NO_SCHEMA,
        "gemini//llama/structured": NO_SCHEMA,
    },
)
