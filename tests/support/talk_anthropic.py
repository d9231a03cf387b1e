"""The official Anthropic SDK: Messages."""

import base64
from collections.abc import Callable, Sequence
from typing import Any

import anthropic
from conversation import Called, Prompt, Seen

ENDS = {
    "end_turn": "stop",
    "max_tokens": "length",
    "tool_use": "tools",
    "refusal": "refusal",
    "stop_sequence": "stop_sequence",
}


def client(url: str, key: str, look: Callable[[Any], None]) -> anthropic.Anthropic:
    http = anthropic.DefaultHttpxClient(event_hooks={"response": [look]})
    return anthropic.Anthropic(base_url=url, api_key=key, max_retries=0, timeout=20, http_client=http)


class MessagesTalk:
    """A conversation in Messages."""

    def __init__(self, api: anthropic.Anthropic, model: str, prompt: Prompt) -> None:
        self.api = api
        self.messages: list[Any] = [{"role": "user", "content": _content(prompt)}]
        self.options = {"model": model, **_options(prompt)}

    def ask(self, *, stream: bool = False) -> Seen:
        asked = {**self.options, "messages": self.messages}
        if not stream:
            return self._heard(self.api.messages.create(**asked), 1)
        pieces = 0
        with self.api.messages.stream(**asked) as events:
            for event in events:
                pieces += event.type == "text"
            return self._heard(events.get_final_message(), pieces)

    def results(self, given: Sequence[tuple[Called, str]], *, stream: bool = False) -> Seen:
        blocks = [{"type": "tool_result", "tool_use_id": call.id, "content": text} for call, text in given]
        self.messages.append({"role": "user", "content": blocks})
        return self.ask(stream=stream)

    def say(self, text: str, *, stream: bool = False) -> Seen:
        self.messages.append({"role": "user", "content": text})
        return self.ask(stream=stream)

    def move(self, model: str) -> None:
        self.options["model"] = model

    def _heard(self, answer: Any, pieces: int) -> Seen:
        if answer.content:
            self.messages.append(answer.to_param())
        usage = answer.usage
        cached = usage.cache_read_input_tokens or 0
        written = usage.cache_creation_input_tokens or 0
        seen = Seen(
            end=ENDS[answer.stop_reason],
            input=usage.input_tokens + cached + written,
            output=usage.output_tokens,
            cached=cached,
            pieces=pieces,
        )
        for block in answer.content:
            if block.type == "text":
                seen.text += block.text
            elif block.type == "thinking":
                seen.reasoning += block.thinking
            elif block.type == "tool_use":
                seen.calls.append(Called(block.id, block.name, dict(block.input)))
        if answer.stop_details:
            seen.refusal = answer.stop_details.explanation or ""
        return seen


def _content(prompt: Prompt) -> Any:
    parts: list[Any] = [{"type": "text", "text": prompt.text}]
    if prompt.image:
        data = base64.b64encode(prompt.image).decode()
        source = {"type": "base64", "media_type": "image/png", "data": data}
        parts.append({"type": "image", "source": source})
    if prompt.pdf:
        data = base64.b64encode(prompt.pdf).decode()
        source = {"type": "base64", "media_type": "application/pdf", "data": data}
        parts.append({"type": "document", "source": source, "title": "a.pdf"})
    return parts if len(parts) > 1 else prompt.text


def _options(prompt: Prompt) -> dict[str, Any]:
    options: dict[str, Any] = {"max_tokens": prompt.max_tokens}
    if prompt.system:
        options["system"] = prompt.system
    if prompt.tools:
        options["tools"] = [
            {"name": it.name, "description": it.description, "input_schema": it.schema} for it in prompt.tools
        ]
    if prompt.force:
        options["tool_choice"] = {"type": "tool", "name": prompt.force}
    if prompt.schema:
        options["output_config"] = {"format": {"type": "json_schema", "schema": prompt.schema}}
    if prompt.stop:
        options["stop_sequences"] = [prompt.stop]
    if prompt.temperature is not None:
        options["extra_body"] = {"temperature": prompt.temperature}
        options["extra_headers"] = {"anthropic-version": "2023-06-01"}
    if prompt.top_k is not None:
        options["extra_body"] = {"top_k": prompt.top_k}
        options["extra_headers"] = {"anthropic-version": "2023-06-01"}
    if prompt.think:
        options["thinking"] = {"type": "adaptive", "display": "summarized"}
    return options
