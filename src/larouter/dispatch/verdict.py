"""What the head of a backend's answer means: an answer, a refusal of the request, or a failure of the backend."""

from collections.abc import Mapping

from larouter.core.errors import Refused, TimedOut, UpstreamBusy, UpstreamError

_REQUEST_FAULTS = frozenset({400, 413, 415, 422})
_MOST_SHOWN = 300


def failure(
    status: int, headers: Mapping[str, str], body: bytes, backend: str, protocol: str
) -> UpstreamError:
    """The error for an answer that is not a success.

    A fault of the request itself is passed on; a rejected key, an unknown model, overload and every 5xx are faults
    of the backend, and another one may do better.
    """
    said = body[:_MOST_SHOWN].decode(errors="replace").strip()
    detail = f"{backend} answered {status}: {said}"
    if status in _REQUEST_FAULTS:
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


def _seconds(text: str) -> float | None:
    """A Retry-After in seconds; the form with a date is rare and is left to the default."""
    return float(text) if text.isascii() and text.isdigit() else None
