"""What the tools take and give, as types; their JSON schemas are made from these."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

TierName = Literal["HEARTBEAT", "SIMPLE", "MODERATE", "COMPLEX", "FRONTIER"]
Prompt = Annotated[str, Meta(min_length=1, description="What to ask; everything the expert needs to know.")]
Tier = Annotated[
    TierName | None, Meta(description="How able the expert must be; the router finds out if it is left out.")
]
Model = Annotated[str | None, Meta(description="One model by its id, instead of a tier.")]
System = Annotated[str | None, Meta(description="A system message before the prompt.")]
MaxTokens = Annotated[int, Meta(ge=1, description="Longest answer, in tokens.")]
LocalOnly = Annotated[
    bool,
    Meta(description="Never let the prompt leave the local zone; refused where that cannot be promised."),
]


class Preview(Struct, rename="camel", frozen=True, forbid_unknown_fields=True):
    """Something that would be asked."""

    prompt: Prompt
    tier: Tier = None
    model: Model = None
    system: System = None
    local_only: LocalOnly = False


class Delegate(Preview, rename="camel", frozen=True, forbid_unknown_fields=True):
    """Something that is asked."""

    max_tokens: MaxTokens = 4096


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """No arguments."""


class Period(Struct, frozen=True, forbid_unknown_fields=True):
    """Which part of the ledger is meant."""

    period: Annotated[
        Literal["daily", "weekly", "monthly", "all"],
        Meta(description="daily is today, weekly the last 7 days, monthly the last 30; UTC."),
    ] = "monthly"


class Opinion(Struct, rename="camel", frozen=True, forbid_unknown_fields=True):
    """What is thought of an answer."""

    request_id: Annotated[str, Meta(min_length=1, description="The requestId of delegate_to_expert.")]
    score: Annotated[float, Meta(ge=-1, le=1, description="From -1 (useless) to 1 (just right).")] | None = (
        None
    )
    label: Annotated[
        Literal["", "good", "bad", "too_weak", "too_strong"] | TierName,
        Meta(
            description="too_weak: a lower tier answered than was needed; or the name of the tier that was needed."
        ),
    ] = ""
    comment: Annotated[str, Meta(max_length=2000, description="In your own words.")] = ""


class Noted(Struct, rename="camel", frozen=True):
    """What was written down."""

    request_id: str
    score: float | None
    label: str | None
    comment: str | None


class Delegated(Struct, rename="camel", frozen=True):
    """An answer, and how it came about.

    Attributes:
        model: The deployment that answered, as backend and model.
        degraded: Whether a lower tier stood in.
        cost_usd: In USD; null when nobody has told what the model costs.
    """

    content: str
    model: str
    tier: str
    zone: str
    degraded: bool
    finish_reason: str
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    request_id: str


class ListedModel(Struct, rename="camel", frozen=True):
    """A model that the project may use.

    Attributes:
        status: `running` in the local zone, `available` elsewhere, `unavailable` when it cannot answer now.
        tier: The lowest tier it serves, or null when it is only used by name.
    """

    id: str
    name: str
    status: Literal["running", "available", "unavailable"]
    tier: str | None
    tiers: list[str]
    zone: str
    context_window: int | None
    capabilities: list[str]


class Models(Struct, frozen=True):
    """All of them."""

    models: list[ListedModel]


def schema(of: type[Struct]) -> dict[str, Any]:
    """The JSON schema of a type, its own members at the root."""
    (root,), parts = msgspec.json.schema_components([of], ref_template="#/$defs/{name}")
    name = str(root["$ref"]).rpartition("/")[2]
    rest = {key: value for key, value in parts.items() if key != name}
    shown = {key: value for key, value in parts[name].items() if key not in ("title", "description")}
    return {**shown, "$defs": rest} if rest else shown


def read(of: type[Struct], arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of the type that was named
    """The arguments as a value of that type.

    Raises:
        msgspec.ValidationError: They do not fit.
    """
    return msgspec.convert(dict(arguments), of, strict=False)
