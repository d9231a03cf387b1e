"""Signs: what is conspicuous in a request, as names to train with or as weights to sum.

A sign has a name, such as `c:prove/2`. Which names a finding stands for is worked out when it is first met, and
remembered in a `Kind`: the names themselves for training, the sum of their weights for scoring. A request then costs a
look-up for each finding, and no formatting. There are few findings, so there is little to remember.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import filterfalse
from typing import Any, Generic, TypeVar

from larouter.inspect.concepts import concepts
from larouter.inspect.reading import QUESTION_MARKS, Reading

LENGTHS = (1, 2, 3, 4, 6, 9, 13, 19, 28, 40, 60, 90, 140)
FEW = (1, 2, 3, 4, 6, 9, 13, 20)
ROUGH = (4, 9, 20, 45)
BRIEF = (3, 7, 13)
LEAD, END = 4, 10
MOST_COUNTED = 3
MOODS = ("thanks", "bye", "yes", "extend", "ack", "pick", "continue", "no")
_MATHS = (
    "\u221a\u2211\u222b\u2264\u2265\u221e\u2200\u2203\u00d7\u2261\u2208\u2115\u2124\u211d\u00b2\u00b3\u207f"
)
_ODD_QUESTIONS = QUESTION_MARKS[1:]
_ODD_COMMAS = "\u3001\uff0c\u060c\uff1b"
_ODD_ENDS = ("\u3002", "\u0964 ")
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2665\U0001f300-\U0001faff]|[:;]-?[)D]|<3")
_CODE, _COMMAS, _ASCII_MATHS, _DIGITS = b"{};<>_#|&", b",;", b"=^", b"0123456789"
MANNERS = frozenset({"hello", "thanks", "bye", "ack", "social"})
SOCIAL = MANNERS | {"please", "noise", "yes", "no", "continue"}
_SCHEMAS = frozenset({"json_schema", "json_object"})

Names = tuple[str, ...]
S = TypeVar("S")
Weigh = Callable[[Names], S]


class Kind(dict[Any, S], Generic[S]):
    """What each finding of one kind stands for."""

    def __init__(self, weigh: Weigh[S], names: Callable[..., Names]) -> None:
        self._weigh = weigh
        self._names = names

    def __missing__(self, finding: Any) -> S:  # noqa: ANN401 - a name, a number or a tuple of them
        found = self[finding] = self._weigh(
            self._names(*finding) if isinstance(finding, tuple) else self._names(finding)
        )
        return found


class Signs(Generic[S]):
    """Finds the signs of requests.

    Args:
        weigh: What some names stand for: themselves, or the sum of their weights.
    """

    def __init__(self, weigh: Weigh[S]) -> None:
        def kind(names: Callable[..., Names]) -> Kind[S]:
            return Kind(weigh, names)

        def for_each(sizes: Iterable[int], names: Callable[..., Names]) -> list[Kind[S]]:
            return [Kind(weigh, partial(names, size)) for size in sizes]

        sizes = range(len(ROUGH) + 1)
        self._about = for_each(sizes, _about)
        self._nothing = for_each(sizes, _nothing)
        self._kinds = kind(lambda kinds: (f"kinds:{kinds}",))
        self._lead = kind(lambda name: (f"lead:{name}",))
        self._end = kind(lambda name: (f"end:{name}",))
        self._beside = for_each(sizes, lambda stuffed, name: (f"cs:{name}/{stuffed}",))
        self._length = kind(_length)
        self._counts = for_each(sizes, _counts)
        self._commas = for_each(sizes, lambda size, step: (f"commas:{step}", f"commas:{step}/{size}"))
        self._maths = kind(lambda step: (f"maths:{step}",))
        self._code = kind(lambda step: (f"code:{step}",))
        self._lines = kind(lambda step: (f"lines:{step}",))
        self._sentences = kind(lambda step: (f"sentences:{step}",))
        self._marks = for_each(sizes, _marks)
        self._state = for_each(sizes, _state)
        self._offered = for_each(sizes, _offered)
        self._agent = for_each(sizes, _agent)
        self._tool = kind(lambda name: (f"tool:{name}",))
        self._result = kind(lambda length: (f"result:{length}",))
        self._got = kind(lambda name: (f"got:{name}",))
        self._stuff = kind(lambda name: (f"s:{name}",))
        self._system = for_each(sizes, lambda size, name: (f"y:{name}", f"y:{name}/{size}"))
        self._follows = kind(_follows)
        self._offer = kind(lambda name, mood, asked, size: (f"o:{name}/{mood}/{asked}", f"o:{name}/{size}"))
        self._before = kind(lambda name, mood, size: (f"p:{name}/{mood}/{size}",))
        self._history = kind(lambda: ("history, but a long turn",))
        self._levels = kind(_levels)

    def __call__(self, reading: Reading) -> list[S]:
        """Every sign of a request."""
        size = bisect_right(ROUGH, reading.say.units)
        found = self._of_shape(reading, size)
        found += self._of_words(reading, size)
        found += self._around(reading, size)
        if reading.follows:
            found += self._of_history(reading)
        elif reading.offer.tokens:
            found.append(self._history[()])
        return found

    def of_levels(self, reading: Reading, before: float, offer: float) -> S:
        """Signs of how hard the history is: the expected tiers of what was asked before and of what was offered."""
        size = bisect_right(BRIEF, reading.say.units)
        steps = [int(level * 2 + 0.5) for level in (before, offer, max(before, offer))]
        return self._levels[*steps, _mood(reading.about), size, reading.asked]

    def _of_words(self, reading: Reading, size: int) -> list[S]:
        about = reading.about
        if not about:
            return [self._nothing[size][None]]
        kind = "only" if about.keys() <= SOCIAL else "mixed" if not MANNERS.isdisjoint(about) else "none"
        found = [self._nothing[size][kind], self._kinds[bisect_right(FEW, len(about))]]
        found += map(self._about[size].__getitem__, about.items())
        known, tokens = concepts(), reading.say.tokens
        found += map(self._lead.__getitem__, known.among(tokens[:LEAD]))
        if len(tokens) > LEAD + END:
            found += map(self._end.__getitem__, known.among(tokens[-END:]))
        if reading.stuff.tokens:
            found += map(self._beside[bisect_right(ROUGH, reading.stuff.units)].__getitem__, about)
        return found

    def _of_shape(self, reading: Reading, size: int) -> list[S]:
        say, raw, text = reading.say, reading.raw, reading.say.text
        said, plain = text.encode("utf-8", "replace"), text.isascii()
        came = raw.encode("utf-8", "replace")
        asks, sentences = came.count(b"?"), came.count(b". ")
        maths, commas = _how_many(said, _ASCII_MATHS), _how_many(said, _COMMAS)
        emoji = 0
        if not plain:
            maths += sum(map(text.count, _MATHS))
            commas += sum(map(text.count, _ODD_COMMAS))
        if len(came) != len(raw):
            asks += sum(map(raw.count, _ODD_QUESTIONS))
            sentences += sum(map(raw.count, _ODD_ENDS))
            emoji = min(len(_EMOJI.findall(raw)), 3)
        length, stuff = bisect_right(LENGTHS, say.units), reading.stuff
        ends = raw.rstrip()[-1:] in QUESTION_MARKS
        shouted = len(raw) > 8 and raw.isupper()
        return [
            self._length[length],
            self._counts[size][
                _numbers(say.tokens) if _how_many(said, _DIGITS) or not plain else (0, 0, False)
            ],
            self._commas[size][bisect_right(FEW, commas)],
            self._maths[bisect_right(FEW, maths)],
            self._code[bisect_right(FEW, _how_many(came, _CODE))],
            self._lines[bisect_right(FEW, came.count(b"\n"))],
            self._sentences[bisect_right(FEW, sentences + asks)],
            self._marks[size][_script(text), min(asks, 3), ends, emoji, min(came.count(b"!"), 2)],
            self._state[size][
                bisect_right(LENGTHS, stuff.units), bool(stuff.tokens), b"```" in came, shouted, ":" in text
            ],
        ]

    def _around(self, reading: Reading, size: int) -> list[S]:
        about, needs = reading.about, reading.needs
        schema = not needs.isdisjoint(_SCHEMAS)
        system = bisect_right((1, 15, 40, 90), reading.system.units)
        agent = min(reading.results, 3), min(reading.calls, 3), min(reading.earlier_calls, 3)
        tools = bisect_right((1, 2, 4), reading.tools)
        found = [
            self._offered[size][tools, system, schema, "vision" in needs],
            self._agent[size][(min(reading.turns, 3), *agent)],
        ]
        if reading.tools:
            found += map(self._tool.__getitem__, about)
        if reading.results:
            found.append(self._result[bisect_right(LENGTHS, reading.result.units)])
            found += map(self._got.__getitem__, about)
        if reading.stuff.tokens:
            found += map(self._stuff.__getitem__, concepts().counts(reading.stuff))
        if reading.system.tokens:
            found += map(self._system[size].__getitem__, reading.system_about)
        return found

    def _of_history(self, reading: Reading) -> list[S]:
        known = concepts()
        offer, before = known.counts(reading.offer), known.counts(reading.before)
        size = bisect_right(BRIEF, reading.say.units)
        mood, asked = _mood(reading.about), reading.asked
        length = bisect_right(LENGTHS, reading.offer.units) // 2
        kinds = bisect_right(FEW, len(offer)), bisect_right(FEW, len(before))
        found = [self._follows[(mood, size, asked, length, *kinds)]]
        found += [self._offer[name, mood, asked, size] for name in offer]
        found += [self._before[name, mood, size] for name in before]
        return found


def _about(size: int, name: str, count: int) -> Names:
    more = (f"c2:{name}", f"c3:{name}")[: min(count, MOST_COUNTED) - 1]
    return f"c:{name}", f"c:{name}/{size}", *more


def _nothing(size: int, kind: str | None) -> Names:
    return (f"c:none/{size}",) if kind is None else (f"manners:{kind}", f"manners:{kind}/{size}")


def _length(length: int) -> Names:
    return "always", f"len:{length}", *[f"len>{n}" for n in range(1, length + 1)]


def _counts(size: int, numbers: int, large: int, bare: bool) -> Names:
    return (
        *[f"bare:{min(numbers, 4)}"] * bare,
        f"numbers:{bisect_right(FEW, numbers)}",
        f"numbers:{min(numbers, 3)}/{size}",
        f"large:{large}",
        f"large:{min(large, 2)}/{size}",
    )


def _marks(size: int, script: str, asks: int, ends: bool, emoji: int, bangs: int) -> Names:
    return (
        f"script:{script}",
        f"script:{script}/{size}",
        f"asks:{asks}",
        f"asks:{asks > 0}/{size}",
        f"endask:{ends}",
        f"emoji:{emoji}/{size}",
        f"bang:{bangs}",
    )


def _state(size: int, length: int, stuffed: bool, fence: bool, upper: bool, colon: bool) -> Names:
    return (
        f"stuff:{length}",
        f"stuff:{stuffed}/{size}",
        f"fence:{fence}",
        f"upper:{upper}",
        f"colon:{colon}/{size}",
    )


def _offered(size: int, tools: int, system: int, schema: bool, vision: bool) -> Names:
    return (
        f"tools:{tools}",
        f"tools:{tools > 0}/{size}",
        f"system:{system}",
        f"schema:{schema}",
        f"vision:{vision}",
    )


def _agent(size: int, turns: int, results: int, calls: int, earlier: int) -> Names:
    return f"turns:{turns}", f"results:{results}", f"after:{calls}/{size}", f"earlier:{earlier}"


def _follows(mood: str, size: int, asked: bool, length: int, offers: int, befores: int) -> Names:
    return (
        "follows",
        f"follows:{mood}/{size}/{asked}",
        f"offerlen:{length}/{mood}/{asked}",
        f"okinds:{offers}/{mood}/{asked}",
        f"pkinds:{befores}/{mood}/{asked}",
    )


def _levels(before: int, offered: int, most: int, mood: str, size: int, asked: bool) -> Names:
    return (
        f"hb:{before}/{mood}/{size}",
        f"ho:{offered}/{mood}/{asked}",
        f"hm:{most}/{mood}/{size}/{asked}",
        f"hb:{before}/{size}",
        f"ho:{offered}/{size}/{asked}",
    )


def _how_many(text: bytes, marks: bytes) -> int:
    """How many of some ASCII characters there are."""
    return len(text) - len(text.translate(None, marks))


def _numbers(tokens: Sequence[str]) -> tuple[int, int, bool]:
    """How many tokens are numbers, up to 20, how many of them large, up to 4, and whether there is nothing else."""
    odd = list(filterfalse(str.isalpha, tokens))
    large = len([one for one in odd if one[0] in "0123456789" and _is_large(one)])
    digits = sum(map(str.isdigit, odd))
    return min(digits, FEW[-1]), min(large, 4), digits == len(tokens) > 0


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


def _mood(about: Mapping[str, int]) -> str:
    return next((mood for mood in MOODS if mood in about), "other")


def names(kinds: Iterable[Names]) -> list[str]:
    """The names of signs, one after the other."""
    return [name for several in kinds for name in several]


def itself(several: Names) -> Names:
    """Names stand for themselves where weights are trained."""
    return several
