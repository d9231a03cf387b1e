"""Spans, metrics and logs as a strict reader of the protocol finds them."""

from larouter.telemetry import otlp
from larouter.telemetry.otlp import Buckets, Line, Metric, Span
from larouter.testing.fake_collector import read

RESOURCE = {"service.name": "larouter"}
ABOUT = {"a": "b", "n": 3, "f": 0.5, "y": True}
SPAN = Span(b"t" * 16, b"s" * 8, "chat", otlp.SERVER, 5, 9, b"p" * 8, ABOUT, otlp.ERROR, "no")


def test_a_span_with_everything() -> None:
    (resource,) = read("Traces", otlp.traces(RESOURCE, "1.0", [SPAN]))["resource_spans"]
    assert resource["resource"]["attributes"] == RESOURCE
    (scope,) = resource["scopes"]
    assert scope["scope"] == {"name": "larouter", "version": "1.0"}
    (span,) = scope["spans"]
    assert span == {
        "trace_id": b"t" * 16,
        "span_id": b"s" * 8,
        "parent_id": b"p" * 8,
        "name": "chat",
        "kind": 2,
        "start": 5,
        "end": 9,
        "attributes": {"a": "b", "n": 3, "f": 0.5, "y": 1},
        "status": {"code": 2, "message": "no"},
        "flags": 1,
    }


def test_a_line_belongs_to_its_span() -> None:
    line = Line(7, otlp.INFO, "request ended", b"t" * 16, b"s" * 8, {"larouter.tier": "SIMPLE"})
    (resource,) = read("Logs", otlp.logs(RESOURCE, "1", [line]))["resource_logs"]
    (found,) = resource["scopes"][0]["lines"]
    assert (found["severity"], found["severity_text"], found["body"]) == (
        9,
        "INFO",
        {"text": "request ended"},
    )
    assert (found["trace_id"], found["span_id"], found["time"]) == (b"t" * 16, b"s" * 8, 7)


def test_sums_gauges_and_histograms() -> None:
    found = [
        Metric("larouter.requests", "about", "{request}", [({"zone": "local"}, 3.0)], grows=True),
        Metric("larouter.now", "about", "1", [({}, 2.0)]),
        Metric("larouter.ttft", "about", "s", [({}, Buckets([0.1, 1.0], [1, 2, 3], 4.5))]),
        Metric("larouter.none", "about", "1", []),
    ]
    (resource,) = read("Metrics", otlp.metrics(RESOURCE, "1", found, (1, 2)))["resource_metrics"]
    requests, now, ttft = resource["scopes"][0]["metrics"]
    assert (requests["sum"]["temporality"], requests["sum"]["monotonic"]) == (2, 1)
    assert requests["sum"]["points"] == [
        {"start": 1, "time": 2, "double": 3.0, "attributes": {"zone": "local"}}
    ]
    assert now["gauge"]["points"][0]["double"] == 2.0
    (point,) = ttft["histogram"]["points"]
    assert (point["count"], point["sum"], point["counts"], point["bounds"]) == (6, 4.5, [1, 2, 3], [0.1, 1.0])
