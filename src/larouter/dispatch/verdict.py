"""What the head of a backend's answer means: an answer, a refusal of the request, or a failure of the backend.

Backends repeat prompts and keys in the words of their errors, and what is said to operators goes to the log. So
the log gets the name of the error and never its words.
"""

import re
from collections.abc import Mapping

import msgspec

from larouter.core.errors import Refused, TimedOut, UpstreamBusy, UpstreamError

_REQUEST_FAULTS = frozenset({400, 413, 415, 422, 451})
# What providers call it when a 403 is about the words of the request and not about the key: OpenRouter names the
# flagged input, xAI its usage guidelines, gateways of Azure and AWS a content filter or a guardrail.
_MODERATION = re.compile(
    rb"moderat|flagged|content[ _-]?(?:policy|filter|safety|violat)|usage (?:guideline|polic)|safety[ _-]|guardrail"
    rb"|responsible[ _-]?ai|prohibited[ _]content",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,39}")
_LONGEST_WAIT_SECONDS = 86_400.0


def failure(
    status: int, headers: Mapping[str, str], body: bytes, backend: str, protocol: str
) -> UpstreamError:
    """The error for an answer that is not a success.

    A fault of the request itself is passed on, and so is a refusal for what it says, whatever its status; a rejected
    key, an unknown model, overload and every 5xx are faults of the backend, and another one may do better.
    """
    detail = f"{backend} answered {status}{name_of(body)}"
    if status in _REQUEST_FAULTS or (status == 403 and _MODERATION.search(body)):
        refused = Refused(status, body, protocol)
        refused.operator_detail = detail
        return refused
    if status == 429:
        error: UpstreamError = UpstreamBusy("the backend limits our rate", operator_detail=detail)
    elif status in (408, 504):
        error = TimedOut("the backend took too long", operator_detail=detail)
    elif status in (401, 403):
        error = UpstreamError("the backend rejects the router's credentials", operator_detail=detail)
    elif status == 404:
        error = UpstreamError("the backend no longer has that model", operator_detail=detail)
    else:
        error = UpstreamError(f"the backend failed with status {status}", operator_detail=detail)
    error.upstream_status = status
    error.retry_after = _seconds(headers.get("retry-after", ""))
    return error


def name_of(body: bytes) -> str:
    """The code or type of an error in OpenAI's shape, in brackets after a space; empty when it has none."""
    try:
        value = msgspec.json.decode(body)
    except (ValueError, RecursionError):
        return ""
    error = value.get("error", value) if isinstance(value, dict) else None
    names = [error.get(key) for key in ("code", "type")] if isinstance(error, dict) else []
    return next((f" ({name})" for name in names if isinstance(name, str) and _NAME.fullmatch(name)), "")


def _seconds(text: str) -> float | None:
    """A Retry-After in seconds; the form with a date is rare and is left to the default."""
    return min(float(text), _LONGEST_WAIT_SECONDS) if text.isascii() and text.isdigit() else None
