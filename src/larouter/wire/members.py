"""Read a JSON object strictly, and remember where each of its members stands.

One parse serves everything: the values for looking at, the spans for passing the rest through byte for byte.
What two parsers could read differently (duplicate keys, NaN) is refused, so that what was inspected is what is
sent.
"""

import json
import re
from collections.abc import Callable, Collection

from larouter.core.chat import Body
from larouter.core.errors import BadRequest

MAX_DEPTH = 100
EXAMPLE = '{"model": "auto", "messages": [...]}'
_INFINITE = (float("inf"), float("-inf"))
_TOO_DEEP = f"the body is nested too deeply; at most {MAX_DEPTH} levels are read"
_NAME = r'"((?:[^"\\\x00-\x1f]|\\.)*)"[ \t\n\r]*:[ \t\n\r]*'
_FIRST = re.compile(r"[ \t\n\r]*\{[ \t\n\r]*" + _NAME)
_NEXT = re.compile(r"[ \t\n\r]*,[ \t\n\r]*" + _NAME)
_HALF = re.compile(r"\\u[dD]")
_END = re.compile(r"[ \t\n\r]*\}[ \t\n\r]*\Z")


def read_object(raw: bytes, example: str = EXAMPLE) -> Body:
    """The JSON object in `raw`.

    Args:
        raw: The body.
        example: One that would do, for the refusal of what is none.

    Raises:
        BadRequest: It is not UTF-8, not JSON, not an object, or ambiguous.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"the body is not UTF-8 (byte {error.start}); encode it as UTF-8") from None
    if not text or text.isspace():
        raise BadRequest(f"the body is empty; send a JSON object such as {example}")
    try:
        body = _read_members(text, len(raw), example)
    except StopIteration as stop:
        at = json.JSONDecodeError("", text, stop.value)
        raise BadRequest(
            f"the body is not valid JSON: expecting value at line {at.lineno}, column {at.colno}"
        ) from None
    except json.JSONDecodeError as error:
        if text[0] == "\ufeff":
            raise BadRequest("the body begins with a byte order mark; send it without one") from None
        where = f"line {error.lineno}, column {error.colno}"
        raise BadRequest(
            f"the body is not valid JSON: {error.msg.lower().removesuffix(' at')} at {where}"
        ) from None
    except RecursionError:
        raise BadRequest(_TOO_DEEP) from None
    except ValueError:
        raise BadRequest("the body holds a number with too many digits to be one") from None
    _refuse_depth(body)
    if "\\" in text and _HALF.search(text) is not None:
        _refuse_halves(body)
    return body


def _constant(name: str) -> object:
    raise BadRequest(f"the body holds {name}, which is not JSON; send a finite number or null")


def _finite(text: str) -> float:
    value = float(text)
    if value in _INFINITE:
        raise BadRequest(f"the body holds the number {text[:40]}, which is too large to be one")
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        _refuse_twice(next(name for name in names if names.count(name) > 1))
    return value


def _refuse_twice(name: str) -> None:
    shown = name.encode("utf-8", "backslashreplace").decode()
    raise BadRequest(f"the key '{shown}' stands twice in one object; send it once", param=shown)


def _refuse_halves(body: Body) -> None:
    """Refuse what JSON can write and UTF-8 cannot, so that nothing further on has to reckon with it."""
    try:
        json.dumps(body.members, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise BadRequest(
            f"the body holds half a character (a lone surrogate, {half}); send the whole one"
        ) from None


_decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_constant, parse_float=_finite)
# What `raw_decode` calls, which only turns StopIteration into an error, and costs as much as a short value.
_scan: Callable[[str, int], tuple[object, int]] = _decoder.scan_once  # type: ignore[attr-defined]


def _read_members(text: str, size: int, example: str) -> Body:
    found = _FIRST.match(text)
    if found is None:
        return _read_none(text, size, example)
    members: dict[str, object] = {}
    spans: dict[str, tuple[int, int]] = {}
    while found is not None:
        name = found[1]
        if "\\" in name:
            name = json.loads(f'"{name}"')
        if name in members:
            _refuse_twice(name)
        start = found.end()
        members[name], at = _scan(text, start)
        spans[name] = (start, at)
        found = _NEXT.match(text, at)
    if _END.match(text, at) is None:
        json.loads(text)
        raise json.JSONDecodeError("Expecting ',' or '}'", text, at)
    return Body(text, members, spans, size)


def _read_none(text: str, size: int, example: str) -> Body:
    """An object without members, or what is none."""
    if json.loads(text) == {}:
        return Body(text, {}, {}, size)
    raise BadRequest(f"the body is JSON but not an object; send one, such as {example}")


def _refuse_depth(body: Body) -> None:
    if not (_many(body.text, "[") or _many(body.text, "{")):
        return
    level: list[Collection[object]] = [body.members.values()]
    for _ in range(MAX_DEPTH):
        level = [_children(child) for values in level for child in values if type(child) in (dict, list)]
        if not level:
            return
    raise BadRequest(_TOO_DEEP)


def _many(text: str, bracket: str) -> bool:
    """Whether there are enough of them to nest too deeply; finding is faster than counting."""
    at = -1
    for _ in range(MAX_DEPTH // 2):
        at = text.find(bracket, at + 1)
        if at < 0:
            return False
    return True


def _children(value: object) -> Collection[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
