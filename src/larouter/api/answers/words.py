"""Words of answers that are one of a few: plain text in Python, a union of literals in OpenAPI and TypeScript.

Answers are typed dicts, because the routes build dicts, mypy then holds each literal against its type, and pydantic
needs half the memory that it needs for a model.
"""

from typing import Annotated, TypeAlias

from pydantic import ConfigDict, WithJsonSchema


def _one_of(*words: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(words)})


ZoneName: TypeAlias = Annotated[str, _one_of("local", "private", "public")]
TierName: TypeAlias = Annotated[str, _one_of("HEARTBEAT", "SIMPLE", "MODERATE", "COMPLEX", "FRONTIER")]
SensitivityName: TypeAlias = Annotated[str, _one_of("public", "internal", "confidential")]
AttemptStatus: TypeAlias = Annotated[
    str, _one_of("ok", "failed", "cancelled", "unknown", "rejected", "advice", "correction")
]
DownloadState: TypeAlias = Annotated[str, _one_of("waiting", "running", "done", "failed", "cancelled")]
ChannelKind: TypeAlias = Annotated[str, _one_of("webhook", "email")]
DeliveryState: TypeAlias = Annotated[str, _one_of("arrived", "waiting", "given_up")]
EXACT = ConfigDict(extra="forbid", defer_build=True)
"""A member that is not told is a fault of ours, not one to drop in silence; checks are built when first used."""
