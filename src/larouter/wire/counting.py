"""Asking a backend how many tokens a prompt has: which calls that takes, and what comes back.

Sources: llama.cpp tools/server/README.md (`/apply-template`, `/tokenize`); `MessageCountTokensParams` of Anthropic's
API; `CountTokensRequest` of Gemini's, whose `generateContentRequest` counts instructions and tools as well;
`InputTokenCountParams` of OpenAI's (`/v1/responses/input_tokens`); vLLM's vllm/entrypoints/serve/tokenize/protocol.py.
All are free of charge. Ollama, LM Studio and MLX offer none.
"""

from collections.abc import Generator, Mapping
from typing import Any, TypeAlias

import msgspec

from larouter.core.chat import ANTHROPIC, EMBEDDINGS, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES, Chat
from larouter.wire import anthropic, openai_responses
from larouter.wire.dialogue import Dialogue

LLAMA_CPP, VLLM, OPENAI = "llamacpp", "vllm", "openai"
_COUNTING = frozenset({LLAMA_CPP, VLLM, OPENAI})
_ANTHROPIC_MEMBERS = ("model", "messages", "system", "tools", "tool_choice", "thinking")
_TEMPLATE_MEMBERS = ("messages", "tools", "tool_choice", "chat_template_kwargs", "reasoning_format")
_VLLM_MEMBERS = ("model", "messages", "tools", "chat_template_kwargs", "add_generation_prompt", "prompt")
_RESPONSES_MEMBERS = (
    *("model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "reasoning", "text"),
    *("previous_response_id", "truncation"),
)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.decode
Step: TypeAlias = tuple[str, bytes]
Counting: TypeAlias = Generator[Step, bytes, int]


class NotCounted(Exception):  # it is an answer
    """The backend gave no number; the message says what it gave."""


def can_count(protocol: str, server: str, chat: Chat) -> bool:
    """Whether a backend tells how many tokens a prompt has, before it is asked for an answer."""
    if EMBEDDINGS in chat.needs:
        return False
    return protocol in (ANTHROPIC, GEMINI) or (protocol == OPENAI_CHAT and server in _COUNTING)


def counting_protocol(protocol: str, server: str) -> str:
    """The protocol in which a backend is asked to count: OpenAI counts what is asked of its Responses alone."""
    return OPENAI_RESPONSES if protocol == OPENAI_CHAT and server == OPENAI else protocol


def count(protocol: str, server: str, dialogue: Dialogue, upstream_id: str) -> Counting:
    """The calls to make, as path and body, each to be answered with the body that came; returns the tokens.

    Args:
        protocol: The `counting_protocol` of the backend, for which `can_count` holds.
        server: Its kind.
        dialogue: What an attempt would send, in that protocol.
        upstream_id: The model, as the backend calls it.

    Raises:
        NotCounted: Something else came back.
    """
    body = _object(dialogue.body)
    if protocol == ANTHROPIC:
        asked = {name: body[name] for name in _ANTHROPIC_MEMBERS if name in body}
        said = yield f"{anthropic.MESSAGES_PATH}/count_tokens", _encode(asked)
        return _number(_object(said), "input_tokens")
    if protocol == GEMINI:
        inner = {"model": f"models/{upstream_id.removeprefix('models/')}", **body}
        said = yield (
            f"{dialogue.path.rpartition(':')[0]}:countTokens",
            _encode({"generateContentRequest": inner}),
        )
        return _number(_object(said), "totalTokens")
    if protocol == OPENAI_RESPONSES:
        asked = {name: body[name] for name in _RESPONSES_MEMBERS if name in body}
        said = yield f"{openai_responses.RESPONSES_PATH}/input_tokens", _encode(asked)
        return _number(_object(said), "input_tokens")
    if server == VLLM:
        asked = {name: body[name] for name in _VLLM_MEMBERS if name in body}
        said = yield "/tokenize", _encode(asked)
        return _number(_object(said), "count")
    prompt = body.get("prompt")
    if not isinstance(prompt, str):
        asked = {name: body[name] for name in _TEMPLATE_MEMBERS if name in body}
        said = yield "/apply-template", _encode(asked)
        prompt = _object(said).get("prompt")
        if not isinstance(prompt, str):
            raise NotCounted("it made no prompt of the conversation")
    said = yield "/tokenize", _encode({"content": prompt, "add_special": True, "parse_special": True})
    tokens = _object(said).get("tokens")
    if not isinstance(tokens, list):
        raise NotCounted("it named no tokens")
    return len(tokens)


def _number(told: Mapping[str, Any], name: str) -> int:
    value = told.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NotCounted(f"it named no {name}")
    return value


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = _decode(body)
    except msgspec.DecodeError:
        raise NotCounted("it is not JSON") from None
    if not isinstance(told, dict):
        raise NotCounted("it is no object")
    return told
