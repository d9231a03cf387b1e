"""Telling a collector: whole, in order, only what is set, and never more than fits."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from larouter.config.load import BadConfiguration
from larouter.config.settings import Telemetry
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.zones import Zone
from larouter.outbound.transport import Transport
from larouter.telemetry import teller as module
from larouter.telemetry.otlp import Metric
from larouter.telemetry.teller import Teller, Told, told_of
from larouter.testing.fake_collector import FakeCollector

OUTCOME = Outcome(200, "", "b/y", latency_ms=150)
GOOD = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    transport = Transport()
    yield transport
    await transport.close()


@pytest.fixture
async def collector() -> AsyncIterator[FakeCollector]:
    async with FakeCollector() as collector:
        yield collector


def teller(collector: FakeCollector, transport: Transport, **told: object) -> Teller:
    at = replace(Told(collector.url, (("x-key", "k"),), {"service.name": "larouter"}, "1"), **told)  # type: ignore[arg-type]
    metric = Metric("larouter.requests", "about", "1", [({}, 1.0)], grows=True)
    return Teller(at, transport, lambda: 5, lambda: [metric])


async def test_a_request_comes_as_a_trace_with_its_attempts_and_a_line(
    collector: FakeCollector, transport: Transport, opening: Opening, made: list[Attempt]
) -> None:
    it = teller(collector, transport)
    it.arrived(opening.request_id, [(b"traceparent", GOOD)])
    it.ended(opening, made, OUTCOME)
    await it.flush()
    assert collector.refused == []
    whole, *attempts = collector.spans
    assert whole["trace_id"].hex() == "0af7651916cd43dd8448eb211c80319c"
    assert whole["parent_id"].hex() == "b7ad6b7169203331"
    assert [span["parent_id"] for span in attempts] == [whole["span_id"]] * 2
    assert collector.lines[0]["span_id"] == whole["span_id"]
    assert collector.metrics["larouter.requests"]["sum"]["monotonic"] == 1
    assert collector.headers["x-key"] == "k"
    await it.flush()
    assert len(collector.spans) == 3


async def test_the_context_goes_along_as_far_as_is_set(
    collector: FakeCollector, transport: Transport, opening: Opening
) -> None:
    it = teller(collector, transport)
    assert it.onward(opening.request_id, 0, Zone.LOCAL) == ()
    it.arrived(opening.request_id, ())
    ((name, value),) = it.onward(opening.request_id, 1, Zone.PRIVATE)
    assert (name, value[:3], len(value)) == ("traceparent", "00-", 55)
    assert it.onward(opening.request_id, 1, Zone.PUBLIC) == ()
    it.turned_away(opening.request_id)
    assert it.onward(opening.request_id, 1, Zone.LOCAL) == ()


async def test_only_the_signals_that_are_set_are_told(
    collector: FakeCollector, transport: Transport, opening: Opening, made: list[Attempt]
) -> None:
    it = teller(collector, transport, signals=frozenset(("logs",)))
    it.ended(opening, made, OUTCOME)
    await it.flush()
    assert [path for path, _ in collector.raw] == ["/v1/logs"]


async def test_what_is_not_taken_is_kept_up_to_a_bound_and_said_once(
    collector: FakeCollector,
    transport: Transport,
    opening: Opening,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 3)
    it = teller(collector, transport, signals=frozenset(("traces",)))
    it._spans = type(it._spans)(maxlen=3)
    collector.status = 503
    for _ in range(5):
        it.ended(opening, [], OUTCOME)
        await it.flush()
    assert it.lost == 2
    assert sum("does not take telemetry" in text for text in caplog.messages) == 1
    collector.status = 0
    await it.flush()
    assert len(collector.spans) == 3


async def test_what_is_refused_for_good_is_not_sent_again(
    collector: FakeCollector, transport: Transport, opening: Opening
) -> None:
    it = teller(collector, transport, signals=frozenset(("traces",)))
    collector.status = 400
    it.ended(opening, [], OUTCOME)
    await it.flush()
    await it.flush()
    assert len(collector.raw) == 1


async def test_a_collector_that_is_not_there_harms_nobody(transport: Transport, opening: Opening) -> None:
    it = Teller(Told("http://127.0.0.1:9"), transport, lambda: 5, list)
    it.ended(opening, [], OUTCOME)
    await it.close()


def test_headers_come_from_the_environment_and_are_never_shown() -> None:
    settings = Telemetry(endpoint="http://c:4318/", headers_env="H", propagate="none")
    told = told_of(settings, {"H": "Authorization=Bearer%20k,x-team=a"}, "1")
    assert told.headers == (("authorization", "Bearer k"), ("x-team", "a"))
    assert (told.propagate, told.endpoint) == (None, "http://c:4318")
    assert "Bearer" not in repr(told)
    with pytest.raises(BadConfiguration, match="name=value"):
        told_of(settings, {"H": "nonsense"}, "1")
