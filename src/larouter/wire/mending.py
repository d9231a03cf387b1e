"""OpenAI chat completions of servers whose tool calls are not quite OpenAI's: mended while they pass through.

The faults: calls without an index, or all with the index 0, or without an id; arguments as an object; `stop` as the
reason after calls. What has none of them passes byte for byte. Sources: github.com/ollama/ollama issues 7881 and 8517;
docs.vllm.ai/en/latest/features/tool_calling (named calls end with `stop`); mlx-lm's server.py (no index).
"""

from typing import TypeAlias, cast

import msgspec

from larouter.wire.openai_stream import AnswerReader
from larouter.wire.sse import DONE, event_of

Json: TypeAlias = dict[str, object]
_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode
_CALLS = b'"tool_calls"'


class MendingReader(AnswerReader):
    """An `AnswerReader` that mends tool calls.

    Args:
        hide_usage: As for an `AnswerReader`.
        suffix: What ids that have to be made derive from.
    """

    __slots__ = ("_calls", "_suffix")

    def __init__(self, *, hide_usage: bool, suffix: str) -> None:
        super().__init__(hide_usage=hide_usage)
        self._suffix = suffix
        self._calls: dict[int, list[str]] = {}

    def whole(self, body: bytes) -> bytes:
        """Read a JSON answer; returns it mended.

        Raises:
            NotTheProtocol: It is not JSON, or has no choices.
        """
        return self._mended(super().whole(body)) if _CALLS in body else super().whole(body)

    def _read(self, event: bytes, data: bytes | None) -> bytes:
        if data is not None and data != DONE and (_CALLS in data or (self._calls and b'"stop"' in data)):
            mended = self._mended(data)
            if mended is not data:
                event, data = event_of(mended), mended
        return super()._read(event, data)

    def _mended(self, data: bytes) -> bytes:
        """The data as it should have been; the same object when nothing is wrong with it."""
        try:
            value = _decode(data)
        except ValueError:
            return data
        choices = value.get("choices") if isinstance(value, dict) else None
        changed = [self._choice(choice) for choice in choices or () if isinstance(choice, dict)]
        return _encode(value) if any(changed) else data

    def _choice(self, choice: Json) -> bool:
        at = choice.get("index")
        ids = self._calls.get(at if isinstance(at, int) else 0, [])
        changed = False
        streamed = isinstance(choice.get("delta"), dict)
        said = choice.get("delta") if streamed else choice.get("message")
        calls = said.get("tool_calls") if isinstance(said, dict) else None
        for call in calls if isinstance(calls, list) else ():
            if isinstance(call, dict):
                self._calls[at if isinstance(at, int) else 0] = ids
                changed = self._call(call, ids, streamed=streamed) or changed
        if ids and choice.get("finish_reason") == "stop":
            choice["finish_reason"] = "tool_calls"
            changed = True
        return changed

    def _call(self, call: Json, ids: list[str], *, streamed: bool) -> bool:
        before = dict(call)
        function = cast("Json", call.get("function")) if isinstance(call.get("function"), dict) else {}
        identifier, told = call.get("id"), call.get("index")
        index = told if type(told) is int and told >= 0 else None
        begins = bool(identifier or function.get("name"))
        known = index is not None and index < len(ids)
        if begins and (not known or (ids[index or 0] not in (identifier, "") and identifier)):
            place = len(ids)
            ids.append(str(identifier or ""))
            if not identifier:
                ids[place] = call["id"] = f"call_{self._suffix}_{place}"
            call.setdefault("type", "function")
        else:
            place = max(len(ids) - 1, 0) if index is None else index
        if streamed:
            call["index"] = place
        arguments = function.get("arguments")
        if isinstance(arguments, dict | list):
            call["function"] = {**function, "arguments": _encode(arguments).decode()}
        return call != before
