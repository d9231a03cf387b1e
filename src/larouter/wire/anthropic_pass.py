"""Anthropic Messages to a backend that speaks them: the bytes as they came, but for what the model refuses.

Source: as `anthropic_thinking`. Signatures go out labelled with their model when the client left the choice
of the model to the router, because a model refuses the thoughts of another.
"""

import json
import re
from collections.abc import Mapping
from typing import Literal, cast

import msgspec

from larouter.core.chat import Body, Chat
from larouter.core.usage import Usage  # noqa: TC001 - one style of import for all
from larouter.wire.answer import NotTheProtocol
from larouter.wire.anthropic_hear import Block, Delta, Said, UsageRead, read_event, read_message
from larouter.wire.anthropic_parse import parse_options
from larouter.wire.anthropic_thinking import thinking_for
from larouter.wire.call_ids import plain
from larouter.wire.exchange import Exchange
from larouter.wire.fitting import choice_for, sampling_for
from larouter.wire.neutral import Conversation, Seal
from larouter.wire.passing import Edits, edited
from larouter.wire.profiles import Losses, Profile, nearest_effort, unsayable
from larouter.wire.seals import MARK, label, read_label
from larouter.wire.sse import Cutter, data_of, event_of

Json = dict[str, object]
_STOP = event_of(b'{"type":"message_stop"}', b"message_stop")
_values = msgspec.json.Decoder().decode
_IDS = {"tool_use": "id", "tool_result": "tool_use_id"}
_UNSIGNED = re.compile(r'"signature"\s*:\s*""')


def pass_messages(chat: Chat, exchange: Exchange, losses: Losses) -> "tuple[bytes, MessagesReader]":
    """The client's body for this model, and a reader that passes the answer through.

    Raises:
        Unsayable: The model refuses something that may not be left out.
    """
    members, edits = chat.body.members, Edits(model=json.dumps(exchange.upstream_id))
    limits = [limit for limit in (chat.max_tokens, exchange.max_output) if limit]
    if limits and members.get("max_tokens") != min(limits):
        edits["max_tokens"] = str(min(limits))
    system: list[Json] = []
    if exchange.profile.family != "Claude":
        _fit(chat.body, exchange, losses, edits, system)
    _rename_format(members, edits)
    _mend(chat.body, exchange, losses, edits, system)
    _calm(chat.body, losses, edits)
    if system:
        edits["system"] = json.dumps([*_blocks(members.get("system")), *system], ensure_ascii=False)
    origin = exchange.upstream_id if chat.model != exchange.upstream_id else ""
    return edited(chat.body, edits), MessagesReader(origin)


def _blocks(system: object) -> list[object]:
    if isinstance(system, str):
        return [{"type": "text", "text": system}] if system.strip() else []
    return list(system) if isinstance(system, list) else []


def _fit(body: Body, exchange: Exchange, losses: Losses, edits: Edits, system: list[Json]) -> None:
    asked, profile = parse_options(body), exchange.profile
    taken = sampling_for(asked, exchange, losses)
    for name in ("temperature", "top_p", "top_k"):
        if body.members.get(name) is not None and name not in taken:
            edits[name] = None
    choice, instruction = choice_for(asked, losses)
    if instruction:
        single = {"disable_parallel_tool_use": True} if asked.parallel is False else {}
        edits["tool_choice"] = json.dumps({"type": "auto", **single})
        system.append({"type": "text", "text": instruction})
    forced = choice is not None and choice.mode == "required"
    _fit_thinking(body, asked, exchange, losses, edits, forced=forced)
    last = cast("list[Json]", body.members["messages"])[-1]
    if last.get("role") == "assistant" and not profile.prefill:
        where = f"messages[{len(cast('list[Json]', body.members['messages'])) - 1}]"
        raise unsayable(where, "it does not continue an answer that was begun; end with a user message")


