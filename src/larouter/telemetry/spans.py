"""A request that ended as spans: one for the request, one for each attempt below it; and its line in the log."""

from collections.abc import Sequence

from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.telemetry.context import Context, span_of
from larouter.telemetry.genai import CHAT, of_attempt, of_request
from larouter.telemetry.otlp import CLIENT, ERROR, ERROR_LOG, INFO, OK, SERVER, UNSET, Line, Span

MS = 1_000_000


def spans(at: Context, opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> list[Span]:
    """The spans of a request, the request's own first."""
    began = opening.at_ms * MS
    whole = Span(
        trace_id=at.trace_id,
        span_id=at.span_id,
        parent_id=at.parent_id,
        name=CHAT,
        kind=SERVER,
        began_ns=began,
        ended_ns=began + outcome.latency_ms * MS,
        attributes=of_request(opening, list(made), outcome),
        status=ERROR if outcome.status >= 500 else OK if outcome.status < 400 else UNSET,
        said=outcome.error if outcome.status >= 500 else "",
    )
    return [whole, *[_attempt(at, opening.request_id, it) for it in made]]


def _attempt(at: Context, request_id: str, it: Attempt) -> Span:
    began = it.started_ms * MS
    return Span(
        trace_id=at.trace_id,
        span_id=attempt_span(request_id, it.number),
        parent_id=at.span_id,
        name=f"{CHAT} {it.deployment}",
        kind=CLIENT,
        began_ns=began,
        ended_ns=began + it.latency_ms * MS,
        attributes=of_attempt(it),
        status=OK if it.status == "ok" else ERROR if it.status == "failed" else UNSET,
        said=it.error if it.status == "failed" else "",
    )


def attempt_span(request_id: str, number: int) -> bytes:
    """The id of an attempt's span."""
    return span_of(request_id, str(number))


def line(at: Context, opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> Line:
    """The log record of a request that ended."""
    return Line(
        at_ns=(opening.at_ms + outcome.latency_ms) * MS,
        severity=ERROR_LOG if outcome.status >= 500 else INFO,
        body=f"request ended with status {outcome.status}",
        trace_id=at.trace_id,
        span_id=at.span_id,
        attributes=of_request(opening, list(made), outcome),
    )
