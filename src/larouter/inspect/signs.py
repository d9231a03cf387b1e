"""Signs: short names of what is conspicuous in a request, for weighing and for explaining."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import combinations, filterfalse

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
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2665\U0001f300-\U0001faff]|[:;]-?[)D]|<3")
_CODE = "{};<>_#|&"
_DIGITS = frozenset("0123456789")
_COMMAS = ",;\u3001\uff0c\u060c\uff1b"
_ENDS = (". ", "\u3002", "\u0964 ")
MANNERS = frozenset({"hello", "thanks", "bye", "ack", "social"})
SOCIAL = MANNERS | {"please", "noise", "yes", "no", "continue"}
_PALE = frozenset({"what", "please", "noise", "continue", "conditional", "sentence", "how", "no", "yes"})


def signs(reading: Reading) -> list[str]:
    """Every sign of a request."""
    say = reading.say
    size = bisect_right(ROUGH, say.units)
    about = concepts().counts(say)
    found = _shape(reading, size)
    found += _about(reading, about, size)
    found += _around(reading, about, size)
    if reading.follows:
        found += _history(reading, about)
    elif reading.offer.tokens:
        found.append("history, but a long turn")
    return found


def _about(reading: Reading, about: Mapping[str, int], size: int) -> list[str]:
    if not about:
        return [f"c:none/{size}"]
    kind = "only" if about.keys() <= SOCIAL else "mixed" if not MANNERS.isdisjoint(about) else "none"
    found = [f"manners:{kind}", f"manners:{kind}/{size}"]
    found += [f"c:{name}" for name in about]
    found += [f"c:{name}/{size}" for name in about]
    found += [f"c2:{name}" for name, count in about.items() if count > 1]
    found += [f"c3:{name}" for name, count in about.items() if count > 2]
    weighty = [name for name in about if name not in _PALE][:MOST_PAIRED]
    found += [f"cc:{one}+{other}" for one, other in combinations(weighty, 2)]
    found.append(f"kinds:{bisect_right(FEW, len(about))}")
    known, tokens = concepts(), reading.say.tokens
    found += [f"lead:{name}" for name in known.among(tokens[:LEAD])]
    if len(tokens) > LEAD + END:
        found += [f"end:{name}" for name in known.among(tokens[-END:])]
    if reading.stuff.tokens:
        stuffed = bisect_right(ROUGH, reading.stuff.units)
        found += [f"cs:{name}/{stuffed}" for name in about]
    if reading.focus.tokens:
        found += [f"f:{name}" for name in known.counts(reading.focus)]
    return found


def _shape(reading: Reading, size: int) -> list[str]:
    say, raw, text = reading.say, reading.raw, reading.say.text
    length = bisect_right(LENGTHS, say.units)
    commas = sum(map(text.count, _COMMAS))
    odd = list(filterfalse(str.isalpha, say.tokens))
    numbers = sum(map(str.isdigit, odd))
    large = len([one for one in odd if one[0] in _DIGITS and _is_large(one)])
    asks = sum(map(raw.count, QUESTION_MARKS))
    script = _script(text)
    stuffed = bool(reading.stuff.tokens)
    return [
        "always",
        f"len:{length}",
        *_LONGER[length],
        f"script:{script}",
        f"script:{script}/{size}",
        f"commas:{bisect_right(FEW, commas)}",
        f"commas:{bisect_right(FEW, commas)}/{size}",
        f"numbers:{bisect_right(FEW, numbers)}",
        f"numbers:{min(numbers, 3)}/{size}",
        f"large:{min(large, 4)}",
        f"large:{min(large, 2)}/{size}",
        f"asks:{min(asks, 3)}",
        f"asks:{asks > 0}/{size}",
        f"endask:{raw.rstrip()[-1:] in QUESTION_MARKS}",
        f"stuff:{bisect_right(LENGTHS, reading.stuff.units)}",
        f"stuff:{stuffed}/{size}",
        f"maths:{bisect_right(FEW, sum(map(text.count, _MATHS)))}",
        f"code:{bisect_right(FEW, sum(map(raw.count, _CODE)))}",
        f"fence:{'```' in raw}",
        f"lines:{bisect_right(FEW, raw.count(chr(10)))}",
        f"emoji:{0 if raw.isascii() else min(len(_EMOJI.findall(raw)), 3)}/{size}",
        f"bang:{min(raw.count('!'), 2)}",
        f"upper:{len(raw) > 8 and raw.isupper()}",
        f"colon:{':' in text}/{size}",
        f"sentences:{bisect_right(FEW, sum(map(raw.count, _ENDS)) + asks)}",
    ]


def _is_large(token: str) -> bool:
    """Whether a token is a number of three digits or more, or of thousands, but not a year."""
    if token.isdigit():
        return len(token) > 2 and not (len(token) == 4 and token[:2] in ("19", "20"))
    return token[-1] in "km" and token[:-1].isdigit()


_LONGER = tuple(tuple(f"len>{n}" for n in range(1, length + 1)) for length in range(len(LENGTHS) + 1))
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


def _around(reading: Reading, about: Mapping[str, int], size: int) -> list[str]:
    found = [
        f"turns:{min(reading.turns, 3)}",
        f"tools:{bisect_right((1, 2, 4), reading.tools)}",
        f"tools:{reading.tools > 0}/{size}",
        f"system:{bisect_right((1, 15, 40, 90), reading.system.units)}",
        f"schema:{not reading.needs.isdisjoint(('json_schema', 'json_object'))}",
        f"vision:{'vision' in reading.needs}",
        f"results:{min(reading.results, 3)}",
        f"after:{min(reading.calls, 3)}/{size}",
        f"earlier:{min(reading.earlier_calls, 3)}",
    ]
    if reading.tools:
        found += [f"tool:{name}" for name in about]
    if reading.results:
        found += [f"got:{name}" for name in about]
    if reading.stuff.tokens:
        found += [f"s:{name}" for name in concepts().counts(reading.stuff)]
    if reading.system.tokens:
        system = concepts().counts(reading.system)
        found += [f"y:{name}" for name in system]
        found += [f"y:{name}/{size}" for name in system]
    return found


def _mood(about: Mapping[str, int]) -> str:
    return next((mood for mood in MOODS if mood in about), "other")


def _history(reading: Reading, about: Mapping[str, int]) -> list[str]:
    known = concepts()
    offer, before = known.counts(reading.offer), known.counts(reading.before)
    size = bisect_right(BRIEF, reading.say.units)
    mood, asked = _mood(about), reading.asked
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
    mood, asked = _mood(concepts().counts(reading.say)), reading.asked
    size = bisect_right(BRIEF, reading.say.units)
    asked_before, offered, most = (int(level * 2 + 0.5) for level in (before, offer, max(before, offer)))
    return [
        f"hb:{asked_before}/{mood}/{size}",
        f"ho:{offered}/{mood}/{asked}",
        f"hm:{most}/{mood}/{size}/{asked}",
        f"hb:{asked_before}/{size}",
        f"ho:{offered}/{size}/{asked}",
    ]
