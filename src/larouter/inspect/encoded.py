"""Text hidden in base64 or hexadecimal, one level deep."""

import base64
import binascii
from collections.abc import Iterator

from larouter.inspect.lexicon import Exhausted
from larouter.inspect.patterns import compiled

_BASE64 = compiled(r"[A-Za-z0-9+/_\-]{16,}={0,2}")
_HEX = compiled(r"\b(?:0x)?[0-9a-fA-F]{2}(?:[ :,]?(?:0x|\\x)?[0-9a-fA-F]{2}){7,}")
# Whether a text in lower case holds any of them: a superset of both, without captures.
ANY_CODE = r"[a-z0-9+/_\-]{16}|\b(?:0x)?[0-9a-f]{2}(?:[ :,]?(?:0x|\\x)?[0-9a-f]{2}){7}"
_LIMIT = 1_000
_LONGEST = 200_000


def encoded(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Spans of `data` that decode to readable text, with the text.

    Raises:
        Exhausted: There are more runs than are looked at, or one is longer.
    """
    looked = 0
    for match in _BASE64.finditer(data):
        looked += 1
        run = match.group()
        if looked > _LIMIT or len(run) > _LONGEST:
            raise Exhausted
        text = _from_base64(run)
        if text is not None:
            yield match.start(), match.end(), text
    for match in _HEX.finditer(data):
        looked += 1
        if looked > _LIMIT:
            raise Exhausted
        start = match.start()
        run = match.group()
        text = _from_hex(run)
        if text is None and b" " in run:
            # A short word such as "be" before the code reads as hexadecimal too.
            longest = max(run.split(b" "), key=len)
            start, run = start + run.index(longest), longest
            text = _from_hex(run) if len(run) >= 16 else None
        if text is not None:
            yield start, start + len(run), text


def _from_base64(run: bytes) -> str | None:
    body = run.rstrip(b"=")
    # A long lower-case word or a path is no code: codes mix cases or carry digits.
    if body.isdigit() or len(body) % 4 == 1 or (body.isalpha() and (body.islower() or body.isupper())):
        return None
    if b"-" in body or b"_" in body:
        body = body.replace(b"-", b"+").replace(b"_", b"/")
    try:
        return _readable(base64.b64decode(body + b"=" * (-len(body) % 4)))
    except (binascii.Error, ValueError):
        return None


def _from_hex(run: bytes) -> str | None:
    body = run.replace(b"0x", b"").replace(b"\\x", b"").translate(None, b" :,")
    if len(body) % 2:
        body = body[:-1]
    try:
        return _readable(bytes.fromhex(body.decode()))
    except ValueError:
        return None


def _readable(raw: bytes) -> str | None:
    if len(raw) < 8 or b"\x00" in raw[:1]:
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    odd = sum(1 for char in text if not char.isprintable() and char not in "\r\n\t")
    return text if odd == 0 else None
