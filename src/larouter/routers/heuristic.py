"""`heuristic`: a handful of English keyword rules, as routers in the wild have them; a baseline."""

import re

from larouter.core.tiers import Tier
from larouter.routers.plug import Asked, Options

LONG, LONGER = 300, 1_500
_GREETING = re.compile(
    r"^\W*(hi|hello|hey|thanks?|thank you|ok(ay)?|bye|good (morning|evening|night)|ping)\b[\s\w!.,]{0,20}$",
    re.IGNORECASE,
)
_FRONTIER = re.compile(
    r"\b(implement|refactor|architect(ure)?|design (a|an|the)|build (a|an|the|me)|from scratch)\b",
    re.IGNORECASE,
)
_COMPLEX = re.compile(
    r"\b(prove|derive|analy[sz]e|compare|evaluate|debug|step by step|trade-?offs?|why|calculate|strategy)\b|```",
    re.IGNORECASE,
)
_MODERATE = re.compile(
    r"\b(write|explain|summari[sz]e|describe|draft|email|translate|rewrite|script|sql)\b", re.IGNORECASE
)


def by_keywords(text: str) -> Tier:
    """The tier that the rules give a text."""
    if _GREETING.match(text):
        return Tier.HEARTBEAT
    if _FRONTIER.search(text):
        return Tier.FRONTIER
    if _COMPLEX.search(text) or len(text) > LONGER:
        return Tier.COMPLEX
    if _MODERATE.search(text) or len(text) > LONG:
        return Tier.MODERATE
    return Tier.SIMPLE


class Heuristic:
    """Scores by the rules, and by length among equals."""

    def __init__(self, _options: Options) -> None:
        pass

    def score(self, asked: Asked) -> float:
        """A fifth for each tier, within it more for longer texts."""
        text = asked.text[: 10 * LONGER]
        return (by_keywords(text) + min(len(text) / (10 * LONGER), 0.999)) / len(Tier)
