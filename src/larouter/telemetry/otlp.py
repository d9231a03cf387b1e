"""Spans, metrics and logs as the requests of OTLP/HTTP.

The field numbers are those of https://github.com/open-telemetry/opentelemetry-proto, version 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from larouter.telemetry.protobuf import (
    double,
    each,
    fixed32,
    fixed64,
    number,
    packed64,
    packed_doubles,
    raw,
    text,
)

Value = str | bool | int | float
Attributes = Mapping[str, Value]
NONE: Attributes = {}
SERVER, CLIENT = 2, 3
UNSET, OK, ERROR = 0, 1, 2
INFO, ERROR_LOG = 9, 17
SAMPLED = 1
_CUMULATIVE = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a trace; times in ns since 1970."""

    trace_id: bytes
    span_id: bytes
    name: str
    kind: int
    began_ns: int
    ended_ns: int
    parent_id: bytes = b""
    attributes: Attributes = field(default_factory=dict)
    status: int = UNSET
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A log record that belongs to a span."""

    at_ns: int
    severity: int
    body: str
    trace_id: bytes = b""
    span_id: bytes = b""
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Buckets:
    """A histogram: how many fell under which bound, and their sum; one count more than bounds."""

    bounds: Sequence[float]
    counts: Sequence[int]
    total: float


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric with its points: numbers or histograms, each with its attributes."""

    name: str
    about: str
    unit: str
    points: Sequence[tuple[Attributes, float | Buckets]]
    grows: bool = False


def traces(resource: Attributes, version: str, spans: Sequence[Span]) -> bytes:
    """The body of a POST to `/v1/traces`."""
    return _wrapped(resource, version, each(2, [_span(span) for span in spans]))


def logs(resource: Attributes, version: str, lines: Sequence[Line]) -> bytes:
    """The body of a POST to `/v1/logs`."""
    return _wrapped(resource, version, each(2, [_line(line) for line in lines]))


def metrics(resource: Attributes, version: str, found: Sequence[Metric], times_ns: tuple[int, int]) -> bytes:
    """The body of a POST to `/v1/metrics`; the times are those of the start of counting and of now."""
    return _wrapped(
        resource, version, each(2, [_metric(metric, times_ns) for metric in found if metric.points])
    )


def _wrapped(resource: Attributes, version: str, inner: bytes) -> bytes:
    scope = raw(1, text(1, "larouter") + text(2, version))
    return raw(1, raw(1, _attributes(1, resource)) + raw(2, scope + inner))


def _span(it: Span) -> bytes:
    status = (text(2, it.said) if it.said else b"") + number(3, it.status)
    return b"".join((
        raw(1, it.trace_id),
        raw(2, it.span_id),
        raw(4, it.parent_id) if it.parent_id else b"",
        text(5, it.name),
        number(6, it.kind),
        fixed64(7, it.began_ns),
        fixed64(8, max(it.began_ns, it.ended_ns)),
        _attributes(9, it.attributes),
        raw(15, status) if it.status else b"",
        fixed32(16, SAMPLED),
    ))  # fmt: skip


def _line(it: Line) -> bytes:
    return b"".join((
        fixed64(1, it.at_ns),
        number(2, it.severity),
        text(3, "ERROR" if it.severity == ERROR_LOG else "INFO"),
        raw(5, _value(it.body)),
        _attributes(6, it.attributes),
        fixed32(8, SAMPLED) + raw(9, it.trace_id) + raw(10, it.span_id) if it.trace_id else b"",
        fixed64(11, it.at_ns),
    ))  # fmt: skip


def _metric(it: Metric, times_ns: tuple[int, int]) -> bytes:
    head = text(1, it.name) + text(2, it.about) + text(3, it.unit)
    if isinstance(it.points[0][1], Buckets):
        points = [_buckets(at, value, times_ns) for at, value in it.points if isinstance(value, Buckets)]
        return head + raw(9, each(1, points) + number(2, _CUMULATIVE))
    numbers = [_number(at, value, times_ns) for at, value in it.points if not isinstance(value, Buckets)]
    if it.grows:
        return head + raw(7, each(1, numbers) + number(2, _CUMULATIVE) + number(3, 1))
    return head + raw(5, each(1, numbers))


def _number(attributes: Attributes, value: float, times_ns: tuple[int, int]) -> bytes:
    began, now = times_ns
    return fixed64(2, began) + fixed64(3, now) + double(4, value) + _attributes(7, attributes)


def _buckets(attributes: Attributes, it: Buckets, times_ns: tuple[int, int]) -> bytes:
    began, now = times_ns
    counted = fixed64(4, sum(it.counts)) + double(5, it.total)
    spread = packed64(6, it.counts) + packed_doubles(7, it.bounds)
    return fixed64(2, began) + fixed64(3, now) + counted + spread + _attributes(9, attributes)


def _attributes(place: int, values: Attributes) -> bytes:
    return each(place, [text(1, name) + raw(2, _value(value)) for name, value in values.items()])


def _value(value: Value) -> bytes:
    if isinstance(value, str):
        return text(1, value)
    if isinstance(value, bool):
        return number(2, int(value))
    return number(3, value) if isinstance(value, int) else double(4, value)
