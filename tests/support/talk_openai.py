"""The official OpenAI SDK: chat completions."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

import openai
from conversation import Called, Prompt, Seen

ENDS = {"stop": "stop", "length": "length", "tool_calls": "tools", "content_filter": "refusal"}


def client(url: str, key: str, look: Callable[[Any], None]) -> openai.OpenAI:
    http = openai.DefaultHttpxClient(event_hooks={"response": [look]})
    return openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0, timeout=20, http_client=http)


class ChatTalk:
    """A conversation in chat completions."""

    def __init__(self, api: openai.OpenAI, model: str, prompt: Prompt) -> None:
        self.api = api
        self.messages: list[Any] = [{"role": "system", "content": prompt.system}] if prompt.system else []
        self.messages.append({"role": "user", "content": _content(prompt)})
        self.options = {"model": model, **_options(prompt)}

    def ask(self, *, stream: bool = False) -> Seen:
        asked = {**self.options, "messages": self.messages}
        if not stream:
            return self._heard(self.api.chat.completions.create(**asked), 1)
        pieces = 0
        with self.api.chat.completions.stream(**asked, stream_options={"include_usage": True}) as events:
            for event in events:
                pieces += event.type == "content.delta"
            # Not get_final_completion, which raises at the length limit and at a refusal.
            return self._heard(events.current_completion_snapshot, pieces)

    def results(self, given: Sequence[tuple[Called, str]], *, stream: bool = False) -> Seen:
        for call, text in given:
            self.messages.append({"role": "tool", "tool_call_id": call.id, "content": text})
        return self.ask(stream=stream)

    def say(self, text: str, *, stream: bool = False) -> Seen:
        self.messages.append({"role": "user", "content": text})
        return self.ask(stream=stream)

    def move(self, model: str) -> None:
        self.options["model"] = model

    def _heard(self, answer: Any, pieces: int) -> Seen:
        choice = answer.choices[0]
        said = choice.message
        kept = said.model_dump(exclude_none=True, exclude={"parsed"})
        for call in kept.get("tool_calls", []):
            call["function"].pop("parsed_arguments", None)
            call.pop("index", None)  # the SDK's fold of a stream leaves it in
        self.messages.append(kept)
        calls = [
            Called(call.id, call.function.name, json.loads(call.function.arguments))
            for call in said.tool_calls or ()
        ]
        usage = answer.usage  # a stream that was cut has none, as OpenAI says of interrupted ones
        details = usage.prompt_tokens_details if usage else None
        assert usage is None or usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
        return Seen(
            text=said.content or "",
            calls=calls,
            end=ENDS[choice.finish_reason],
            input=usage.prompt_tokens if usage else 0,
            output=usage.completion_tokens if usage else 0,
            cached=(details.cached_tokens or 0) if details else 0,
            reasoning=getattr(said, "reasoning_content", None) or "",
            refusal=said.refusal or "",
            pieces=pieces,
        )


def _content(prompt: Prompt) -> Any:
    parts: list[Any] = [{"type": "text", "text": prompt.text}]
    if prompt.image:
        url = f"data:image/png;base64,{base64.b64encode(prompt.image).decode()}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    if prompt.pdf:
        data = f"data:application/pdf;base64,{base64.b64encode(prompt.pdf).decode()}"
        parts.append({"type": "file", "file": {"filename": "a.pdf", "file_data": data}})
    return parts if len(parts) > 1 else prompt.text


def _options(prompt: Prompt) -> dict[str, Any]:
    options: dict[str, Any] = {"max_completion_tokens": prompt.max_tokens}
    if prompt.tools:
        options["tools"] = [
            {
                "type": "function",
                "function": {"name": it.name, "description": it.description, "parameters": it.schema},
            }
            for it in prompt.tools
        ]
    if prompt.force:
        options["tool_choice"] = {"type": "function", "function": {"name": prompt.force}}
    if prompt.schema:
        wanted = {"name": "answer", "schema": prompt.schema, "strict": True}
        options["response_format"] = {"type": "json_schema", "json_schema": wanted}
    if prompt.stop:
        options["stop"] = [prompt.stop]
    if prompt.temperature is not None:
        options["temperature"] = prompt.temperature
    if prompt.think:
        options["reasoning_effort"] = "medium"
    return options
