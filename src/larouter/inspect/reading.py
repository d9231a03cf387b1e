"""A request, read once for its difficulty: what is asked, what it is asked about, and what it follows on."""

import re
from dataclasses import dataclass, field

from larouter.core.chat import Chat, Turn
from larouter.inspect.text import clip, normalise, units, words

INSTRUCTION = 420
_QUOTED = re.compile('"[^"\n]{1,600}"|\u201c[^\u201d]{1,600}\u201d|\u00ab[^\u00bb]{1,600}\u00bb|\u201e[^\u201c\u201d]{1,600}[\u201c\u201d]|\u300c[^\u300d]{1,600}\u300d')
_HISTORY_HEAD = 500
_HISTORY_TAIL = 400


@dataclass(slots=True)
class Passage:
    """A stretch of text, and its words."""

    text: str = ""
    tokens: list[str] = field(default_factory=list)
    units: float = 0.0


@dataclass(slots=True)
class Reading:
    """What there is to know of a request before anything is weighed.

    Attributes:
        say: The words of the last user turn that ask for something.
        stuff: What it quotes, fences or pastes.
        offer: What the assistant said last before it.
        before: What the user had asked before.
        system: What the system prompt says.
        raw: The last user turn as it came, clipped.
        turns: User turns so far.
        calls: Tool calls since the last user turn.
        results: Tool results since then.
    """

    say: Passage
    stuff: Passage
    offer: Passage
    before: Passage
    system: Passage
    raw: str
    offered: str
    turns: int
    calls: int
    results: int
    earlier_calls: int
    tools: int
    needs: frozenset[str]
    schema: bool


def read(chat: Chat) -> Reading:
    """Read the turns of a chat that matter for what is asked last."""
    turns = chat.turns
    at = _last_user(turns)
    raw = clip(turns[at].text) if at >= 0 else ""
    asked, stuff = split(raw)
    offer = _previous(turns, at, "assistant")
    after = turns[at + 1 :]
    system = next((turn.text for turn in turns[:4] if turn.role in ("system", "developer")), "")
    offered = clip(offer, _HISTORY_HEAD, _HISTORY_TAIL)
    return Reading(
        say=passage(asked),
        stuff=passage(stuff),
        offer=passage(offered),
        before=passage(clip(_previous(turns, at, "user"), _HISTORY_HEAD, _HISTORY_TAIL)),
        system=passage(clip(system, _HISTORY_HEAD, _HISTORY_TAIL)),
        raw=raw,
        offered=offered,
        turns=sum([turn.role == "user" for turn in turns]),
        calls=sum([turn.tool_calls for turn in after]),
        results=sum([turn.role in ("tool", "function") for turn in after]),
        earlier_calls=sum([turn.tool_calls for turn in turns[: max(at, 0)]]),
        tools=len(chat.tools),
        needs=chat.needs,
        schema="json_schema" in chat.needs or "json_object" in chat.needs,
    )


def passage(text: str) -> Passage:
    """The words of a text."""
    if not text:
        return Passage()
    normal = normalise(text)
    tokens = words(normal)
    return Passage(normal, tokens, units(tokens, normal))


def split(text: str) -> tuple[str, str]:
    """What a turn asks, and what it quotes, fences or pastes to ask it about."""
    stuff: list[str] = []
    if "```" in text:
        parts = text.split("```")
        text, stuff = " \n".join(parts[::2]), parts[1::2]
    if len(text) > 24:
        quoted = _QUOTED.findall(text)
        rest = _QUOTED.sub(" \u2026 ", text) if quoted else text
        if quoted and len(rest) > 12:
            stuff += quoted
            text = rest
    if len(text) > 2 * INSTRUCTION and "\n" in text:
        text, pasted = _pasted(text)
        stuff.append(pasted)
    return text, "\n".join(stuff)


def _pasted(text: str) -> tuple[str, str]:
    first = text.find("\n", 0, INSTRUCTION)
    last = text.rfind("\n", len(text) - INSTRUCTION)
    head = text[: INSTRUCTION if first < 0 else max(first, 1)]
    tail = text[len(text) - INSTRUCTION if last < 0 else last :]
    return f"{head}\n{tail}", text[len(head) : len(text) - len(tail)]


def _last_user(turns: "list[Turn] | tuple[Turn, ...] | object") -> int:
    for at in range(len(turns) - 1, -1, -1):  # type: ignore[arg-type]
        if turns[at].role == "user":  # type: ignore[index]
            return at
    return len(turns) - 1  # type: ignore[arg-type]


def _previous(turns: object, at: int, role: str) -> str:
    for earlier in range(at - 1, max(at - 8, -1), -1):
        turn = turns[earlier]  # type: ignore[index]
        if turn.role == role and turn.text:
            return turn.text  # type: ignore[no-any-return]
    return ""
