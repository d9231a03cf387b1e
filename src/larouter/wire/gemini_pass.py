"""Google Gemini to a backend that speaks it: the bytes as they came, but for what the model refuses.

Source: as `gemini_thinking` and `gemini_contents`. Signatures go out labelled with their model when the
client left the choice of the model to the router, because a model refuses the thoughts of another.
"""

import json

import msgspec

from larouter.core.chat import Chat
from larouter.core.usage import Usage  # noqa: TC001 - one style of import for all
from larouter.wire.answer import NotTheProtocol
from larouter.wire.exchange import Exchange
from larouter.wire.fitting import sampling_for
from larouter.wire.gemini_contents import UNSIGNED
from larouter.wire.gemini_hear import PartRead, ResponseRead, is_finished, read_response
from larouter.wire.gemini_names import member, object_of, objects_of, other_name
from larouter.wire.gemini_options import reasoning_of, sampling_of
from larouter.wire.gemini_parse import REDACTED, seal_of
from larouter.wire.gemini_thinking import thinking_for
from larouter.wire.neutral import Conversation, Object, Seal
from larouter.wire.passing import Edits, edited
from larouter.wire.profiles import Losses
from larouter.wire.seals import MARK, label
from larouter.wire.sse import Cutter, data_of, event_of

Json = dict[str, object]
_values = msgspec.json.Decoder().decode


def pass_generate(chat: Chat, exchange: Exchange, losses: Losses) -> "tuple[bytes, GenerateReader]":
    """The client's body for this model, and a reader that passes the answer through.

    Raises:
        Unsayable: The model refuses something that may not be left out.
    """
    members, edits = chat.body.members, Edits()
    config = object_of(members, "generationConfig")
    fitted = _fit(config, chat, exchange, losses)
    if fitted != config:
        edits[_spelt(members, "generationConfig")] = json.dumps(fitted, ensure_ascii=False)
    contents = objects_of(members, "contents")
    mended = _mend(contents, chat.body.text, exchange, losses)
    if mended != contents:
        edits["contents"] = json.dumps(mended, ensure_ascii=False)
    if "model" in members:
        edits["model"] = None
    origin = exchange.upstream_id if chat.model != exchange.upstream_id else ""
    return edited(chat.body, edits), GenerateReader(origin)


def _spelt(members: Object, name: str) -> str:
    return other_name(name) if other_name(name) in members else name


def _fit(config: Object, chat: Chat, exchange: Exchange, losses: Losses) -> Json:
    fitted = dict(config)
    limits = [limit for limit in (chat.max_tokens, exchange.max_output) if limit]
    if limits and member(config, "maxOutputTokens") != min(limits):
        fitted[_spelt(config, "maxOutputTokens")] = min(limits)
    asked = Conversation((), sampling=sampling_of(config), reasoning=reasoning_of(config))
    taken = sampling_for(asked, exchange, losses)
    for name, spoken in (("presence_penalty", "presencePenalty"), ("frequency_penalty", "frequencyPenalty")):
        if name not in taken:
            fitted.pop(_spelt(config, spoken), None)
    thinking = object_of(config, "thinkingConfig")
    if thinking and not _accepts(thinking, exchange):
        fitted[_spelt(config, "thinkingConfig")] = thinking_for(asked, exchange, losses)
    return fitted


def _accepts(thinking: Object, exchange: Exchange) -> bool:
    level, budget, profile = (
        member(thinking, "thinkingLevel"),
        member(thinking, "thinkingBudget"),
        exchange.profile,
    )
    if level is None and budget is None:
        return True
    if profile.thinks == "level":
        return budget is None and str(level).lower() in profile.efforts
    return level is None and (budget != 0 or bool(profile.off))


def _mend(contents: list[Object], text: str, exchange: Exchange, losses: Losses) -> list[Object]:
    """Take labels off the model's own signatures, take out other models' and what is empty, sign unsigned calls."""
    signs = exchange.profile.thinks == "level" and ("functionCall" in text or "function_call" in text)
    thinks = '"thought"' in text
    if MARK not in text and not signs and not thinks and '""' not in text:
        return contents
    mended: list[Object] = []
    for content in contents:
        parts = objects_of(content, "parts")
        kept = [one for part in parts if (one := _unlabelled(part, exchange, losses)) is not None]
        if thinks:
            kept = _without_foreign(kept, losses)
        if signs:
            kept = _signed(kept)
        if kept != parts and kept:
            content = {**content, "parts": kept}  # noqa: PLW2901 - the same content
        if kept or not parts:
            mended.append(content)
    return mended


