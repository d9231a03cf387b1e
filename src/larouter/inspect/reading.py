"""A request, read once for its difficulty: what is asked, what it is asked about, and what it follows on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from larouter.core.chat import Chat, Turn
from larouter.inspect.concepts import concepts
from larouter.inspect.text import NOTHING, Passage, clip, glimpse, passage

HEAD, TAIL = 1_500, 700
ENDS = 420
DOCUMENT = 260
SENTENCE = 240
BOAST = 600
SHORT_TURN = 25
TOOLS = ("tool", "function")
HISTORY_HEAD, HISTORY_TAIL = 500, 400
LOOK_BACK = 8
MOST_SYSTEMS = 256
POLITE, GREETING = 10, 3
IDLE = ("noise", "thanks", "hello")
QUESTION_MARKS = "?\uff1f\u061f\u037e"
TASKS = frozenset({
    "prove", "solve", "compute", "compare", "analyse", "explain", "translate", "summarise", "rewrite",
    "write", "email", "creative", "recommend", "design", "implement", "build", "debug", "investigate",
    "refactor", "optimise", "plan", "extract", "convert", "decide", "tradeoff", "difference", "what", "who",
    "when", "where", "howmany", "why", "how", "meaning", "spell", "fact", "query", "code", "tests",
    "machinery", "names", "mathsnoun", "opus", "system", "component",
})  # fmt: skip
_OPENING = ("\u201c", "\u00ab", "\u201e", "\u300c")
_SINGLE = (" '", "\n'", "('", ":'")
_QUOTED = re.compile('"[^"\n]{1,600}"')
_QUOTED_ANYHOW = re.compile(
    '"[^"\n]{1,600}"|\u201c[^\u201d]{1,600}\u201d|\u00ab[^\u00bb]{1,600}\u00bb|\u201e[^\u201c\u201d]{1,600}[\u201c\u201d]'
    "|\u300c[^\u300d]{1,600}\u300d|'(?<![^\\s:(]')[^\n]{40,900}'(?![^\\s.?!)])"
)
_SENTENCE = re.compile("[^.!?\n\u3002\uff01\uff1f\u0964\u061f]{2,}[.!?\n\u3002\uff01\uff1f\u0964\u061f]?")


@dataclass(slots=True)
class Reading:
    """What there is to know of a request before anything is weighed.

    Attributes:
        say: The last user turn, as far as it asks for something.
        stuff: What it quotes, fences or pastes.
        offer: What the assistant said last before it.
        before: What the user had asked before.
        result: What a tool said last.
        system: The system prompt.
        raw: The last user turn as it came, clipped.
        history: The texts of `offer` and `before`, clipped.
        asked: Whether the assistant had ended with a question.
        turns: User turns so far.
        calls: Tool calls since the last user turn.
        results: Tool results since then.
        earlier_calls: Tool calls before it.
        tools: Tools on offer.
        needs: Capabilities without which it cannot be answered.
        about: How often each concept is met in `say`.
        system_about: The concepts of `system`.
    """

    say: Passage
    stuff: Passage = NOTHING
    offer: Passage = NOTHING
    before: Passage = NOTHING
    result: Passage = NOTHING
    system: Passage = NOTHING
    raw: str = ""
    history: tuple[str, str] = ("", "")
    asked: bool = False
    turns: int = 1
    calls: int = 0
    results: int = 0
    earlier_calls: int = 0
    tools: int = 0
    needs: frozenset[str] = frozenset()
    about: Mapping[str, int] = field(default_factory=dict)
    system_about: Sequence[str] = ()

    @property
    def follows(self) -> bool:
        """Whether it is so short that what went before matters."""
        return self.say.units < SHORT_TURN and bool(self.offer.tokens or self.before.tokens)


def read(chat: Chat) -> Reading:
    """Read the turns of a chat that matter for what is asked last."""
    turns = chat.turns
    at = _last_user(turns)
    raw = clip(turns[at].text, HEAD, TAIL)
    said, stuff = split(raw)
    say, about = _without_noise(said)
    reading = Reading(
        say=say,
        stuff=passage(stuff),
        raw=raw,
        tools=len(chat.tools),
        needs=chat.needs,
        about=about,
    )
    if len(turns) > 1:
        _look_around(reading, turns, at)
    return reading


def _without_noise(text: str) -> tuple[Passage, Mapping[str, int]]:
    """What is asked, without sentences that are only polite or say how hard or urgent it is; and its concepts."""
    whole = passage(text)
    known = concepts()
    about = known.counts(whole)
    if len(text) > BOAST or about.keys().isdisjoint(IDLE):
        return whole, about
    rest = " ".join(_that_ask(text))
    if len(rest) >= len(text):
        return whole, about
    kept = passage(rest)
    less = known.counts(kept)
    if not kept.tokens or ("noise" not in about and not _asks(kept, less)):
        return whole, about
    return kept, less


def _that_ask(text: str) -> list[str]:
    known = concepts()
    kept = []
    for sentence in _SENTENCE.findall(text):
        read = passage(sentence)
        about = known.counts(read)
        if not TASKS.isdisjoint(about) or not _is_idle(read, about):
            kept.append(sentence)
    return kept


def _is_idle(sentence: Passage, about: Mapping[str, int]) -> bool:
    """Whether a sentence without a task boasts, thanks, or greets."""
    if "noise" in about and "noise" in concepts().among(sentence.words):
        return True
    return sentence.units <= (POLITE if "thanks" in about else GREETING if "hello" in about else 0)


def _asks(rest: Passage, about: Mapping[str, int]) -> bool:
    """Whether there is more in what is left than in the good manners that were left out."""
    return not TASKS.isdisjoint(about) or rest.units >= GREETING


def alone(earlier: Passage) -> Reading:
    """A passage of the history, read as if it were all that was ever asked."""
    return Reading(earlier, about=concepts().counts(earlier))


def _look_around(reading: Reading, turns: Sequence[Turn], at: int) -> None:
    offered = clip(_previous(turns, at, "assistant"), HISTORY_HEAD, HISTORY_TAIL)
    system = next((turn.text for turn in turns[:4] if turn.role in ("system", "developer")), "")
    reading.history = offered, clip(_previous(turns, at, "user"), HISTORY_HEAD, HISTORY_TAIL)
    look_back(reading)
    if system:
        reading.system, reading.system_about = _system(clip(system, HISTORY_HEAD, HISTORY_TAIL))
    reading.asked = not set(QUESTION_MARKS).isdisjoint(offered[-60:])
    reading.turns = sum([turn.role == "user" for turn in turns])
    reading.calls = sum([turn.tool_calls for turn in turns[at + 1 :]])
    told = [turn.text for turn in turns[at + 1 :] if turn.role in TOOLS]
    if told:
        reading.results, reading.result = len(told), passage(clip(told[-1], HISTORY_HEAD, HISTORY_TAIL))
    reading.earlier_calls = sum([turn.tool_calls for turn in turns[:at]])


def look_back(reading: Reading) -> None:
    """Read what the turn follows on, if it is so short that it matters; else only whether there is anything."""
    offered, before = reading.history
    if reading.say.units < SHORT_TURN:
        reading.offer, reading.before = passage(offered), passage(before)
    else:
        reading.offer, reading.before = glimpse(offered), NOTHING


_systems: dict[bytes, tuple[Passage, Sequence[str]]] = {}


def _system(text: str) -> tuple[Passage, Sequence[str]]:
    """A system prompt and its concepts; they are the same from request to request, and remembered by hash."""
    key = blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
    found = _systems.get(key)
    if found is None:
        read = passage(text)
        if len(_systems) >= MOST_SYSTEMS:
            _systems.clear()
        found = _systems[key] = (
            Passage("", read.tokens, read.words, read.units),
            tuple(concepts().counts(read)),
        )
    return found


def _last_user(turns: Sequence[Turn]) -> int:
    for at in range(len(turns) - 1, -1, -1):
        if turns[at].role == "user":
            return at
    return len(turns) - 1


def _previous(turns: Sequence[Turn], at: int, role: str) -> str:
    for earlier in range(at - 1, max(at - LOOK_BACK, -1), -1):
        if turns[earlier].role == role and turns[earlier].text:
            return turns[earlier].text
    return ""


def split(text: str) -> tuple[str, str]:
    """What a turn asks, and what it quotes, fences or pastes to ask it about."""
    stuff: list[str] = []
    if "```" in text:
        parts = text.split("```")
        text, stuff = " \n".join(parts[::2]), parts[1::2]
    if len(text) > 24 and (quotes := _quotes(text)) is not None:
        quoted: list[str] = []

        def take(match: re.Match[str]) -> str:
            quoted.append(match[0])
            return " \u2026 "

        rest = quotes.sub(take, text)
        if quoted and len(rest) > 12:
            stuff += quoted
            text = rest
    if len(text) > DOCUMENT and "\n" in text:
        text, pasted = _pasted(text)
        stuff += pasted
    return text, "\n".join(stuff)


def _quotes(text: str) -> re.Pattern[str] | None:
    """What finds the quotations of a text, or None where nothing opens one: an apostrophe does not."""
    if (text[0] == "'" or any(one in text for one in _SINGLE)) and text.count("'") > 1:
        return _QUOTED_ANYHOW
    if not text.isascii() and any(one in text for one in _OPENING):
        return _QUOTED_ANYHOW
    return _QUOTED if '"' in text else None


def _pasted(text: str) -> tuple[str, list[str]]:
    parts = [part for part in text.split("\n\n" if "\n\n" in text.strip() else "\n") if part.strip()]
    if len(parts) == 1:
        return text, []
    first, last = len(parts[0]) <= SENTENCE, len(parts[-1]) <= SENTENCE
    if not first and not last:
        return _ends(text)
    rest = parts[first : len(parts) - last]
    if sum(map(len, rest)) < DOCUMENT / 2:
        return text, []
    return "\n".join([*parts[:first], *parts[len(parts) - last :]]), rest


def _ends(text: str) -> tuple[str, list[str]]:
    if len(text) < 3 * ENDS:
        return text, []
    return f"{text[:ENDS]}\n{text[-ENDS:]}", [text[ENDS:-ENDS]]
