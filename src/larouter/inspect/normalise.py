"""One plain spelling for text that says the same thing.

Everything is matched on this spelling: compatibility forms, digits of every script, accents, invisible
characters and escapes are undone; case is kept. Plain ASCII without escapes is returned as it came.
"""

# ruff: noqa: E501

import html
import unicodedata
from dataclasses import dataclass

from larouter.inspect.patterns import compiled

_ESCAPE_MARKS = ("%", "&", "\\")
_ESCAPE = compiled(
    r"(?:%[0-9a-fA-F]{2})+"
    r"|&#[0-9]{1,7};?|&#[xX][0-9a-fA-F]{1,6};?|&(?:nbsp|shy|amp|lt|gt|quot|apos|commat|period|colon|hyphen"
    r"|dash|ndash|mdash|ensp|emsp|thinsp|zwj|zwnj|num|sol|lowbar|equals|plus|NoBreak|ZeroWidthSpace);"
    r"|(?:\\u[0-9a-fA-F]{4})+|(?:\\u\{[0-9a-fA-F]{1,6}\})+|(?:\\x[0-9a-fA-F]{2})+|\\[nrt\"/]"
)
_MIXED = compiled(
    r"[A-Za-z0-9][\x{0370}-\x{03ff}\x{0400}-\x{04ff}]|[\x{0370}-\x{03ff}\x{0400}-\x{04ff}][A-Za-z0-9]"
)
_WORD = compiled(r"[0-9A-Za-z\x{0370}-\x{03ff}\x{0400}-\x{04ff}]+")
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХЅІЈЬаеорсухѕіјпԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυχЗзб",
    "ABEKMHOPCTYXSIJbaeopcyxsijndhqwABEZHIKMNOPTYXaivopux336",
)
_KEPT_MARKS = frozenset({"Mn", "Mc"})
_LETTERS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "İ": "I", "ħ": "h", "Ħ": "H",
    "ς": "σ", "ک": "ك", "ی": "ي", "ى": "ي", "ە": "ه", "ة": "ه", "ـ": "", "\u2215": "/", "\u2044": "/",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-", "﹣": "-", "۔": ".", "·": ".", "•": ".", "・": ".",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "\u3002": ".", "、": ",", "،": ",", "٫": ".", "٬": ",",
    "【": "[", "】": "]", "「": '"', "」": '"', "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "ー": "ー",
    "\u2800": " ", "\u3164": " ", "\u115f": "", "\u1160": "", "\u034f": "", "\u17b4": "", "\u17b5": "",
}  # fmt: skip
# Scripts whose combining marks are accents or vowel points: a reader does without them.
_POINTED = (
    (0x0300, 0x036F),
    (0x0483, 0x0487),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
)


def _pointed(code: int) -> bool:
    return any(low <= code <= high for low, high in _POINTED)


def _plain(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category in {"Cf", "Cs"} or 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF:
        return ""
    if category == "Zs":
        return " "
    if category in _KEPT_MARKS:
        return "" if _pointed(ord(char)) else char
    return _unaccented(char)


def _unaccented(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char)
    if parts == char:
        return char
    bare = "".join(part for part in parts if not _pointed(ord(part)))
    composed = unicodedata.normalize("NFC", bare)
    if composed == char or len(composed) > 18:
        return char
    if len(composed) == 1 and not composed.isdigit():
        return _LETTERS.get(composed, composed)
    return "".join(
        _LETTERS.get(c, str(unicodedata.digit(c)) if not c.isascii() and c.isdigit() else c) for c in composed
    )


class _Table(dict[int, str]):
    """Filled on first sight of a character; as large as the set of characters ever seen."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = chr(code) if code < 0x80 else _plain(chr(code))
        return plain


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Traced:
    """A normalised text with, for each of its characters, the span of the original it stands for."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def normalise(text: str) -> str:
    """The plain spelling of `text`."""
    if any(mark in text for mark in _ESCAPE_MARKS):
        text = _unescape(text)
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = _plainly(text)
    return _one_script(text) if _MIXED.search(text) else text


def _plainly(text: str) -> str:
    """Like `translate`, and much faster where few different characters change."""
    changing = [(char, plain) for char in set(text) if char > "\x7f" and (plain := _TABLE[ord(char)]) != char]
    if len(changing) > 24:
        return text.translate(_TABLE)
    for char, plain in changing:
        text = text.replace(char, plain)
    return text


def _unescape(text: str) -> str:
    out: list[str] = []
    at = 0
    for match in _ESCAPE.finditer(text):
        start, end = match.span()
        out += (text[at:start], _meaning(text[start:end]))
        at = end
    if not out:
        return text
    out.append(text[at:])
    return "".join(out)


def _meaning(escape: str) -> str:
    try:
        if escape[0] == "%":
            return _octets(escape)
        if escape[0] == "&":
            return html.unescape(escape if escape.endswith(";") else escape + ";")
        kind = escape[1]
        if kind == "u" and "{" in escape:
            return "".join(chr(int(code.rstrip("}"), 16)) for code in escape.split("\\u{")[1:])
        if kind == "u":
            units = bytes.fromhex(escape.replace("\\u", ""))
            return units.decode("utf-16-be", "replace")
        if kind == "x":
            return bytes.fromhex(escape.replace("\\x", "")).decode("utf-8", "replace")
    except (ValueError, OverflowError):
        return escape
    return {"n": "\n", "r": "\n", "t": " "}.get(kind, kind)


def _octets(escape: str) -> str:
    text = bytes.fromhex(escape.replace("%", "")).decode("utf-8", "replace")
    # No encoder escapes a single letter or digit; a password may look like that.
    return (
        escape
        if len(escape) == 3 and (text.isalnum() or not text.isprintable() or not text.isascii())
        else text
    )


def _one_script(text: str) -> str:
    """Undo lookalike letters in words that mix Latin with Greek or Cyrillic."""
    out: list[str] = []
    at = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = text[start:end]
        if _MIXED.search(word) and any("a" <= c.lower() <= "z" for c in word):
            out += (text[at:start], word.translate(_LOOKALIKES))
            at = end
    out.append(text[at:])
    return "".join(out)


def trace(text: str) -> Traced:
    """Like `normalise`, remembering where each character came from; for redaction, which is rare."""
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for match in _ESCAPE.finditer(text):
        start, end = match.span()
        pieces += [(char, index, index + 1) for index, char in enumerate(text[at:start], at)]
        pieces.append((_meaning(text[start:end]), start, end))
        at = end
    pieces += [(char, index, index + 1) for index, char in enumerate(text[at:], at)]
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in pieces:
        plain = piece if piece.isascii() else piece.translate(_TABLE)
        chars.append(plain)
        starts += [start] * len(plain)
        ends += [end] * len(plain)
    whole = "".join(chars)
    return Traced(_one_script(whole) if _MIXED.search(whole) else whole, tuple(starts), tuple(ends))
