"""Rules that operators write in the configuration."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from larouter.core.zones import Sensitivity
from larouter.inspect import checks
from larouter.inspect.normalise import normalise
from larouter.inspect.page import folded_pattern
from larouter.inspect.patterns import PatternError, compiled
from larouter.inspect.rules.kinds import Family, Rule
from larouter.inspect.scan import Allowed

VALIDATORS: Mapping[str, Callable[[str], bool]] = {
    "luhn": lambda text: checks.luhn(_digits(text)),
    "card": lambda text: checks.card(_digits(text)),
    "iban": lambda text: checks.iban("".join(char for char in text.upper() if char.isalnum())),
    "mod11_10": lambda text: checks.mod11_10(_digits(text)),
    "verhoeff": lambda text: checks.verhoeff(_digits(text)),
    "ean13": lambda text: checks.ean13(_digits(text)),
    "random": checks.random_like,
}


@dataclass(frozen=True, slots=True)
class OperatorRule:
    """A rule as it is written in the configuration.

    Attributes:
        id: its name; reports show it as `operator.<id>`.
        level: what a match makes of the text.
        pattern: a linear-time pattern (RE2 syntax), matched without regard to case and accents.
        words: with a pattern, one of them must stand nearby; without one, they are a dictionary to find.
        validator: name of a checksum that a match must pass.
        reach: characters on both sides in which words count.
    """

    id: str
    level: Sensitivity
    pattern: str = ""
    words: tuple[str, ...] = ()
    validator: str = ""
    reach: int = 80


def problems(rule: OperatorRule) -> tuple[str, ...]:
    """Why a rule cannot work, as sentences; empty when it can."""
    found = []
    if not rule.pattern and not rule.words:
        found.append(f"rule {rule.id!r} has neither a pattern nor words")
    if rule.validator and rule.validator not in VALIDATORS:
        known = ", ".join(VALIDATORS)
        found.append(f"rule {rule.id!r} names an unknown validator {rule.validator!r}; known are {known}")
    if rule.validator and not rule.pattern:
        found.append(f"rule {rule.id!r} has a validator and nothing for it to check; add a pattern")
    if rule.pattern:
        try:
            compiled(rule.pattern)
        except PatternError as error:
            found.append(f"the pattern of rule {rule.id!r} is not valid RE2: {_reason(error)}")
    return tuple(found)


def family(rules: Sequence[OperatorRule]) -> Family:
    """The rules as a family for an `Inspector`; `ValueError` with the reason when one cannot work."""
    for rule in rules:
        for problem in problems(rule):
            raise ValueError(problem)
    return Family(rules=tuple(_rule(rule) for rule in rules))


def allow_list(literals: Sequence[str], patterns: Sequence[str] = ()) -> Allowed:
    """What is never a finding: values, compared by letters and digits, and whole matches of patterns."""
    known = frozenset(_bare(literal) for literal in literals)
    shapes = [compiled(folded_pattern(pattern)) for pattern in patterns]

    def allowed(found: str) -> bool:
        return _bare(found) in known or any(shape.fullmatch(found.lower()) for shape in shapes)

    return allowed


def _rule(rule: OperatorRule) -> Rule:
    return Rule(
        id=f"operator.{rule.id}",
        words=rule.words,
        pattern=f"(?i){rule.pattern}" if rule.pattern else "",
        check=VALIDATORS[rule.validator] if rule.validator else None,
        reach=rule.reach,
        level=rule.level,
        apart=not rule.words,
    )


def _bare(text: str) -> str:
    return "".join(char for char in normalise(text).lower() if char.isalnum())


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit()) or "1"


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else error
    return said.decode() if isinstance(said, bytes) else str(said)
