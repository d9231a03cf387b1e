"""A request with its findings replaced by placeholders, so that the rest may travel further.

What is replaced is every text of the body, whatever protocol it is in; names that must stay what they are (roles,
ids, tool names, media) are left alone. What is left is inspected again by the caller: what could not be replaced
is found there, and the request stays where it was. Placeholders are numbered in the order in which they appear, so
that the next request of a conversation, which repeats it, gives the same value the same one; nothing is kept.
"""

import asyncio
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from larouter.inspect.redact import Redactor, Restorer
from larouter.inspect.sense import DEADLINE_SECONDS, Sense

MOST_LEVELS = 100
_JSON_TEXTS = frozenset({"arguments"})
_LEFT_ALONE = frozenset({
    "model", "role", "type", "id", "call_id", "tool_call_id", "tool_use_id", "item_id", "previous_response_id",
    "media_type", "mimeType", "mime_type", "data", "url", "image_url", "file_url", "fileUri", "file_uri", "file_id",
    "file_data", "detail", "signature", "thoughtSignature", "encrypted_content", "format", "$ref", "$schema",
    "service_tier", "effort", "reasoning_effort", "verbosity", "truncation", "modalities", "voice", "include",
    "larouter_sensitivity",
})  # fmt: skip
_log = logging.getLogger("larouter.inspect")


@dataclass(frozen=True, slots=True)
class Veil:
    """A request in which findings are replaced.

    Attributes:
        body: As JSON.
        values: What each placeholder stands for; in memory only, as long as the request lasts.
    """

    body: bytes
    values: Mapping[str, str]

    def restorer(self, as_json: bool) -> Restorer:
        """Puts the values back into one text of the answer; written as JSON where that is what it is."""
        return Restorer(dict(self.values), _quoted) if as_json else Restorer(dict(self.values))


async def veil(members: Mapping[str, object], sense: Sense) -> Veil | None:
    """The request with its findings replaced; None when there is nothing to replace, or when it fails or takes long."""
    try:
        inspector = await sense.prepare()
        async with asyncio.timeout(DEADLINE_SECONDS):
            return await asyncio.to_thread(_veil, members, Redactor(inspector.scanner))
    except TimeoutError:
        _log.warning("redacting a request took too long; it stays as it is")
    except Exception:  # noqa: BLE001 - whatever goes wrong in here, the request stays where it was
        _log.exception("redacting a request failed; it stays as it is")
    return None


def _veil(members: Mapping[str, object], redactor: Redactor) -> Veil | None:
    found = list(_texts(members, MOST_LEVELS))
    instead = iter(redactor.redact(found))
    body = _replaced(members, instead, MOST_LEVELS)
    values = redactor.values
    return Veil(json.dumps(body, ensure_ascii=False).encode(), values) if values else None


def _texts(value: object, levels: int, name: str = "") -> Iterator[str]:
    """Every text that may be replaced, in order."""
    if levels == 0 or name in _LEFT_ALONE:
        return
    if isinstance(value, str):
        inner = _within(value, name)
        if inner is None:
            yield value
        else:
            yield from _texts(inner, levels - 1)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, levels - 1, key)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, levels - 1, name if isinstance(one, str) else "")


def _replaced(value: object, instead: Iterator[str], levels: int, name: str = "") -> object:
    """The same value with its texts replaced; walks as `_texts` does."""
    if levels == 0 or name in _LEFT_ALONE:
        return value
    if isinstance(value, str):
        inner = _within(value, name)
        if inner is None:
            return next(instead)
        return json.dumps(_replaced(inner, instead, levels - 1), ensure_ascii=False)
    if isinstance(value, Mapping):
        return {key: _replaced(one, instead, levels - 1, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, instead, levels - 1, name if isinstance(one, str) else "") for one in value]
    return value


def _within(text: str, name: str) -> object | None:
    """What a text that is JSON says, so that a value in it is replaced as what it means."""
    if name not in _JSON_TEXTS or not text.lstrip().startswith(("{", "[")):
        return None
    try:
        inner = json.loads(text)
    except ValueError:
        return None
    return inner if isinstance(inner, dict | list) else None


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
