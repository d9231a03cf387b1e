"""Google Gemini: messages as contents.

Source: `Content` and `Part` of the `google-genai` package; ai.google.dev/gemini-api/docs/thought-signatures.
The results of parallel calls stand together in the turn that follows them, and the first call of a step must
be signed.
"""

from collections.abc import Iterable, Mapping

import msgspec

from larouter.core.chat import GEMINI
from larouter.wire.anthropic_blocks import arguments_of
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
UNSIGNED = "skip_thought_signature_validator"
"""What stands for the signature of a call that the model did not make; source: the page named above."""
_OPENING = "(The conversation begins with your message.)"
_EMPTY = "(empty)"
_IMAGES = frozenset(("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"))
_BY_ENDING = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "mp3": "audio/mp3",
    "wav": "audio/wav",
}
_decode = msgspec.json.Decoder().decode


class Contents:
    """Writes contents; one is made for each request."""

    def __init__(self, exchange: Exchange, losses: Losses) -> None:
        self._exchange = exchange
        self._losses = losses
        self._names: dict[str, str] = {}

    def contents(self, messages: Iterable[Message]) -> tuple[list[Json], list[Json]]:
        """The parts of the system instruction, and the turns.

        Raises:
            Unsayable: Something cannot be said to this model.
        """
        system: list[Json] = []
        turns: list[tuple[str, list[Json]]] = []
        last: Message | None = None
        for message in messages:
            if message.name:
                self._losses.lose("name", where=f"{message.where}.name")
            parts = self._message(message)
            if message.role in ("system", "developer"):
                system += parts
                continue
            role = "model" if message.role == "assistant" else "user"
            last = message
            if turns and turns[-1][0] == role:
                turns[-1][1].extend(parts)
            elif parts:
                turns.append((role, parts))
        if last is not None and last.role == "assistant" and not self._exchange.profile.prefill:
            raise unsayable(last.where, "it does not continue an answer that was begun for it")
        return system, _written(turns)

    def _message(self, message: Message) -> list[Json]:
        parts: list[Json] = []
        unsigned = self._exchange.profile.thinks == "level"
        for part in message.parts:
            if isinstance(part, ToolCall):
                parts.append(self._call(part, needs_seal=unsigned))
                unsigned = False
            else:
                parts += self._part(part, message.where)
        return parts

    def _part(self, part: Part, where: str) -> list[Json]:
        if isinstance(part, Refusal):
            return [{"text": part.text}] if part.text else []
        if isinstance(part, Thinking):
            return self._thinking(part)
        if isinstance(part, Text):
            return self._text(part)
        if isinstance(part, ToolResult):
            return self._result(part, where)
        if isinstance(part, ToolCall):
            return [self._call(part, needs_seal=False)]
        self._mark(part.cache)
        return [self._media(part, where)]

    def _text(self, text: Text) -> list[Json]:
        self._mark(text.cache)
        signature = seal_for(text.seal, self._exchange, self._losses)
        if signature:
            return [{"text": text.text, "thoughtSignature": signature}]
        return [{"text": text.text}] if text.text else []

    def _thinking(self, thought: Thinking) -> list[Json]:
        if thought.seal is None:
            self._losses.drop("reasoning")
            return []
        signature = seal_for(thought.seal, self._exchange, self._losses)
        return [{"text": thought.text, "thought": True, "thoughtSignature": signature}] if signature else []

    def _mark(self, cache: Cache | None) -> None:
        if cache is not None:
            self._losses.lose("cache_control")

    def _call(self, call: ToolCall, *, needs_seal: bool) -> Json:
        self._mark(call.cache)
        self._names[call.id] = call.name
        said = {"id": call.id, "name": call.name, "args": arguments_of(call.arguments)}
        signature = seal_for(call.seal, self._exchange, self._losses) or (UNSIGNED if needs_seal else "")
        return {"functionCall": said, **({"thoughtSignature": signature} if signature else {})}

    def _result(self, result: ToolResult, where: str) -> list[Json]:
        self._mark(result.cache)
        name = result.name or self._names.get(result.id, "")
        if not name:
            raise unsayable(
                where, f"it needs the name of the tool of every result, and {result.id!r} names no call"
            )
        words = "\n".join([part.text for part in result.parts if isinstance(part, Text)])
        said: Json = {"id": result.id, "name": name, "response": _response(words, failed=result.failed)}
        files = [self._media(part, where) for part in result.parts if not isinstance(part, Text)]
        if files and self._exchange.profile.result_images:
            said["parts"] = files
            files = []
        return [{"functionResponse": said}, *files]

    def _media(self, part: Image | Audio | Document, where: str) -> Json:
        place, source = f"{where}.content", part.source
        if isinstance(part, Image):
            if part.detail not in ("", "auto"):
                self._losses.lose("image_url.detail")
            if source.data and source.media_type not in _IMAGES:
                raise unsayable(place, f"it takes PNG, JPEG, WebP and HEIC pictures, not {source.media_type}")
        if isinstance(part, Document) and source.text:
            return {"text": f"{part.name}:\n{source.text}" if part.name else source.text}
        if source.data:
            return {"inlineData": {"mimeType": source.media_type, "data": source.data}}
        return {"fileData": self._file(source, place)}

    def _file(self, source: Source, where: str) -> Json:
        if source.file_id and self._exchange.client != GEMINI:
            raise unsayable(where, "an uploaded file is known only to the provider that has it")
        address = source.file_id or source.url
        ending = address.partition("?")[0].rpartition(".")[2].lower()
        kind = source.media_type or _BY_ENDING.get(ending, "")
        if not kind and not source.file_id:
            raise unsayable(
                where, "it needs the type of a file that is given by address; send the file itself"
            )
        return {"fileUri": address, **({"mimeType": kind} if kind else {})}


def _response(words: str, *, failed: bool) -> Json:
    """The result as an object: as it is when it is one, else under the name that the provider knows."""
    if failed:
        return {"error": words}
    if words.lstrip().startswith("{"):
        try:
            value = _decode(words)
        except msgspec.DecodeError:
            value = None
        if isinstance(value, Mapping):
            return dict(value)
    return {"output": words}


def _written(turns: list[tuple[str, list[Json]]]) -> list[Json]:
    written: list[Json] = []
    if not turns:
        turns = [("user", [{"text": _EMPTY}])]
    if turns[0][0] == "model":
        written.append({"role": "user", "parts": [{"text": _OPENING}]})
    for role, parts in turns:
        if role == "user":
            parts = sorted(parts, key=lambda part: "functionResponse" not in part)  # noqa: PLW2901 - same turn
        written.append({"role": role, "parts": parts})
    return written
