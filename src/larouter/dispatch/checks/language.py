"""An answer in another language than the question, where nobody asked for that."""

import re

from larouter.dispatch.checks.phrases import any_of, languages_of_words
from larouter.dispatch.checks.said import Said, Wanted
from larouter.dispatch.checks.tongues import script_of

_FEWEST_LETTERS = 40
_FEWEST_WORDS = 4
_AHEAD = 3
_MOST = 1_500
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)


def language(said: Said, wanted: Wanted) -> bool:
    """Both are long enough to tell, they differ, and no language is mentioned in what was asked."""
    if said.calls or wanted.format is not None:
        return False
    asked, answered = wanted.question[:_MOST], _CODE.sub(" ", said.text[:_MOST])
    first, second = script_of(asked), script_of(answered)
    if first is None or second is None:
        return False
    if first == second and first != "latin":
        return False
    before = tongue_of(asked) if first == "latin" else first
    after = tongue_of(answered) if second == "latin" else second
    differs = bool(before and after) and before != after and (before, after) not in _NEAR
    if first != second:
        differs = (
            differs and _letters(asked) >= _FEWEST_LETTERS // 2 and _letters(answered) >= _FEWEST_LETTERS
        )
    mentions = any_of("languages.txt").search
    return differs and not mentions(asked) and not mentions(wanted.around[:_MOST])


def tongue_of(text: str) -> str:
    """The language of a text in Latin letters by its commonest words; empty when that is not clear."""
    words = _WORD.findall(text.lower())
    if len(words) < 2 * _FEWEST_WORDS:
        return ""
    known, counts = languages_of_words(), {"": 0, "-": 0}
    for word in words:
        for name in known.get(word, ()):
            counts[name] = counts.get(name, 0) + 1
    (most, name), (next_, _) = sorted([(count, name) for name, count in counts.items()], reverse=True)[:2]
    return name if most >= _FEWEST_WORDS and most >= _AHEAD * next_ else ""


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


_NEAR = {(a, b) for a in ("da", "no", "sv") for b in ("da", "no", "sv")} | {
    (a, b) for a in ("id", "ms") for b in ("id", "ms")
}
