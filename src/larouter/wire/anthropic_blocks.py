"""Anthropic Messages: messages as content blocks.

Source: `MessageParam` and the block types of the `anthropic` package. The API wants text that is not blank,
tool results before anything else in their message, and ids of letters, digits, underscores and hyphens.
"""

import base64
import re
from collections.abc import Iterable, Sequence

import msgspec

from larouter.wire.call_ids import MOST_IN_MESSAGES, short
from larouter.wire.exchange import Exchange
from larouter.wire.fitting import seal_for
from larouter.wire.neutral import (
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
_IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_NOT_IN_ID = re.compile(r"[^a-zA-Z0-9_-]")
_OPENING = "(The conversation begins with your message.)"
_EMPTY = "(empty)"
_decode = msgspec.json.Decoder().decode


class Blocks:
    """Writes content blocks; one is made for each request."""

    def __init__(self, exchange: Exchange, losses: Losses) -> None:
        self._exchange = exchange
        self._losses = losses
        self._ids: set[str] = set()
        self._open: dict[str, list[str]] = {}
        self._closed: dict[str, str] = {}

    def messages(self, messages: Iterable[Message]) -> tuple[list[Json], list[Json]]:
        """The system prompt as text blocks, and the turns."""
        system: list[Json] = []
        turns: list[tuple[str, list[Json]]] = []
        last: Message | None = None
        for message in messages:
            blocks = [block for part in message.parts for block in self._part(part, message)]
            if message.name:
                self._losses.lose("name", where=f"{message.where}.name")
            role: str = message.role
            if role in ("system", "developer"):
                if not (self._exchange.profile.late_system and turns and turns[-1][0] == "user"):
                    system += blocks
                    continue
                role = "system"
            last = message
            if turns and turns[-1][0] == role:
                turns[-1][1].extend(blocks)
            elif blocks:
                turns.append((role, blocks))
        if last is not None and last.role == "assistant" and turns and turns[-1][0] == "assistant":
            self._prefill(last, turns[-1][1])
        return system, _written(turns)

    def _prefill(self, message: Message, blocks: list[Json]) -> None:
        if not self._exchange.profile.prefill:
            raise unsayable(
                message.where, "it does not continue an answer that was begun; end with a user message"
            )
        end = blocks[-1]
        if isinstance(text := end.get("text"), str):
            end["text"] = text.rstrip()

    def _part(self, part: Part, message: Message) -> Iterable[Json]:
        if isinstance(part, Text):
            return self._words(part)
        if isinstance(part, ToolResult):
            return (self.marked(self._result(part, message), part.cache),)
        if isinstance(part, ToolCall):
            return (self.marked(self._call(part), part.cache),)
        return self._rarer(part, message)

    def _words(self, text: Text) -> Iterable[Json]:
        if not text.text or text.text.isspace():
            return ()
        return (self.marked({"type": "text", "text": text.text}, text.cache),)

    def _rarer(self, part: Part, message: Message) -> Iterable[Json]:
        where = f"{message.where}.content"
        if isinstance(part, Refusal):
            return self._words(Text(part.text))
        if isinstance(part, Image):
            return [self.marked(self._image(part, where), part.cache)]
        if isinstance(part, Document):
            return [self.marked(self._document(part, where), part.cache)]
        if isinstance(part, Thinking):
            return self._thinking(part)
        raise unsayable(where, "it does not hear sounds")

    def _thinking(self, thought: Thinking) -> Iterable[Json]:
        if not thought.seal:
            self._losses.drop("reasoning")
            return ()
        seal = seal_for(thought.seal, self._exchange, self._losses)
        if not seal:
            return ()
        if thought.redacted:
            return [{"type": "redacted_thinking", "data": seal}]
        return [{"type": "thinking", "thinking": thought.text, "signature": seal}]

    def _image(self, image: Image, where: str) -> Json:
        if image.detail not in ("", "auto"):
            self._losses.lose("image_url.detail")
        kind = image.source.media_type
        if image.source.data and kind not in _IMAGES:
            raise unsayable(where, f"it takes JPEG, PNG, GIF and WebP pictures, not {kind}")
        return {"type": "image", "source": self._source(image.source, where)}

    def _document(self, document: Document, where: str) -> Json:
        source, kind = document.source, document.source.media_type
        if source.data and kind.startswith("text/"):
            source = Source("text/plain", text=_text(source.data, where))
        if source.data and kind != "application/pdf":
            raise unsayable(where, f"it reads PDF and plain text, not {kind}")
        if source.text:
            said: Json = {"type": "text", "media_type": "text/plain", "data": source.text}
        else:
            said = self._source(source, where)
        written: Json = {"type": "document", "source": said}
        return written | {"title": document.name} if document.name else written

    def _source(self, source: Source, where: str) -> Json:
        if source.file_id:
            if self._exchange.client != self._exchange.backend:
                raise unsayable(where, "an uploaded file is known only to the provider that has it")
            return {"type": "file", "file_id": source.file_id}
        if source.url:
            return {"type": "url", "url": source.url}
        return {"type": "base64", "media_type": source.media_type, "data": source.data}

    def _call(self, call: ToolCall) -> Json:
        if call.seal is not None:
            seal_for(call.seal, self._exchange, self._losses)
        return {
            "type": "tool_use",
            "id": self._fresh(call.id),
            "name": call.name,
            "input": arguments_of(call.arguments),
        }

    def _fresh(self, identifier: str) -> str:
        """An id that no call before has; some models begin anew with every answer."""
        plain = found = _id(identifier)
        while found in self._ids:
            found = f"{plain}_{len(self._ids)}"
        self._ids.add(found)
        self._open.setdefault(identifier, []).append(found)
        return found

    def _answered(self, identifier: str) -> str:
        """The id of the first call of that name that has no result yet, else of the last one that has."""
        if waiting := self._open.get(identifier):
            self._closed[identifier] = waiting.pop(0)
        return self._closed.get(identifier) or _id(identifier)

    def _result(self, result: ToolResult, message: Message) -> Json:
        written: Json = {"type": "tool_result", "tool_use_id": self._answered(result.id)}
        content = [block for part in result.parts for block in self._part(part, message)]
        if len(content) == 1 and content[0].keys() == {"type", "text"}:
            written["content"] = content[0]["text"]
        elif content:
            written["content"] = content
        if result.failed:
            written["is_error"] = True
        return written

    @staticmethod
    def marked(written: Json, cache: Cache | None) -> Json:
        """With the cache marker."""
        if cache is not None:
            ttl = {"ttl": cache.ttl} if cache.ttl in ("5m", "1h") else {}
            written["cache_control"] = {"type": "ephemeral", **ttl}
        return written


def _written(turns: Sequence[tuple[str, list[Json]]]) -> list[Json]:
    written: list[Json] = []
    if not turns:
        turns = [("user", [{"type": "text", "text": _EMPTY}])]
    if turns[0][0] == "assistant":
        written.append({"role": "user", "content": _OPENING})
    for role, blocks in turns:
        if role == "user":
            blocks = sorted(blocks, key=lambda block: block["type"] != "tool_result")  # noqa: PLW2901 - same turn
        plain = len(blocks) == 1 and blocks[0].keys() == {"type", "text"}
        written.append({"role": role, "content": blocks[0]["text"] if plain else blocks})
    return written


def _id(identifier: str) -> str:
    return short(_NOT_IN_ID.sub("_", identifier) or "call", MOST_IN_MESSAGES)


def arguments_of(text: str) -> object:
    """The arguments of a call as the object that this protocol wants, whatever the model wrote."""
    try:
        value = _decode(text) if text.strip() else {}
    except msgspec.DecodeError:
        value = None
    return value if isinstance(value, dict) else {"input": text}


def _text(data: str, where: str) -> str:
    try:
        return base64.b64decode(data, validate=True).decode()
    except ValueError:
        raise unsayable(where, "the file says that it is text, and is not UTF-8 in base64") from None
