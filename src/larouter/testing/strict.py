"""What OpenAI refuses in a chat request, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass

# Source: the reference of POST /v1/chat/completions at developers.openai.com.
KNOWN = frozenset(
    {
        "audio",
        "frequency_penalty",
        "function_call",
        "functions",
        "logit_bias",
        "logprobs",
        "max_completion_tokens",
        "max_tokens",
        "messages",
        "metadata",
        "modalities",
        "model",
        "moderation",
        "n",
        "parallel_tool_calls",
        "prediction",
        "presence_penalty",
        "prompt_cache_key",
        "prompt_cache_options",
        "prompt_cache_retention",
        "reasoning_effort",
        "response_format",
        "safety_identifier",
        "seed",
        "service_tier",
        "stop",
        "store",
        "stream",
        "stream_options",
        "temperature",
        "tool_choice",
        "tools",
        "top_logprobs",
        "top_p",
        "user",
        "verbosity",
        "web_search_options",
    }
)
ROLES = frozenset({"developer", "system", "user", "assistant", "tool", "function"})


@dataclass(frozen=True, slots=True)
class Complaint:
    """An error of the API."""

    status: int
    message: str
    param: str | None = None
    code: str | None = None
    type: str = "invalid_request_error"

    def body(self) -> dict[str, object]:
        """The error in OpenAI's shape."""
        error = {"message": self.message, "type": self.type, "param": self.param, "code": self.code}
        return {"error": error}


def complaint(body: Mapping[str, object]) -> Complaint | None:
    """The first thing that OpenAI would refuse, or None."""
    for name in body:
        if name not in KNOWN:
            return Complaint(400, f"Unknown parameter: '{name}'.", name, "unknown_parameter")
    for name in ("model", "messages"):
        if name not in body:
            return Complaint(
                400, f"Missing required parameter: '{name}'.", name, "missing_required_parameter"
            )
    if body.get("stream_options") is not None and body.get("stream") is not True:
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        return Complaint(400, message, "stream_options")
    return _wrong_number(body) or _wrong_messages(body["messages"])


def _wrong_number(body: Mapping[str, object]) -> Complaint | None:
    for name in ("max_tokens", "max_completion_tokens", "n"):
        value = body.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int):
            message = f"Invalid type for '{name}': expected an integer, but got {value!r} instead."
            return Complaint(400, message, name, "invalid_type")
        if value < 1:
            message = f"Invalid '{name}': integer below minimum value. Expected at least 1, but got {value}."
            return Complaint(400, message, name, "integer_below_min_value")
    return None


def _wrong_messages(messages: object) -> Complaint | None:
    if not isinstance(messages, list):
        return Complaint(400, "Invalid type for 'messages': expected an array.", "messages", "invalid_type")
    if not messages:
        message = "Invalid 'messages': empty array. Expected an array with minimum length 1."
        return Complaint(400, message, "messages", "empty_array")
    for index, message in enumerate(messages):
        role = message.get("role") if isinstance(message, dict) else None
        if role not in ROLES:
            where = f"messages[{index}].role"
            return Complaint(400, f"Invalid value for '{where}': {role!r}.", where, "invalid_value")
    return None
