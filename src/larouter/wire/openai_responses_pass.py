"""OpenAI Responses to a backend that speaks them: the bytes as they came, but for what the model refuses.

Encrypted reasoning goes out labelled with its model when the client left the choice of the model to the
router, because a model refuses the reasoning of another.
"""

import json
from typing import cast

import msgspec

from larouter.core.chat import Body, Chat
from larouter.core.usage import Usage  # noqa: TC001 - one style of import for all
from larouter.wire.answer import NotTheProtocol
from larouter.wire.call_ids import MOST_IN_RESPONSES, short
from larouter.wire.exchange import Exchange
from larouter.wire.fitting import effort_for, is_off, sampling_for
from larouter.wire.neutral import Conversation, Seal
from larouter.wire.openai_responses_hear import OVER, Said, failure_of, read_event, read_response
from larouter.wire.openai_responses_options import reasoning_of, sampling_of
from larouter.wire.openai_responses_parse import REDACTED
from larouter.wire.passing import Edits, edited
from larouter.wire.profiles import Losses, unsayable
from larouter.wire.seals import MARK, label, read_label
from larouter.wire.sse import DONE, Cutter, data_of, event_of

Json = dict[str, object]
ENCRYPTED = "reasoning.encrypted_content"
_values = msgspec.json.Decoder().decode


def pass_responses(chat: Chat, exchange: Exchange, losses: Losses) -> "tuple[bytes, ResponsesReader]":
    """The client's body for this model, and a reader that passes the answer through.

    Raises:
        Unsayable: The model refuses something that may not be left out.
    """
    edits = Edits(model=json.dumps(exchange.upstream_id))
    limits = [limit for limit in (chat.max_tokens, exchange.max_output) if limit]
    if limits and chat.body.members.get("max_output_tokens") != min(limits):
        edits["max_output_tokens"] = str(min(limits))
    _keep_nothing(chat, exchange, losses, edits)
    if exchange.profile.family != "OpenAI-compatible":
        _fit(chat.body, exchange, losses, edits)
    _mend(chat.body, exchange, losses, edits)
    origin = exchange.upstream_id if chat.model != exchange.upstream_id else ""
    return edited(chat.body, edits), ResponsesReader(origin)


def _keep_nothing(chat: Chat, exchange: Exchange, losses: Losses, edits: Edits) -> None:
    """Nothing is stored at the provider: reasoning comes along encrypted, and nobody can ask for the answer later."""
    members = chat.body.members
    if members.get("store") is not False:
        edits["store"] = "false"
        if members.get("store") is True and not chat.kept:
            losses.drop("store")
    if members.get("background") is not None:
        edits["background"] = None
        if members.get("background") is True:
            losses.drop("background")
    include = members.get("include")
    asked = list(include) if isinstance(include, list) else []
    if exchange.profile.thinks and ENCRYPTED not in asked:
        edits["include"] = json.dumps([*asked, ENCRYPTED])
    elif ENCRYPTED in asked and not exchange.profile.thinks and exchange.profile.developer:
        rest = [name for name in asked if name != ENCRYPTED]
        edits["include"] = json.dumps(rest) if rest else None


def _fit(body: Body, exchange: Exchange, losses: Losses, edits: Edits) -> None:
    members = body.members
    asked = Conversation((), sampling=sampling_of(members), reasoning=reasoning_of(members))
    taken = sampling_for(asked, exchange, losses)
    for name in ("temperature", "top_p"):
        if members.get(name) is not None and name not in taken:
            edits[name] = None
    if members.get("top_logprobs") and exchange.profile.thinks_unasked and not is_off(asked, exchange):
        raise unsayable("top_logprobs", "it tells no log probabilities while it reasons")
    reasoning = members.get("reasoning")
    if isinstance(reasoning, dict) and not exchange.profile.thinks:
        if {**reasoning, "effort": None} != {"effort": None} or reasoning.get("effort") not in (None, "none"):
            losses.drop("reasoning_effort")
        edits["reasoning"] = None
    elif isinstance(reasoning, dict) and isinstance(reasoning.get("effort"), str):
        effort = effort_for(asked, exchange, losses)
        if effort != reasoning["effort"]:
            rest = {name: value for name, value in reasoning.items() if name != "effort"}
            fitted = {**rest, **({"effort": effort} if effort else {})}
            edits["reasoning"] = json.dumps(fitted) if fitted else None


