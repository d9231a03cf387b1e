"""LlamaIndex: OpenAILike, OpenAIResponses and Anthropic."""

from functools import partial
from typing import Any

from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.llms.anthropic import Anthropic
from llama_index.llms.openai_like import OpenAILike, OpenAILikeResponses
from showing import MOST_TOKENS, QUESTION, TOKEN, URL, City, show, weather


class LlamaIndex:
    def __init__(self, made: Any, model: str, **options: Any) -> None:
        self.model = made(model=model, api_key=TOKEN, max_retries=0, **options)

    def chat(self) -> dict[str, Any]:
        answer = self.model.chat([ChatMessage(content="Hello")])
        raw = answer.raw.model_dump() if not isinstance(answer.raw, dict) else answer.raw
        usage = raw["usage"] if isinstance(raw["usage"], dict) else raw["usage"].model_dump()
        given = usage.get("prompt_tokens", usage.get("input_tokens"))
        said = usage.get("completion_tokens", usage.get("output_tokens"))
        return {"text": answer.message.content, "input": given, "output": said}

    def stream(self) -> dict[str, Any]:
        return {
            "pieces": [
                chunk.delta for chunk in self.model.stream_chat([ChatMessage(content="Hello")]) if chunk.delta
            ]
        }

    def tools(self) -> dict[str, Any]:
        tool = FunctionTool.from_defaults(weather, name="get_weather")
        asked = [ChatMessage(content=QUESTION)]
        first = self.model.chat_with_tools([tool], chat_history=asked)
        (call,) = self.model.get_tool_calls_from_response(first)
        said = ChatMessage(
            content=weather(**call.tool_kwargs),
            role="tool",
            additional_kwargs={"tool_call_id": call.tool_id, "name": call.tool_name},
        )
        answer = self.model.chat_with_tools([tool], chat_history=[*asked, first.message, said])
        return {"called": call.tool_kwargs, "text": answer.message.content}

    def structured(self) -> dict[str, Any]:
        return self.model.as_structured_llm(City).complete(QUESTION).raw.model_dump()


NAMES = "its Anthropic class takes Anthropic's own model names only"
v1 = partial(
    LlamaIndex,
    api_base=f"{URL}/v1",
    is_chat_model=True,
    is_function_calling_model=True,
    should_use_structured_outputs=True,
)
show(
    {
        "OpenAILike": partial(v1, OpenAILike, max_tokens=MOST_TOKENS),
        "OpenAILikeResponses": partial(v1, OpenAILikeResponses, max_output_tokens=MOST_TOKENS),
        "Anthropic": lambda model: LlamaIndex(
            Anthropic, model.rpartition("/")[2], base_url=URL, max_tokens=MOST_TOKENS
        ),
    },
    without={f"Anthropic/{model}/*": NAMES for model in ("compatible", "argon", "llama")},
)
