"""The official OpenAI SDK: Responses; with reasoning, it is passed along encrypted and nothing is stored."""

import base64
import json
from collections.abc import Sequence
from typing import Any

import httpx2
import openai
from conversation import Called, Prompt, Seen


class ResponsesTalk:
    """A conversation in Responses."""

    def __init__(self, api: openai.OpenAI, model: str, prompt: Prompt) -> None:
        self.api = api
        self.input: list[Any] = [{"role": "user", "content": _content(prompt)}]
        self.options = {"model": model, **_options(prompt)}

    def ask(self, *, stream: bool = False) -> Seen:
        asked = {**self.options, "input": self.input}
        if not stream:
            return self._heard(self.api.responses.create(**asked), 1)
        pieces, last = 0, None
        with self.api.responses.stream(**asked) as events:
            for event in events:
                pieces += event.type == "response.output_text.delta"
                last = event
        assert last is not None
        if last.type == "error":
            raise openai.APIError(last.message, httpx2.Request("POST", "http://x"), body=None)
        return self._heard(last.response, pieces)

    def results(self, given: Sequence[tuple[Called, str]], *, stream: bool = False) -> Seen:
        for call, text in given:
            self.input.append({"type": "function_call_output", "call_id": call.id, "output": text})
        return self.ask(stream=stream)

    def say(self, text: str, *, stream: bool = False) -> Seen:
        self.input.append({"role": "user", "content": text})
        return self.ask(stream=stream)

    def move(self, model: str) -> None:
        self.options["model"] = model

    def _heard(self, answer: Any, pieces: int) -> Seen:
        seen = Seen(pieces=pieces)
        for item in answer.output:
            kept = item.model_dump(exclude_none=True, exclude={"parsed_arguments"})
            for part in kept.get("content") or ():
                part.pop("parsed", None)
            self.input.append(kept)
            if item.type == "function_call":
                seen.calls.append(Called(item.call_id, item.name, json.loads(item.arguments)))
            elif item.type == "reasoning":
                texts = [*(item.summary or ()), *(item.content or ())]
                seen.reasoning += "".join(part.text for part in texts)
            elif item.type == "message":
                for part in item.content:
                    seen.text += getattr(part, "text", "")
                    seen.refusal += getattr(part, "refusal", "")
        reason = answer.incomplete_details.reason if answer.incomplete_details else ""
        ends = {"max_output_tokens": "length", "content_filter": "refusal"}
        seen.end = ends.get(reason) or ("refusal" if seen.refusal else "tools" if seen.calls else "stop")
        assert answer.status == ("incomplete" if reason else "completed")
        seen.input, seen.output = answer.usage.input_tokens, answer.usage.output_tokens
        assert answer.usage.total_tokens == seen.input + seen.output
        seen.cached = answer.usage.input_tokens_details.cached_tokens
        return seen


def _content(prompt: Prompt) -> Any:
    parts: list[Any] = [{"type": "input_text", "text": prompt.text}]
    if prompt.image:
        url = f"data:image/png;base64,{base64.b64encode(prompt.image).decode()}"
        parts.append({"type": "input_image", "image_url": url, "detail": "auto"})
    if prompt.pdf:
        data = f"data:application/pdf;base64,{base64.b64encode(prompt.pdf).decode()}"
        parts.append({"type": "input_file", "filename": "a.pdf", "file_data": data})
    return parts if len(parts) > 1 else prompt.text


def _options(prompt: Prompt) -> dict[str, Any]:
    options: dict[str, Any] = {"max_output_tokens": prompt.max_tokens}
    if prompt.system:
        options["instructions"] = prompt.system
    if prompt.tools:
        options["tools"] = [
            {
                "type": "function",
                "name": it.name,
                "description": it.description,
                "parameters": it.schema,
                "strict": True,
            }
            for it in prompt.tools
        ]
    if prompt.force:
        options["tool_choice"] = {"type": "function", "name": prompt.force}
    if prompt.schema:
        wanted = {"type": "json_schema", "name": "answer", "schema": prompt.schema, "strict": True}
        options["text"] = {"format": wanted}
    if prompt.temperature is not None:
        options["temperature"] = prompt.temperature
    if prompt.think:
        options["reasoning"] = {"effort": "medium", "summary": "auto"}
        options["include"] = ["reasoning.encrypted_content"]
        options["store"] = False
    return options
