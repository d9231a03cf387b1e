"""Signs: short names of what is conspicuous in a request, for weighing and for explaining."""

import re
from bisect import bisect_right
from itertools import combinations

from larouter.inspect.concepts import concepts
from larouter.inspect.reading import Passage, Reading

LENGTHS = (1, 2, 3, 4, 6, 9, 13, 19, 28, 40, 60, 90, 140)
FEW = (1, 2, 3, 4, 6, 9, 13, 20)
ROUGH = (4, 9, 20, 45)
SHORT_TURN = 25
_MATHS = re.compile(r"[=^\u221a\u2211\u222b\u2264\u2265\u221e\u2200\u2203\u00d7\u2261\u2208\u2115\u2124\u211d\u00b2\u00b3\u207f]|\\\\[a-z]|\b[a-z]\([a-z]\)|\d[a-z]\b")
_NUMBER = re.compile(r"\d+")
_CODE = re.compile(r"[{};]|[a-z_]\(|=>|->|==|::|</|#include|\bdef |\bimport ")
_COMMAS = str.maketrans("", "", ",;\u3001\uff0c\u060c\uff1b")
_IGNORED_IN_PAIRS = frozenset({"what", "please", "noise", "continue", "conditional", "sentence", "how", "no", "yes"})


def signs(reading: Reading) -> list[str]:
    """Every sign of a request."""
    say = reading.say
    size = bisect_right(ROUGH, say.units)
    found = _shape(reading)
    about = counted(say)
    names = sorted(about)
    found += [f"c:{name}" for name in names]
    found += [f"c2:{name}" for name in names if about[name] > 1]
    found += [f"c3:{name}" for name in names if about[name] > 2]
    found += [f"c:{name}/{size}" for name in names]
    weighty = [name for name in names if name not in _IGNORED_IN_PAIRS][:12]
    found += [f"cc:{one}+{other}" for one, other in combinations(weighty, 2)]
    found.append(f"kinds:{bisect_right(FEW, len(names))}")
    found += _lead(say)
    if not names:
        found.append(f"c:none/{size}")
    found += _around(reading, about, size)
    return found


def counted(passage: Passage) -> dict[str, int]:
    """The concepts of a passage."""
    tokens = passage.tokens
    return concepts().counts(set(tokens), set(map(" ".join, zip(tokens, tokens[1:], strict=False))))


def _lead(say: Passage) -> list[str]:
    first = counted(Passage("", say.tokens[:4]))
    return [f"lead:{name}" for name in first]


def _shape(reading: Reading) -> list[str]:
    say, raw = reading.say, reading.raw
    text = say.text
    commas = len(text) - len(text.translate(_COMMAS)) if len(text) < 4000 else 0
    numbers = len(_NUMBER.findall(text))
    length = bisect_right(LENGTHS, say.units)
    script = _script(text)
    asks = raw.count("?") + raw.count("\uff1f") + raw.count("\u061f") + raw.count("\u037e")
    rough = bisect_right(ROUGH, say.units)
    return [
        "always",
        f"len:{length}",
        *[f"len>{n}" for n in range(1, length + 1)],
        f"script:{script}",
        f"script:{script}/{rough}",
        f"commas:{bisect_right(FEW, commas)}",
        f"commas:{bisect_right(FEW, commas)}/{rough}",
        f"numbers:{bisect_right(FEW, numbers)}",
        f"numbers:{min(numbers, 3)}/{rough}",
        f"asks:{min(asks, 3)}",
        f"asks:{asks > 0}/{rough}",
        f"endask:{raw.rstrip()[-1:] in ('?', '？', '؟')}",
        f"stuff:{bisect_right(LENGTHS, reading.stuff.units)}",
        f"stuff:{reading.stuff.units > 0}/{rough}",
        f"maths:{bisect_right(FEW, len(_MATHS.findall(text)))}",
        f"code:{bisect_right(FEW, len(_CODE.findall(raw[:2000])))}",
        f"fence:{'```' in raw}",
        f"lines:{bisect_right(FEW, raw.count(chr(10)))}",
        f"bang:{min(raw.count('!'), 2)}",
        f"upper:{raw.isupper() and len(raw) > 8}",
        f"colon:{':' in text}/{rough}",
        f"sentences:{bisect_right(FEW, raw.count('. ') + raw.count('。') + raw.count('। ') + asks)}",
    ]


_SCRIPTS = (
    ("\u0370", "latin"), ("\u0400", "greek"), ("\u0530", "cyrillic"), ("\u0590", "armenian"), ("\u0600", "hebrew"),
    ("\u0780", "arabic"), ("\u0900", "other"), ("\u0e00", "indic"), ("\u1100", "thai"), ("\u3040", "other"),
    ("\u3100", "kana"), ("\uac00", "han"), ("\ud7b0", "hangul"),
)  # fmt: skip


def _script(text: str) -> str:
    if text.isascii():
        return "latin"
    last = sorted(text)[-(len(text) // 4) - 1]
    return next((name for end, name in _SCRIPTS if last < end), "other")


def _around(reading: Reading, about: dict[str, int], size: int) -> list[str]:
    found = [
        f"turns:{min(reading.turns, 3)}",
        f"tools:{bisect_right((1, 2, 4), reading.tools)}",
        f"tools:{reading.tools > 0}/{size}",
        f"system:{bisect_right((1, 15, 40, 90), reading.system.units)}",
        f"schema:{reading.schema}",
        f"vision:{'vision' in reading.needs}",
        f"results:{min(reading.results, 3)}",
        f"after:{min(reading.calls, 3)}/{size}",
        f"earlier:{min(reading.earlier_calls, 3)}",
    ]
    found += [f"tool:{name}" for name in about if reading.tools]
    found += [f"got:{name}" for name in about if reading.results]
    stuff = counted(reading.stuff) if reading.stuff.tokens else {}
    found += [f"s:{name}" for name in stuff]
    found += [f"y:{name}" for name in counted(reading.system)] if reading.system.tokens else []
    if (reading.offer.tokens or reading.before.tokens) and reading.say.units < SHORT_TURN:
        found += _history(reading, about)
    elif reading.offer.tokens:
        found.append("history, but a long turn")
    return found


def _history(reading: Reading, about: dict[str, int]) -> list[str]:
    offer, before = counted(reading.offer), counted(reading.before)
    asked = reading.offered.rstrip()[-1:] in ("?", "？", "؟") or "?" in reading.offered[-60:]
    size = bisect_right((3, 7, 13), reading.say.units)
    mood = "thanks" if "thanks" in about or "bye" in about else "yes" if "yes" in about else "ack" if "ack" in about else "continue" if "continue" in about else "other"
    state = f"{mood}/{size}/{'offer' if asked else 'told'}"
    return [
        "follows",
        f"follows:{state}",
        f"offerlen:{bisect_right(LENGTHS, reading.offer.units) // 2}/{mood}/{asked}",
        *[f"o:{name}/{mood}/{asked}" for name in offer],
        *[f"o:{name}/{size}" for name in offer],
        *[f"p:{name}/{mood}/{size}" for name in before],
        f"okinds:{bisect_right(FEW, len(offer))}/{mood}/{asked}",
        f"pkinds:{bisect_right(FEW, len(before))}/{mood}/{asked}",
    ]