def _mend(body: Body, exchange: Exchange, losses: Losses, edits: Edits) -> None:
    """Take labels off the model's own reasoning, take out what another model made, shorten ids of calls."""
    items = body.members.get("input")
    if not isinstance(items, list) or (MARK not in body.text and '"call_id"' not in body.text):
        return
    kept: list[Json] = []
    for given in cast("list[Json]", items):
        identifier, item = given.get("call_id"), given
        if isinstance(identifier, str) and len(identifier) > MOST_IN_RESPONSES:
            item = {**given, "call_id": short(identifier, MOST_IN_RESPONSES)}
        sealed = item.get("encrypted_content")
        if item.get("type") != "reasoning" or not isinstance(sealed, str) or not sealed.startswith(MARK):
            kept.append(item)
            continue
        seal, kind = read_label(sealed)
        if kind in ("", REDACTED) and exchange.accepts(seal):
            kept.append({**item, "encrypted_content": seal.value})
        else:
            losses.drop("reasoning")
    if kept != items:
        edits["input"] = json.dumps(kept, ensure_ascii=False)


class ResponsesReader:
    """Reads a response as it flows; its attributes are those of `exchange.Reader`.

    Args:
        origin: The model to label encrypted reasoning with, or empty to leave every byte as it is.
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
            NotTheProtocol: It is not a response that came to an end.
        """
        response = read_response(body)
        if response.status not in ("completed", "incomplete"):
            raise NotTheProtocol(f"the response is {response.status}, not completed")
        self.model, self.finished = response.model, True
        if response.usage is not None:
            self.usage = response.usage.tokens(response.service_tier)
        for item in response.output or ():
            parts = [*(item.content or ()), *(item.summary or ())]
            self.characters += sum([len(part.text or part.refusal or "") for part in parts])
            self.characters += len(item.name or "") + len(item.arguments or item.input or "")
        return self._labelled(body) if self._origin and b'"encrypted_content"' in body else body

    def feed(self, chunk: bytes) -> bytes:
        """Read the next bytes of a stream; returns what the client should get of the events they complete.

        Raises:
            NotTheProtocol: An event is not one of a response.
        """
        try:
            events = self._cutter.feed(chunk)
        except ValueError as error:
            raise NotTheProtocol(str(error)) from None
        if len(events) == 1:
            return self._read(events[0])
        return b"".join([self._read(event) for event in events])

    def end(self) -> bytes:
        """What stood after the last blank line; the terminator is a response, which only the backend has."""
        return self.feed(b"\n\n") if self._cutter.rest().strip() else b""

    def _read(self, event: bytes) -> bytes:
        if self.error:
            return b""
        data = data_of(event)
        if data is None:
            return event
        if data == DONE:
            return event if self.done else b""
        said = read_event(data)
        if said.delta is None and (error := failure_of(said, data)):
            self.error = error
            return b""
        self._note(said)
        if self._origin and b'"encrypted_content"' in data:
            return event_of(self._labelled(data), said.type.encode())
        return event

    def _note(self, said: Said) -> None:
        if said.delta is not None:
            self.characters += len(said.delta)
        elif said.item is not None and said.type == "response.output_item.added":
            self.characters += len(said.item.name or "")
        elif said.response is not None:
            self.model = said.response.model or self.model
            if said.response.usage is not None:
                self.usage = said.response.usage.tokens(said.response.service_tier)
            self.finished = self.done = said.type in OVER

    def _labelled(self, data: bytes) -> bytes:
        value = _values(data)
        whole = value.get("response") or value
        items = [value.get("item"), *(whole.get("output") or ())]
        for item in items:
            if isinstance(item, dict) and (sealed := item.get("encrypted_content")):
                item["encrypted_content"] = label(Seal(sealed, self._origin))
        return msgspec.json.encode(value)
