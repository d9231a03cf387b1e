"""Signs: short names of what is conspicuous in a request, for weighing and for explaining.

Names are made once and remembered, as there are few: a request costs no formatting, and a weight is found by the
identity of its name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain, combinations, filterfalse, repeat, starmap

from larouter.inspect.concepts import concepts
from larouter.inspect.reading import QUESTION_MARKS, Reading

LENGTHS = (1, 2, 3, 4, 6, 9, 13, 19, 28, 40, 60, 90, 140)
FEW = (1, 2, 3, 4, 6, 9, 13, 20)
ROUGH = (4, 9, 20, 45)
BRIEF = (3, 7, 13)
LEAD, END = 4, 10
MOST_PAIRED = 10
MOODS = ("thanks", "bye", "yes", "extend", "ack", "pick", "continue", "no")
_MATHS = (
    "=^\u221a\u2211\u222b\u2264\u2265\u221e\u2200\u2203\u00d7\u2261\u2208\u2115\u2124\u211d\u00b2\u00b3\u207f"
)
_ASCII_MATHS = "=^"
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2665\U0001f300-\U0001faff]|[:;]-?[)D]|<3")
_CODE = "{};<>_#|&"
_DIGITS = frozenset("0123456789")
_COMMAS = ",;\u3001\uff0c\u060c\uff1b"
_ASCII_COMMAS = ",;"
_ENDS = (". ", "\u3002", "\u0964 ")
MANNERS = frozenset({"hello", "thanks", "bye", "ack", "social"})
SOCIAL = MANNERS | {"please", "noise", "yes", "no", "continue"}
_SCHEMAS = frozenset({"json_schema", "json_object"})
_PALE = frozenset({"what", "please", "noise", "continue", "conditional", "sentence", "how", "no", "yes"})


@cache
def _named(kind: str, name: object) -> str:
    return f"{kind}:{name}"


@cache
def _sized(kind: str, name: object, size: int) -> tuple[str, str]:
    return f"{kind}:{name}", f"{kind}:{name}/{size}"


@cache
def _both(one: str, other: str) -> str:
    return f"cc:{one}+{other}"


def _each(kind: str, names: Iterable[str]) -> Iterable[str]:
    return map(_named, repeat(kind), names)


def _each_sized(kind: str, names: Iterable[str], size: int) -> Iterable[str]:
    return chain.from_iterable(map(_sized, repeat(kind), names, repeat(size)))


def signs(reading: Reading) -> list[str]:
    """Every sign of a request."""
    size = bisect_right(ROUGH, reading.say.units)
    found = _shape(reading, size)
    found += _about(reading, size)
    found += _around(reading, size)
    if reading.follows:
        found += _history(reading)
    elif reading.offer.tokens:
        found.append("history, but a long turn")
    return found


def _about(reading: Reading, size: int) -> list[str]:
    about = reading.about
    if not about:
        return [f"c:none/{size}"]
    kind = "only" if about.keys() <= SOCIAL else "mixed" if not MANNERS.isdisjoint(about) else "none"
    found = [*_sized("manners", kind, size), *_each_sized("c", about, size)]
    found += _each("c2", [name for name, count in about.items() if count > 1])
    found += _each("c3", [name for name, count in about.items() if count > 2])
    weighty = [name for name in about if name not in _PALE][:MOST_PAIRED]
    found += starmap(_both, combinations(weighty, 2))
    found.append(_named("kinds", bisect_right(FEW, len(about))))
    known, tokens = concepts(), reading.say.tokens
    found += _each("lead", known.among(tokens[:LEAD]))
    if len(tokens) > LEAD + END:
        found += _each("end", known.among(tokens[-END:]))
    if reading.stuff.tokens:
        stuffed = bisect_right(ROUGH, reading.stuff.units)
        found += [f"cs:{name}/{stuffed}" for name in about]
    if reading.focus.tokens:
        found += _each("f", known.counts(reading.focus))
    return found


def _shape(reading: Reading, size: int) -> list[str]:
    say, raw, text = reading.say, reading.raw, reading.say.text
    plain = text.isascii()
    commas = sum(map(text.count, _ASCII_COMMAS if plain else _COMMAS))
    odd = list(filterfalse(str.isalpha, say.tokens))
    numbers = sum(map(str.isdigit, odd))
    large = len([one for one in odd if one[0] in _DIGITS and _is_large(one)])
    asks = sum(map(raw.count, QUESTION_MARKS))
    maths = sum(map(text.count, _ASCII_MATHS if plain else _MATHS))
    sentences = sum(map(raw.count, _ENDS)) + asks
    emoji = 0 if raw.isascii() else min(len(_EMOJI.findall(raw)), 3)
    shouted = len(raw) > 8 and raw.isupper()
    return [
        "always",
        *_length(bisect_right(LENGTHS, say.units)),
        *_sized("script", _script(text), size),
        *_sized("commas", bisect_right(FEW, commas), size),
        *_counted(bisect_right(FEW, numbers), min(numbers, 3), min(large, 4), size),
        *_asked(min(asks, 3), raw.rstrip()[-1:] in QUESTION_MARKS, size),
        *_stuffed(bisect_right(LENGTHS, reading.stuff.units), bool(reading.stuff.tokens), size),
        _named("maths", bisect_right(FEW, maths)),
        _named("code", bisect_right(FEW, sum(map(raw.count, _CODE)))),
        _named("lines", bisect_right(FEW, raw.count("\n"))),
        _named("sentences", bisect_right(FEW, sentences)),
        *_marks("```" in raw, emoji, min(raw.count("!"), 2), shouted, ":" in text, size),
    ]


@cache
def _length(length: int) -> tuple[str, ...]:
    return f"len:{length}", *[f"len>{n}" for n in range(1, length + 1)]


@cache
def _counted(step: int, numbers: int, large: int, size: int) -> tuple[str, ...]:
    return f"numbers:{step}", f"numbers:{numbers}/{size}", f"large:{large}", f"large:{min(large, 2)}/{size}"


@cache
def _asked(asks: int, at_end: bool, size: int) -> tuple[str, ...]:
    return f"asks:{asks}", f"asks:{asks > 0}/{size}", f"endask:{at_end}"


@cache
def _stuffed(length: int, stuffed: bool, size: int) -> tuple[str, ...]:
    return f"stuff:{length}", f"stuff:{stuffed}/{size}"


@cache
def _marks(fence: bool, emoji: int, bangs: int, upper: bool, colon: bool, size: int) -> tuple[str, ...]:
    return (
        f"fence:{fence}",
        f"emoji:{emoji}/{size}",
        f"bang:{bangs}",
        f"upper:{upper}",
        f"colon:{colon}/{size}",
    )


def _is_large(token: str) -> bool:
    """Whether a token is a number of three digits or more, or of thousands, but not a year."""
    if token.isdigit():
        return len(token) > 2 and not (len(token) == 4 and token[:2] in ("19", "20"))
    return token[-1] in "km" and token[:-1].isdigit()


_SCRIPTS = (
    ("\u0370", "latin"), ("\u0400", "greek"), ("\u0530", "cyrillic"), ("\u0590", "other"), ("\u0600", "hebrew"),
    ("\u0780", "arabic"), ("\u0900", "other"), ("\u0e00", "indic"), ("\u1100", "thai"), ("\u3040", "other"),
    ("\u3100", "kana"), ("\uac00", "han"), ("\ud7b0", "hangul"),
)  # fmt: skip


def _script(text: str) -> str:
    if text.isascii():
        return "latin"
    seen = sorted(text[:200])
    typical = seen[-(len(seen) // 4) - 1]
    return next((name for end, name in _SCRIPTS if typical < end), "other")


def _around(reading: Reading, size: int) -> list[str]:
    about, needs = reading.about, reading.needs
    schema = not needs.isdisjoint(_SCHEMAS)
    found = [
        _named("turns", min(reading.turns, 3)),
        *_tools(bisect_right((1, 2, 4), reading.tools), reading.tools > 0, size),
        *_asks_for(bisect_right((1, 15, 40, 90), reading.system.units), schema, "vision" in needs),
        *_agent(min(reading.results, 3), min(reading.calls, 3), min(reading.earlier_calls, 3), size),
    ]
    if reading.tools:
        found += _each("tool", about)
    if reading.results:
        found += _each("got", about)
    if reading.stuff.tokens:
        found += _each("s", concepts().counts(reading.stuff))
    if reading.system.tokens:
        found += _each_sized("y", reading.system_about, size)
    return found


@cache
def _tools(step: int, any_tools: bool, size: int) -> tuple[str, ...]:
    return f"tools:{step}", f"tools:{any_tools}/{size}"


@cache
def _asks_for(system: int, schema: bool, vision: bool) -> tuple[str, ...]:
    return f"system:{system}", f"schema:{schema}", f"vision:{vision}"


@cache
def _agent(results: int, calls: int, earlier: int, size: int) -> tuple[str, ...]:
    return f"results:{results}", f"after:{calls}/{size}", f"earlier:{earlier}"


def _mood(about: Mapping[str, int]) -> str:
    return next((mood for mood in MOODS if mood in about), "other")


def _history(reading: Reading) -> list[str]:
    known = concepts()
    offer, before = known.counts(reading.offer), known.counts(reading.before)
    size = bisect_right(BRIEF, reading.say.units)
    mood, asked = _mood(reading.about), reading.asked
    return [
        "follows",
        f"follows:{mood}/{size}/{asked}",
        f"offerlen:{bisect_right(LENGTHS, reading.offer.units) // 2}/{mood}/{asked}",
        *[f"o:{name}/{mood}/{asked}" for name in offer],
        *[f"o:{name}/{size}" for name in offer],
        *[f"p:{name}/{mood}/{size}" for name in before],
        f"okinds:{bisect_right(FEW, len(offer))}/{mood}/{asked}",
        f"pkinds:{bisect_right(FEW, len(before))}/{mood}/{asked}",
    ]


def signs_of_levels(reading: Reading, before: float, offer: float) -> list[str]:
    """Signs of how hard the history is: the expected tiers of what was asked before and of what was offered."""
    mood, asked = _mood(reading.about), reading.asked
    size = bisect_right(BRIEF, reading.say.units)
    asked_before, offered, most = (int(level * 2 + 0.5) for level in (before, offer, max(before, offer)))
    return [
        f"hb:{asked_before}/{mood}/{size}",
        f"ho:{offered}/{mood}/{asked}",
        f"hm:{most}/{mood}/{size}/{asked}",
        f"hb:{asked_before}/{size}",
        f"ho:{offered}/{size}/{asked}",
    ]