def _unlabelled(part: Object, exchange: Exchange, losses: Losses) -> Object | None:
    signature = member(part, "thoughtSignature")
    if part.get("text") == "" and part.keys() <= {
        "text",
        "thought",
    }:  # how streams end, and what the model would refuse to hear again
        return None
    if not isinstance(signature, str) or not signature.startswith(MARK):
        return part
    seal, kind = seal_of(signature)
    name = _spelt(part, "thoughtSignature")
    if kind != REDACTED and exchange.accepts(seal):
        return {**part, name: seal.value}
    losses.drop("reasoning")
    rest = {key: value for key, value in part.items() if key != name}
    return None if part.get("thought") or rest in ({}, {"text": ""}) else rest


def _without_foreign(parts: list[Object], losses: Losses) -> list[Object]:
    """The parts without thoughts, where no signature says whose they are; summaries are not asked back."""
    if any(member(part, "thoughtSignature") is not None for part in parts):
        return parts
    kept = [part for part in parts if part.get("thought") is not True]
    if len(kept) < len(parts):
        losses.drop("reasoning")
    return kept


def _signed(parts: list[Object]) -> list[Object]:
    """The first call of a step must be signed."""
    for at, part in enumerate(parts):
        if member(part, "functionCall") is None:
            continue
        if member(part, "thoughtSignature") is None:
            return [*parts[:at], {**part, "thoughtSignature": UNSIGNED}, *parts[at + 1 :]]
        return parts
    return parts


class GenerateReader:
    """Reads an answer of Gemini's as it flows; its attributes are those of `exchange.Reader`.

    Args:
        origin: The model to label signatures with, or empty to leave every byte as it is.
    """

    __slots__ = ("_cutter", "_origin", "characters", "done", "error", "finished", "model", "usage")

    def __init__(self, origin: str) -> None:
        self._cutter = Cutter()
        self._origin = origin
        self.usage: Usage | None = None
        self.model = ""
        self.characters = 0
        self.finished = False
        self.done = False
        self.error = b""

    def whole(self, body: bytes) -> bytes:
        """Read a JSON answer; returns it for the client.

        Raises:
            NotTheProtocol: It is none of Gemini's.
        """
        self._note(read_response(body))
        if not self.finished:
            raise NotTheProtocol("the answer has no candidate that is finished")
        return self._labelled(body) if self._origin and b"thoughtSignature" in body else body

    def feed(self, chunk: bytes) -> bytes:
        """Read the next bytes of a stream; returns what the client should get of the events they complete.

        Raises:
            NotTheProtocol: An event is not one of Gemini's.
        """
        try:
            events = self._cutter.feed(chunk)
        except ValueError as error:
            raise NotTheProtocol(str(error)) from None
        return b"".join([self._read(event) for event in events])

    def end(self) -> bytes:
        """What stood after the last blank line; the protocol has no terminator but the end."""
        rest = self.feed(b"\n\n") if self._cutter.rest().strip() else b""
        self.done = self.finished and not self.error
        return rest

    def _read(self, event: bytes) -> bytes:
        data = data_of(event)
        if data is None or self.error:
            # Google's own client takes a comment for JSON.
            return b""
        said = read_response(data)
        if said.error and bytes(said.error) != b"null":
            self.error = bytes(said.error)
            return b""
        self._note(said)
        if self._origin and b"thoughtSignature" in data:
            return event_of(self._labelled(data))
        return event

    def _note(self, said: ResponseRead) -> None:
        if said.usage_metadata is not None:
            self.usage = said.usage_metadata.tokens()
        if said.model_version:
            self.model = said.model_version
        for candidate in said.candidates or ():
            if candidate.content is not None:
                self.characters += sum([_size(part) for part in candidate.content.parts or ()])
        self.finished = self.finished or is_finished(said)

    def _labelled(self, data: bytes) -> bytes:
        value = _values(data)
        for candidate in value.get("candidates") or ():
            for part in (candidate.get("content") or {}).get("parts") or ():
                if signature := part.get("thoughtSignature"):
                    part["thoughtSignature"] = label(Seal(signature, self._origin))
        return msgspec.json.encode(value)


def _size(part: PartRead) -> int:
    size = len(part.text or "")
    if part.function_call is not None:
        size += len(part.function_call.name) + len(bytes(part.function_call.args))
    return size + len(bytes(part.inline_data))
