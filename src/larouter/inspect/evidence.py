"""Why a request was taken for as hard as it was, in words that a person understands."""

from larouter.core.tiers import Tier
from larouter.inspect.reading import Reading
from larouter.inspect.weights import Weights

PHRASES = {
    "hello": "a greeting",
    "thanks": "thanks",
    "bye": "a good-bye",
    "ack": "an acknowledgement",
    "yes": "consents to what was offered",
    "no": "declines",
    "prove": "asks for a proof",
    "solve": "asks to solve something",
    "compute": "asks for a calculation",
    "compare": "asks for a comparison",
    "analyse": "asks for an analysis",
    "explain": "asks for an explanation",
    "what": "asks for a fact",
    "who": "asks for a fact",
    "when": "asks for a date",
    "where": "asks for a place",
    "howmany": "asks for a number",
    "why": "asks for a reason",
    "meaning": "asks what a word means",
    "spell": "asks about spelling or grammar",
    "translate": "asks for a translation",
    "summarise": "asks for a summary",
    "rewrite": "asks to rewrite a text",
    "write": "asks for a text",
    "email": "is about a message",
    "creative": "asks for creative writing",
    "recommend": "asks for ideas or advice",
    "design": "asks for a design",
    "implement": "asks for an implementation",
    "build": "asks to build something",
    "debug": "asks to find a fault",
    "investigate": "asks for an investigation",
    "refactor": "asks for a migration or refactoring",
    "optimise": "asks to make something faster or better",
    "plan": "asks for a plan",
    "extract": "asks to extract or list",
    "convert": "asks for a conversion",
    "decide": "asks for a decision",
    "tradeoff": "weighs advantages and risks",
    "difference": "asks for a difference",
    "system": "is about a whole system",
    "architecture": "is about an architecture",
    "code": "is about code",
    "query": "is about a query, formula or command",
    "tests": "wants tests, documents or operations",
    "component": "names technical components",
    "complete": "wants it complete",
    "short": "wants it short",
    "mathsnoun": "is about mathematics",
    "law": "is about law",
    "finance": "is about money",
    "fact": "asks for a fact",
    "constraint": "names requirements",
    "agentic": "is a task over many things",
    "research": "is about research",
    "medical": "is about health",
    "label": "asks for a label or one field",
    "everyday": "is about everyday life",
    "ping": "asks whether anybody is there",
    "paradox": "is about a fine point of theory",
}
_SIGNS = {name: f"c:{name}" for name in PHRASES}
MOST = 3
MOST_LOOKED_AT = 8  # some concepts share a phrase


def evidence(reading: Reading, tier: Tier, weights: Weights) -> tuple[str, ...]:
    """One to three phrases: what weighs most for the tier that was found."""
    leaning = weights.leaning
    found = [
        (-weight, name)
        for name in reading.about
        if name in _SIGNS and (weight := leaning(_SIGNS[name])[tier]) > 0
    ]
    found.sort()
    said = _state(reading, tier)
    said += [PHRASES[name] for _, name in found[:MOST_LOOKED_AT]]
    said = list(dict.fromkeys(said or _shape(reading)))
    return tuple(said[:MOST]) or ("nothing in particular stands out",)


def _state(reading: Reading, tier: Tier) -> list[str]:
    if reading.results:
        return ["an agent at work, with tool results"]
    if reading.follows and reading.say.units <= 7 and tier > Tier.SIMPLE:
        consents = reading.asked and "yes" in reading.about
        return ["consents to what was offered" if consents else "continues what was begun"]
    return []


def _shape(reading: Reading) -> list[str]:
    length = reading.say.units
    if length > 60:
        return ["a long turn"]
    return ["a word or two"] if length <= 3 else []
