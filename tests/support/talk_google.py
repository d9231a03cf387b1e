"""The official Google SDK: generateContent."""

from collections.abc import Callable, Sequence
from typing import Any

from conversation import Called, Prompt, Seen
from google import genai
from google.genai import types

ENDS = {"STOP": "stop", "MAX_TOKENS": "length", "SAFETY": "refusal", "PROHIBITED_CONTENT": "refusal"}


def client(url: str, key: str, look: Callable[[Any], None]) -> genai.Client:
    hooks = {"event_hooks": {"response": [look]}}
    options = types.HttpOptions(base_url=url, timeout=20_000, client_args=hooks)
    return genai.Client(api_key=key, http_options=options)


class GenerateTalk:
    """A conversation in generateContent."""

    def __init__(self, api: genai.Client, model: str, prompt: Prompt) -> None:
        self.api = api
        self.model = model
        self.contents: list[Any] = [types.Content(role="user", parts=_parts(prompt))]
        self.config = _config(prompt)

    def ask(self, *, stream: bool = False) -> Seen:
        asked: dict[str, Any] = {"model": self.model, "contents": self.contents, "config": self.config}
        if not stream:
            return self._heard([self.api.models.generate_content(**asked)])
        return self._heard(list(self.api.models.generate_content_stream(**asked)))

    def results(self, given: Sequence[tuple[Called, str]], *, stream: bool = False) -> Seen:
        parts = [
            types.Part(
                function_response=types.FunctionResponse(
                    id=call.id or None, name=call.name, response={"result": text}
                )
            )
            for call, text in given
        ]
        self.contents.append(types.Content(role="user", parts=parts))
        return self.ask(stream=stream)

    def say(self, text: str, *, stream: bool = False) -> Seen:
        self.contents.append(types.Content(role="user", parts=[types.Part(text=text)]))
        return self.ask(stream=stream)

    def move(self, model: str) -> None:
        self.model = model

    def _heard(self, chunks: list[types.GenerateContentResponse]) -> Seen:
        seen = Seen(pieces=0)
        parts: list[types.Part] = []
        for chunk in chunks:
            candidate = chunk.candidates[0]
            for part in (candidate.content.parts if candidate.content else None) or ():
                parts.append(part)
                if part.function_call:
                    call = part.function_call
                    seen.calls.append(Called(call.id or "", call.name, call.args or {}))
                elif part.thought:
                    seen.reasoning += part.text or ""
                elif part.text:
                    seen.text += part.text
                    seen.pieces += 1
            if candidate.finish_reason:
                seen.end = ENDS[candidate.finish_reason.value]
                seen.refusal = candidate.finish_message or ""
        if seen.calls:
            seen.end = "tools"
        if parts:
            self.contents.append(types.Content(role="model", parts=parts))
        usage = chunks[-1].usage_metadata
        seen.input = usage.prompt_token_count or 0
        seen.output = (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0)
        assert usage.total_token_count == seen.input + seen.output
        seen.cached = usage.cached_content_token_count or 0
        return seen


def _parts(prompt: Prompt) -> list[types.Part]:
    parts = [types.Part(text=prompt.text)]
    if prompt.image:
        parts.append(types.Part.from_bytes(data=prompt.image, mime_type="image/png"))
    if prompt.pdf:
        parts.append(types.Part.from_bytes(data=prompt.pdf, mime_type="application/pdf"))
    return parts


def _config(prompt: Prompt) -> types.GenerateContentConfig:
    options: dict[str, Any] = {"max_output_tokens": prompt.max_tokens}
    options["automatic_function_calling"] = types.AutomaticFunctionCallingConfig(disable=True)
    if prompt.system:
        options["system_instruction"] = prompt.system
    if prompt.tools:
        declared = [
            types.FunctionDeclaration(
                name=it.name, description=it.description, parameters_json_schema=it.schema
            )
            for it in prompt.tools
        ]
        options["tools"] = [types.Tool(function_declarations=declared)]
    if prompt.force:
        calling = types.FunctionCallingConfig(mode="ANY", allowed_function_names=[prompt.force])
        options["tool_config"] = types.ToolConfig(function_calling_config=calling)
    if prompt.schema:
        options["response_mime_type"] = "application/json"
        options["response_json_schema"] = prompt.schema
    if prompt.stop:
        options["stop_sequences"] = [prompt.stop]
    if prompt.temperature is not None:
        options["temperature"] = prompt.temperature
    if prompt.top_k is not None:
        options["top_k"] = prompt.top_k
    if prompt.think:
        options["thinking_config"] = types.ThinkingConfig(include_thoughts=True, thinking_level="MEDIUM")
    return types.GenerateContentConfig(**options)