def _fit_thinking(
    body: Body, asked: Conversation, exchange: Exchange, losses: Losses, edits: Edits, *, forced: bool
) -> None:
    profile, config = exchange.profile, body.members.get("output_config")
    output: Json = dict(config) if isinstance(config, dict) else {}
    thinking = body.members.get("thinking")
    if isinstance(thinking, dict) and str(thinking.get("type")) not in _accepted(profile):
        limit = cast("int", body.members.get("max_tokens") or profile.default_max_tokens)
        said, extra = thinking_for(asked, exchange, losses, limit=limit, forced=forced)
        edits["thinking"] = json.dumps(said) if said else None
        output |= extra
    effort = output.get("effort")
    if isinstance(effort, str) and effort not in profile.efforts:
        del output["effort"]
        losses.drop("output_config.effort")
        if near := nearest_effort(effort, profile):
            output["effort"] = near
    if output != (config or {}):
        edits["output_config"] = json.dumps(output, ensure_ascii=False) if output else None


def _rename_format(members: Mapping[str, object], edits: Edits) -> None:
    """Say `output_format`, which older SDKs send along with a beta header, under the name it has since."""
    wanted = members.get("output_format")
    if wanted is None:
        return
    fitted = edits.get("output_config")
    config = json.loads(fitted) if fitted else members.get("output_config")
    output: Json = dict(config) if isinstance(config, dict) else {}
    edits["output_config"] = json.dumps({"format": wanted, **output}, ensure_ascii=False)
    edits["output_format"] = None


def _accepted(profile: Profile) -> set[str]:
    accepted = {"adaptive"} if profile.thinks == "adaptive" else {"enabled"}
    if "thinking.budget_tokens" not in profile.drops:
        accepted.add("enabled")
    off: dict[str, Literal["disabled", "between_tools"]] = {
        "omit": "disabled",
        "disabled": "disabled",
        "between_tools": "between_tools",
    }
    return accepted | ({off[profile.off]} if profile.off in off else set())


def _mend(body: Body, exchange: Exchange, losses: Losses, edits: Edits, system: list[Json]) -> None:
    """Take labels off the model's own thoughts, take other models' out, and hoist late system messages."""
    late = not exchange.profile.late_system and '"system"' in body.text
    if MARK not in body.text and not late and not _UNSIGNED.search(body.text) and not _has_odd_ids(body):
        return
    messages: list[Json] = []
    for message in cast("list[Json]", body.members["messages"]):
        if late and message["role"] == "system":
            system += cast("list[Json]", _blocks(message.get("content")))
            continue
        content = message.get("content")
        if isinstance(content, list):
            kept = [_said(mended) for block in content if (mended := _unlabelled(block, exchange, losses))]
            message = {**message, "content": kept or "(empty)"}  # noqa: PLW2901 - the same message
        messages.append(message)
    if messages != body.members["messages"]:
        edits["messages"] = json.dumps(messages, ensure_ascii=False)


def _has_odd_ids(body: Body) -> bool:
    """Whether a call has an id that another model made, and that Claude would be refused with."""
    if '"tool_use"' not in body.text:
        return False
    return any(
        [
            _said(block) is not block
            for message in cast("list[Json]", body.members["messages"])
            for block in _blocks(message.get("content"))
            if isinstance(block, dict)
        ]
    )


def _said(block: Json) -> Json:
    """The block with an id that the provider takes."""
    name = _IDS.get(str(block.get("type")))
    value = block.get(name) if name else None
    if name is None or not isinstance(value, str) or (said := plain(value)) == value:
        return block
    return {**block, name: said}


def _calm(body: Body, losses: Losses, edits: Edits) -> None:
    """Think no more with a budget where a turn goes on that called tools and has no thoughts at its beginning."""
    given = edits["thinking"] if "thinking" in edits else body.members.get("thinking")
    thinking = _values(given) if isinstance(given, str) else given
    if not isinstance(thinking, dict) or thinking.get("type") != "enabled":
        return
    mended = edits.get("messages")
    messages = cast("list[Json]", _values(mended) if mended else body.members["messages"])
    last = next((one for one in reversed(messages) if one.get("role") == "assistant"), {})
    kinds = [block.get("type") for block in _blocks(last.get("content")) if isinstance(block, dict)]
    if "tool_use" in kinds and kinds[0] not in ("thinking", "redacted_thinking"):
        edits["thinking"] = None
        losses.drop("thinking")


