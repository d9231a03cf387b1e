"""One model as the protocols list it: OpenAI's object, Anthropic's for clients that name its version, or Gemini's.

Sources: `GET /v1/models` of the first two APIs and `GET /v1beta/models` of the third, as the official SDKs read it
(`openai.types.Model`, `anthropic.types.ModelInfo` of release 2.8, `google.genai.types.Model`).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from larouter.core.deployment import Deployment
from larouter.core.tiers import Tier

Row = dict[str, object]
RawHeaders = Iterable[tuple[bytes, bytes]]
_GEMINI_METHODS = ("generateContent", "streamGenerateContent", "countTokens")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def asks_as_anthropic(headers: RawHeaders) -> bool:
    """Whether a client says which version of Anthropic's API it speaks."""
    return any(name == b"anthropic-version" for name, _ in headers)


def asks_as_gemini(path: str, headers: RawHeaders) -> bool:
    """Whether a client shows its key as Google's do, or asks where Gemini's API lists models."""
    return path.startswith("/v1beta/") or any(name == b"x-goog-api-key" for name, _ in headers)


def openai_row(name: str, began: int, deployment: Deployment | None = None) -> Row:
    """A name as OpenAI lists it; those that stand for a choice of the router have no deployment."""
    owner = deployment.backend if deployment is not None else "larouter"
    row: Row = {"id": name, "object": "model", "created": began, "owned_by": owner}
    return row if deployment is None else {**row, "larouter": _about(deployment)}


def anthropic_row(name: str, began: int, deployment: Deployment | None = None) -> Row:
    """A name as Anthropic lists it."""
    row: Row = {
        "type": "model",
        "id": name,
        "display_name": name,
        "created_at": (_EPOCH + timedelta(seconds=began)).isoformat().replace("+00:00", "Z"),
        "lifecycle": "active",
        "deprecated_at": None,
        "retires_at": None,
        "line": None,
        "capabilities": None,
        "max_input_tokens": None,
        "max_tokens": None,
    }
    if deployment is None:
        return row
    if deployment.retires_on:
        end = _EPOCH + timedelta(days=deployment.retires_on)
        row |= {"lifecycle": "deprecated", "retires_at": end.isoformat().replace("+00:00", "Z")}
    limits = {"max_input_tokens": deployment.window or None, "max_tokens": deployment.max_output or None}
    return {**row, **limits, "larouter": _about(deployment)}


def gemini_row(name: str, began: int, deployment: Deployment | None = None) -> Row:
    """A name as Gemini lists it, which tells no date."""
    del began
    row: Row = {
        "name": f"models/{name}",
        "displayName": name,
        "supportedGenerationMethods": list(_GEMINI_METHODS),
    }
    if deployment is None:
        return row
    limits = {"inputTokenLimit": deployment.window, "outputTokenLimit": deployment.max_output}
    return {**row, **{name: limit for name, limit in limits.items() if limit}, "larouter": _about(deployment)}


def anthropic_page(rows: Sequence[Row]) -> Row:
    """All of them, on one page."""
    ends = (rows[0]["id"], rows[-1]["id"]) if rows else (None, None)
    return {"data": rows, "has_more": False, "first_id": ends[0], "last_id": ends[1]}


def _about(deployment: Deployment) -> Row:
    return {
        "deployment": deployment.name,
        "zone": deployment.zone.name.lower(),
        "tiers": [tier.name for tier in Tier if deployment.serves(tier)],
        "context_window": deployment.window or None,
        "capabilities": sorted(deployment.capabilities),
    }
