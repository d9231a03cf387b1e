"""Instructor over the SDKs of OpenAI and Anthropic: by tools, and by JSON schema where it has that mode."""

from collections.abc import Callable
from functools import partial
from typing import Any

import instructor
from anthropic import Anthropic
from instructor import Mode
from openai import OpenAI
from pydantic import BaseModel
from showing import MOST_TOKENS, QUESTION, TINY, TOKEN, URL, City, show


class Weather(BaseModel):
    """What to ask the weather service for."""

    city: str


class Instructor:
    def __init__(self, wrap: Any, sdk: Callable[[], Any], modes: tuple[Mode, Mode], model: str) -> None:
        self.wrap, self.sdk, self.modes = wrap, sdk, modes
        self.asked = {"model": model, "max_tokens": MOST_TOKENS, "max_retries": 0}

    def ask(self, mode: Mode, question: str, shape: Any, how: str = "create") -> Any:
        client = self.wrap(self.sdk(), mode=mode)
        messages = [{"role": "user", "content": question}]
        return getattr(client, how)(messages=messages, response_model=shape, **self.asked)

    def chat(self) -> dict[str, Any]:
        answer = self.ask(self.modes[0], "Hello", None)
        usage = answer.usage.model_dump()
        text = answer.content[0].text if hasattr(answer, "content") else answer.choices[0].message.content
        return {
            "text": text,
            "input": usage.get("prompt_tokens", usage.get("input_tokens")),
            "output": usage.get("completion_tokens", usage.get("output_tokens")),
        }

    def stream(self) -> dict[str, Any]:
        """Partial objects, each more complete than the one before."""
        parts = self.ask(self.modes[1], QUESTION, City, "create_partial")
        *_, last = parts
        return {"whole": last.model_dump()}

    def tools(self) -> dict[str, Any]:
        return {"called": self.ask(self.modes[0], QUESTION, Weather).model_dump()}

    def structured(self) -> dict[str, Any]:
        return self.ask(self.modes[1], QUESTION, City).model_dump()


openai = partial(OpenAI, base_url=f"{URL}/v1", api_key=TOKEN, max_retries=0)
anthropic = partial(Anthropic, base_url=URL, api_key=TOKEN, max_retries=0)
show(
    {
        "from_openai": partial(Instructor, instructor.from_openai, openai, (Mode.TOOLS, Mode.JSON_SCHEMA)),
        "from_anthropic": partial(Instructor, instructor.from_anthropic, anthropic, (Mode.TOOLS, Mode.TOOLS)),
    },
    without={"from_anthropic/llama/*": TINY},
)
