"""A request that ended, as spans."""

from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.telemetry.context import context_of, span_of
from larouter.telemetry.otlp import CLIENT, ERROR, OK, SERVER, UNSET
from larouter.telemetry.spans import attempt_span, line, spans

MS = 1_000_000


def test_attempts_are_children_of_their_request(opening: Opening, made: list[Attempt]) -> None:
    at = context_of(opening.request_id, ())
    whole, first, second = spans(at, opening, made, Outcome(200, "", "b/y", latency_ms=150, ttft_ms=70))
    assert (whole.kind, whole.status, whole.parent_id) == (SERVER, OK, b"")
    assert whole.ended_ns - whole.began_ns == 150 * MS
    assert {first.parent_id, second.parent_id} == {whole.span_id}
    assert {it.trace_id for it in (whole, first, second)} == {at.trace_id}
    assert (first.kind, first.status, first.said) == (CLIENT, ERROR, "upstream_error")
    assert (second.status, second.name) == (OK, "chat b/y")
    assert second.span_id == attempt_span(opening.request_id, 1) == span_of(opening.request_id, "1")
    assert second.began_ns == 1_700_000_000_030 * MS


def test_a_refusal_is_no_error_of_ours_and_a_failure_is(opening: Opening) -> None:
    at = context_of(opening.request_id, ())
    (refused,) = spans(at, opening, [], Outcome(403, "no_eligible_backend"))
    (failed,) = spans(at, opening, [], Outcome(502, "upstream_error"))
    assert (refused.status, failed.status, failed.said) == (UNSET, ERROR, "upstream_error")
    assert line(at, opening, [], Outcome(502, "upstream_error")).body == "request ended with status 502"
