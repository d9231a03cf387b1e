"""OpenAI Responses: messages as input items.

Source: `ResponseInputItemParam` of the `openai` package.
"""

from collections.abc import Iterable

from larouter.wire.call_ids import MOST_IN_RESPONSES, short
from larouter.wire.exchange import Exchange
from larouter.wire.fitting import seal_for
from larouter.wire.neutral import (
    Audio,
    Cache,
    Document,
    Image,
    Message,
    Part,
    Refusal,
    Source,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from larouter.wire.profiles import Losses, unsayable

Json = dict[str, object]


class Input:
    """Writes input items; one is made for each request."""

    def __init__(self, exchange: Exchange, losses: Losses) -> None:
        self._exchange = exchange
        self._losses = losses
        self._custom: set[str] = set()

    def items(self, messages: Iterable[Message]) -> list[Json]:
        """The items.

        Raises:
            Unsayable: Something cannot be said to this model.
        """
        written: list[Json] = []
        last: Message | None = None
        for message in messages:
            if message.name:
                self._losses.lose("name", where=f"{message.where}.name")
            written += self._assistant(message) if message.role == "assistant" else self._other(message)
            last = message
        if last is not None and last.role == "assistant" and not self._exchange.profile.prefill:
            raise unsayable(last.where, "it does not continue an answer that was begun for it")
        return written

    def _assistant(self, message: Message) -> list[Json]:
        written: list[Json] = []
        for part in message.parts:
            if isinstance(part, ToolCall):
                written.append(self._call(part))
            elif isinstance(part, Thinking):
                written += self._thinking(part)
            elif isinstance(part, Text | Refusal):
                self._words(part, written)
            else:
                raise unsayable(f"{message.where}.content", "an assistant message takes text only")
        return written

    def _words(self, part: Text | Refusal, written: list[Json]) -> None:
        if isinstance(part, Text):
            seal_for(part.seal, self._exchange, self._losses)
            self._mark({}, part.cache)
        if part.text:
            written.append({"role": "assistant", "content": part.text})

    def _thinking(self, thought: Thinking) -> list[Json]:
        sealed = seal_for(thought.seal, self._exchange, self._losses)
        if not sealed:
            self._losses.drop("reasoning")
            return []
        summary = [{"type": "summary_text", "text": thought.text}] if thought.text else []
        item: Json = {"type": "reasoning", "summary": summary, "encrypted_content": sealed}
        return [item | ({"id": thought.id} if thought.id else {})]

    def _call(self, call: ToolCall) -> Json:
        seal_for(call.seal, self._exchange, self._losses)
        self._mark({}, call.cache)
        if call.custom:
            self._custom.add(call.id)
            return {
                "type": "custom_tool_call",
                "call_id": short(call.id, MOST_IN_RESPONSES),
                "name": call.name,
                "input": call.arguments,
            }
        identifier = short(call.id, MOST_IN_RESPONSES)
        said = {"call_id": identifier, "name": call.name, "arguments": call.arguments or "{}"}
        return {"type": "function_call", **said}

    def _other(self, message: Message) -> list[Json]:
        written: list[Json] = []
        rest: list[Part] = []
        for part in message.parts:
            if isinstance(part, ToolResult):
                written.append(self._result(part, message.where))
            else:
                rest.append(part)
        if not rest and written:
            return written
        role = message.role
        if role == "developer" and not self._exchange.profile.developer:
            role = "system"
        content = self._content(rest, message.where)
        return [*written, {"role": role, "content": content}]

    def _result(self, result: ToolResult, where: str) -> Json:
        if result.failed:
            self._losses.lose("is_error")
        self._mark({}, result.cache)
        kind = "custom_tool_call_output" if result.id in self._custom else "function_call_output"
        identifier = short(result.id, MOST_IN_RESPONSES)
        return {"type": kind, "call_id": identifier, "output": self._content(list(result.parts), where)}

    def _content(self, parts: "list[Part] | list[Text | Image | Document]", where: str) -> object:
        if not parts:
            return ""
        if len(parts) == 1 and isinstance(parts[0], Text) and parts[0].cache is None:
            return parts[0].text
        return [self._part(part, where) for part in parts]

    def _part(self, part: Part, where: str) -> Json:
        place = f"{where}.content"
        if isinstance(part, Text):
            return self._mark({"type": "input_text", "text": part.text}, part.cache)
        if isinstance(part, Image):
            known = self._file_id(part.source, place) or {"image_url": _url(part.source)}
            return self._mark({"type": "input_image", "detail": part.detail or "auto", **known}, part.cache)
        if isinstance(part, Document):
            return self._mark(self._document(part, place), part.cache)
        kind = "sound" if isinstance(part, Audio) else type(part).__name__
        raise unsayable(place, f"the Responses API takes no {kind} in a message of that role")

    def _document(self, document: Document, where: str) -> Json:
        source = document.source
        if source.text:
            title = f"{document.name}:\n" if document.name else ""
            return {"type": "input_text", "text": title + source.text}
        if source.url:
            return {"type": "input_file", "file_url": source.url}
        known = self._file_id(source, where)
        named = {"file_data": _url(source), "filename": document.name or "document.pdf"}
        return {"type": "input_file", **(known or named)}

    def _file_id(self, source: Source, where: str) -> Json:
        if not source.file_id:
            return {}
        if not self._exchange.client.startswith("openai."):
            raise unsayable(where, "an uploaded file is known only to the provider that has it")
        return {"file_id": source.file_id}

    def _mark(self, written: Json, cache: Cache | None) -> Json:
        if cache is None:
            return written
        if self._exchange.profile.cache == "breakpoint" and written:
            written["prompt_cache_breakpoint"] = {"mode": "explicit"}
        else:
            self._losses.lose("cache_control")
        return written


def _url(source: Source) -> str:
    return source.url or f"data:{source.media_type};base64,{source.data}"