def _unlabelled(block: Json, exchange: Exchange, losses: Losses) -> Json | None:
    name = {"thinking": "signature", "redacted_thinking": "data"}.get(str(block.get("type")), "")
    value = block.get(name) if name else None
    if name == "signature" and not value:  # the thoughts of a model that does not sign them
        losses.drop("reasoning")
        return None
    if not isinstance(value, str) or not value.startswith(MARK):
        return block
    seal, kind = read_label(value)
    if kind or not exchange.accepts(seal):
        losses.drop("reasoning")
        return None
    return {**block, name: seal.value}


class MessagesReader:
    """Reads an answer of the Messages API as it flows; its attributes are those of `exchange.Reader`.

    Args:
        origin: The model to label signatures with, or empty to leave every byte as it is.
    """

    __slots__ = ("_cutter", "_origin", "_used", "characters", "done", "error", "finished", "model", "usage")

    def __init__(self, origin: str) -> None:
        self._cutter = Cutter()
        self._origin = origin
        self._used = UsageRead()
        self.usage: Usage | None = None
        self.model = ""
        self.characters = 0
        self.finished = False
        self.done = False
        self.error = b""

    def whole(self, body: bytes) -> bytes:
        """Read a JSON answer; returns it for the client.

        Raises:
            NotTheProtocol: It is not a message.
        """
        message = read_message(body)
        self.model = message.model
        self._note_usage(message.usage)
        for block in message.content:
            self._note(block)
            self.characters += len(block.input)
        self.finished = True
        if not self._origin or (b'"signature"' not in body and b'"redacted_thinking"' not in body):
            return body
        value = _values(body)
        for block in value["content"]:
            self._label(block)
        return msgspec.json.encode(value)

    def feed(self, chunk: bytes) -> bytes:
        """Read the next bytes of a stream; returns what the client should get of the events they complete.

        Raises:
            NotTheProtocol: An event is not one of the Messages API.
        """
        try:
            events = self._cutter.feed(chunk)
        except ValueError as error:
            raise NotTheProtocol(str(error)) from None
        return b"".join([self._read(event) for event in events])

    def end(self) -> bytes:
        """What stood after the last blank line, and the terminator that the backend left out."""
        rest = self.feed(b"\n\n") if self._cutter.rest().strip() else b""
        if self.done or self.error or not self.finished:
            return rest
        self.done = True
        return rest + _STOP

    def _read(self, event: bytes) -> bytes:
        if self.done or self.error:
            return b""
        data = data_of(event)
        if data is None:
            return event
        said = read_event(data)
        if said.type == "error":
            self.error = bytes(said.error) or b"{}"
            return b""
        self._note_event(said)
        if self._origin and _is_signed(said):
            value = _values(data)
            self._label(value.get("delta") or value.get("content_block"))
            return event_of(msgspec.json.encode(value), said.type.encode())
        return event

    def _note_event(self, said: Said) -> None:
        if said.delta is not None:
            self._note(said.delta)
            self.finished = self.finished or bool(said.delta.stop_reason)
        elif said.content_block is not None:
            self._note(said.content_block)
        elif said.message is not None:
            self.model = said.message.model
            self._note_usage(said.message.usage)
        elif said.type == "message_stop":
            self.done = True
        if said.usage is not None:
            self._note_usage(said.usage)

    def _note(self, said: Delta | Block) -> None:
        self.characters += len(said.text or "") + len(said.thinking or "")
        if isinstance(said, Delta):
            self.characters += len(said.partial_json or "")
        else:
            self.characters += len(said.name or "")

    def _note_usage(self, usage: UsageRead | None) -> None:
        if usage is not None:
            self._used = usage.after(self._used)
            self.usage = self._used.tokens()

    def _label(self, block: Json) -> None:
        for name in ("signature", "data"):
            value = block.get(name)
            if isinstance(value, str) and value and block.get("type") != "text":
                block[name] = label(Seal(value, self._origin))


def _is_signed(said: Said) -> bool:
    if said.delta is not None:
        return bool(said.delta.signature)
    return said.content_block is not None and bool(said.content_block.data or said.content_block.signature)
