"""OpenAI Responses: the response object around the output, which repeats what was asked.

Source: `Response`, `ResponseUsage` and `FunctionTool` of the `openai` package. `store` says whether the router
keeps the answer, whatever was asked.
"""

from collections.abc import Mapping
from typing import cast

from larouter.core.usage import Usage
from larouter.wire.exchange import Exchange
from larouter.wire.neutral import Object

Json = dict[str, object]
_REPEATED: Json = {
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "prompt_cache_key": None,
    "safety_identifier": None,
    "service_tier": "default",
    "temperature": 1.0,
    "tool_choice": "auto",
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}


def head_of(exchange: Exchange) -> Json:
    """The response without its status, output and usage."""
    asked = exchange.asked
    repeated = {
        name: value if (value := asked.get(name)) is not None else default
        for name, default in _REPEATED.items()
    }
    reasoning, text = asked.get("reasoning"), asked.get("text")
    return {
        "id": f"resp_{exchange.suffix}",
        "object": "response",
        "created_at": exchange.created,
        "model": exchange.upstream_id,
        "background": False,
        "error": None,
        "incomplete_details": None,
        "previous_response_id": exchange.previous or None,
        "store": exchange.kept,
        **repeated,
        "reasoning": {"effort": None, "summary": None, **_object(reasoning)},
        "text": {"format": {"type": "text"}, **_object(text)},
        "tools": [_tool(tool) for tool in cast("list[Object]", asked.get("tools") or ())],
    }


def _object(value: object) -> Object:
    return value if isinstance(value, Mapping) else {}


def _tool(tool: Object) -> Json:
    if tool.get("type") != "function":
        return dict(tool)
    return {"description": None, "parameters": None, "strict": False, **tool}


def usage_of(usage: Usage) -> Json:
    """In the words of `ResponseUsage`."""
    return {
        "input_tokens": usage.input_tokens,
        "input_tokens_details": {
            "cached_tokens": usage.cached_tokens,
            "cache_write_tokens": usage.cache_write_tokens,
        },
        "output_tokens": usage.output_tokens,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        "total_tokens": usage.input_tokens + usage.output_tokens,
    }
