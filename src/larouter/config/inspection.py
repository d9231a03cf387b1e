"""`[inspection]`: what an operator adds to the rules that say how sensitive a request is."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Level = Literal["internal", "confidential"]
Word = Annotated[str, Field(min_length=2, max_length=200)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RuleText(_Part):
    """Something to find."""

    id: Name = Field(description="Its name; findings show it as operator.ID.")
    level: Level = Field("confidential", description="What a match makes of a request.")
    pattern: str = Field("", max_length=2000, description="RE2 syntax; case and accents do not matter.")
    words: tuple[Word, ...] = Field(
        (), max_length=10_000, description="With a pattern, one must stand nearby; without one, what to find."
    )
    validator: Literal["", "luhn", "card", "iban", "mod11_10", "verhoeff", "ean13", "random"] = Field(
        "", description="A check that a match must pass."
    )
    reach: int = Field(80, ge=1, le=1000, description="Characters on both sides in which words count.")


class DetectorText(_Part):
    """A detector of somebody else's."""

    name: Name = Field(description="Its name; findings show it as NAME.RULE.")
    use: str = Field(
        pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$", description="Module and function, such as my.package:find."
    )
    deadline: float = Field(0.5, gt=0, le=10, description="Seconds; what is later counts as confidential.")


class Inspection(_Part):
    """What an operator adds to the rules that ship."""

    rules: tuple[RuleText, ...] = Field((), max_length=1000, description="What to find beside.")
    allow: tuple[Word, ...] = Field((), max_length=10_000, description="Values that are no finding.")
    allow_patterns: tuple[str, ...] = Field(
        (), max_length=100, description="Patterns in RE2 syntax of whole values that are no finding."
    )
    detectors: tuple[DetectorText, ...] = Field((), max_length=8, description="Detectors of others.")

    @field_validator("rules", "detectors")
    @classmethod
    def _once(cls, parts: tuple[RuleText | DetectorText, ...]) -> tuple[RuleText | DetectorText, ...]:
        names = [part.id if isinstance(part, RuleText) else part.name for part in parts]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"{', '.join(twice)} stands twice; give each a name of its own")
        return parts
