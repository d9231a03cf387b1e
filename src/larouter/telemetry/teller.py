"""Tells a collector what happened, by OTLP over HTTP; requests never wait for it, and it forgets rather than grow."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from larouter.background import spawn
from larouter.config.load import BadConfiguration
from larouter.config.settings import Telemetry
from larouter.core.errors import UpstreamError
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.core.zones import Zone
from larouter.outbound.endpoint import Endpoint, Limits, Outgoing
from larouter.outbound.permit import OPERATOR
from larouter.outbound.transport import Transport
from larouter.telemetry import otlp
from larouter.telemetry.context import Context, context_of, traceparent
from larouter.telemetry.otlp import Line, Metric, Span
from larouter.telemetry.spans import attempt_span, line, spans

MOST_KEPT = 4096
MOST_AT_ONCE = 512
_LIMITS = Limits(connect=5, first_byte=10, idle=10, total=20)
_TYPE = (("Content-Type", "application/x-protobuf"),)
_log = logging.getLogger("larouter.telemetry")


@dataclass(frozen=True, slots=True)
class Told:
    """Where telemetry goes, and what of it.

    Attributes:
        endpoint: Base URL of the collector.
        headers: For every call; may hold a key.
        resource: What is said of this router.
        version: Of the program.
        every_seconds: The pause between two calls.
        signals: Of `traces`, `metrics` and `logs`.
        propagate: As far as this zone the context of the trace goes along with requests; None for nowhere.
    """

    endpoint: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    resource: otlp.Attributes = field(default_factory=dict)
    version: str = ""
    every_seconds: float = 10.0
    signals: frozenset[str] = frozenset(("traces", "metrics", "logs"))
    propagate: Zone | None = Zone.PRIVATE


def told_of(settings: Telemetry, environment: Mapping[str, str], version: str) -> Told:
    """Where telemetry goes, from the settings.

    Raises:
        BadConfiguration: The headers cannot be read; they are not shown.
    """
    pairs = []
    for pair in filter(None, environment.get(settings.headers_env, "").split(",")):
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise BadConfiguration(f"{settings.headers_env} must be name=value pairs, separated by commas")
        pairs.append((name.strip().lower(), unquote(value.strip())))
    return Told(
        endpoint=settings.endpoint,
        headers=tuple(pairs),
        resource={"service.name": "larouter", "service.version": version},
        version=version,
        every_seconds=settings.every_seconds,
        signals=frozenset(settings.signals),
        propagate=None if settings.propagate == "none" else Zone[settings.propagate.upper()],
    )


class Teller:
    """Collects spans and log lines, and sends them with the metrics from time to time.

    Attributes:
        lost: Spans and lines that were forgotten because the collector did not take them.
    """

    def __init__(
        self,
        told: Told,
        transport: Transport,
        now_ns: Callable[[], int],
        metrics: Callable[[], Sequence[Metric]],
    ) -> None:
        """Prepare; nothing is sent before `start`.

        Args:
            told: Where to, and what.
            transport: The door to the outside.
            now_ns: Nanoseconds since 1970.
            metrics: The sums of the moment.
        """
        self.lost = 0
        self._told = told
        self._transport = transport
        self._now_ns = now_ns
        self._metrics = metrics
        self._began_ns = now_ns()
        self._open: OrderedDict[str, Context] = OrderedDict()
        self._spans: deque[Span] = deque(maxlen=MOST_KEPT)
        self._lines: deque[Line] = deque(maxlen=MOST_KEPT)
        self._task: asyncio.Task[object] | None = None
        self._ill = False

    def start(self) -> None:
        """Begin to send."""
        self._task = spawn(self._keep_telling(), "telemetry")

    async def close(self) -> None:
        """Send what is left, and no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.flush()

    def arrived(self, request_id: str, headers: Sequence[tuple[bytes, bytes]]) -> None:
        """Keep the context in which a request came."""
        self._open[request_id] = context_of(request_id, headers)
        if len(self._open) > MOST_KEPT:
            self._open.popitem(last=False)  # its spans begin a trace of their own

    def turned_away(self, request_id: str) -> None:
        """Forget a request that was never opened."""
        self._open.pop(request_id, None)

    def onward(self, request_id: str, number: int, zone: Zone) -> tuple[tuple[str, str], ...]:
        """The headers that hand the context on to an attempt; none beyond the zone that is set."""
        at = self._open.get(request_id)
        if at is None or self._told.propagate is None or zone > self._told.propagate:
            return ()
        return (("traceparent", traceparent(at.trace_id, attempt_span(request_id, number))),)

    def ended(self, opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> None:
        """Take in a request that ended."""
        at = self._open.pop(opening.request_id, None) or context_of(opening.request_id, ())
        if "traces" in self._told.signals:
            found = spans(at, opening, made, outcome)
            self.lost += max(0, len(self._spans) + len(found) - MOST_KEPT)
            self._spans.extend(found)
        if "logs" in self._told.signals:
            self.lost += len(self._lines) == MOST_KEPT
            self._lines.append(line(at, opening, made, outcome))

    async def flush(self) -> None:
        """Send everything that there is; what the collector does not take now is tried again with the next."""
        told = self._told
        while self._spans:
            batch = [self._spans[at] for at in range(min(MOST_AT_ONCE, len(self._spans)))]
            if not await self._send("traces", otlp.traces(told.resource, told.version, batch)):
                break
            _forget(self._spans, batch)
        while self._lines:
            lines = [self._lines[at] for at in range(min(MOST_AT_ONCE, len(self._lines)))]
            if not await self._send("logs", otlp.logs(told.resource, told.version, lines)):
                break
            _forget(self._lines, lines)
        if "metrics" in told.signals:
            times = (self._began_ns, self._now_ns())
            await self._send("metrics", otlp.metrics(told.resource, told.version, self._metrics(), times))

    async def _keep_telling(self) -> None:
        while True:
            await asyncio.sleep(self._told.every_seconds)
            await self.flush()

    async def _send(self, signal: str, body: bytes) -> bool:
        """Whether the collector is done with it: taken, or refused for good."""
        parts = urlsplit(self._told.endpoint)
        base = f"{parts.scheme}://{parts.netloc}"
        endpoint = Endpoint("the collector", base, Zone.PUBLIC, self._told.headers)
        path = f"{parts.path.rstrip('/')}/v1/{signal}"
        try:
            answer = await self._transport.fetch(
                Outgoing(endpoint, "POST", path, body, _TYPE, _LIMITS), OPERATOR
            )
        except UpstreamError as error:
            return self._failed(error.operator_detail, for_good=False)
        if answer.status < 300:
            self._ill = False
            return True
        return self._failed(f"status {answer.status}", for_good=answer.status not in (429, 502, 503, 504))

    def _failed(self, why: str, *, for_good: bool) -> bool:
        """Said once, and again only after it went well: a collector that is down fills no log."""
        if not self._ill:
            _log.warning("the collector at %s does not take telemetry: %s", self._told.endpoint, why)
        self._ill = True
        return for_good


def _forget(kept: deque[Span] | deque[Line], sent: Sequence[object]) -> None:
    """Drop from the left what was sent, and nothing that came meanwhile; some of it may have been pushed out."""
    gone = set(map(id, sent))
    while kept and id(kept[0]) in gone:
        kept.popleft()
