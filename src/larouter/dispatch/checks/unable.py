"""An answer that admits it cannot: in so many words, of a model that does not know or is not able to.

A refusal is something else: who will not help for safety's sake has answered, and nobody else is asked to (I7). So a
text with any sign of a refusal is never taken for an admission, whatever else it says.
"""

from larouter.dispatch.checks.phrases import any_of
from larouter.dispatch.checks.said import Said, Wanted

_LONGEST = 600
_AT_MOST = 160
CURLY = "\u2019"


def unable(said: Said, _wanted: Wanted) -> bool:
    """It is short, its first sentences admit that the model cannot or does not know, and nothing in it refuses."""
    text = said.text.strip().replace(CURLY, "'")
    if said.refused or said.calls or not text or len(text) > _LONGEST:
        return False
    admission = any_of("admissions.txt").search(text, 0, _AT_MOST)
    return admission is not None and not _is_quoted(text, admission.start()) and not refuses(text)


def _is_quoted(text: str, at: int) -> bool:
    """Whether somebody else says it: the line of a dialogue, or a quotation."""
    before = text[:at].rstrip(" ")
    return before.endswith(("-", ":", '"', "“", "„", "«", "+", ">", "'", "(", "*", "「"))


def refuses(text: str) -> bool:
    """Whether there is any sign that the answer declines for safety's sake, or by a rule it was given."""
    return bool(any_of("refusals.txt").search(text))
