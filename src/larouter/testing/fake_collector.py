"""A collector of OTLP over HTTP that takes nothing it does not know.

Messages are read by the tables below, made from the `.proto` files of opentelemetry-proto 1: an unknown field, a
wrong wire type, an id of the wrong length or a span that ends before it begins is answered with 400.
"""

import struct
from collections.abc import Mapping
from typing import Any

from larouter.testing.http_server import Exchange, HttpServer, Received

PATHS = {"/v1/traces": "Traces", "/v1/metrics": "Metrics", "/v1/logs": "Logs"}
# Field number: name, kind, and * where it may come again. A kind that is a message is a key of this table.
Schema = Mapping[int, tuple[str, str]]
_WRAPPED = {1: ("resource", "Resource"), 3: ("schema_url", "text")}
_SCOPED = {1: ("scope", "Scope"), 3: ("schema_url", "text")}
_POINT = {2: ("start", "fixed64"), 3: ("time", "fixed64")}
MESSAGES: Mapping[str, Schema] = {
    "Traces": {1: ("resource_spans*", "ResourceSpans")},
    "Metrics": {1: ("resource_metrics*", "ResourceMetrics")},
    "Logs": {1: ("resource_logs*", "ResourceLogs")},
    "ResourceSpans": {**_WRAPPED, 2: ("scopes*", "ScopeSpans")},
    "ResourceMetrics": {**_WRAPPED, 2: ("scopes*", "ScopeMetrics")},
    "ResourceLogs": {**_WRAPPED, 2: ("scopes*", "ScopeLogs")},
    "ScopeSpans": {**_SCOPED, 2: ("spans*", "Span")},
    "ScopeMetrics": {**_SCOPED, 2: ("metrics*", "Metric")},
    "ScopeLogs": {**_SCOPED, 2: ("lines*", "LogRecord")},
    "Resource": {1: ("attributes*", "KeyValue")},
    "Scope": {1: ("name", "text"), 2: ("version", "text")},
    "KeyValue": {1: ("key", "text"), 2: ("value", "AnyValue")},
    "AnyValue": {1: ("text", "text"), 2: ("bool", "varint"), 3: ("int", "varint"), 4: ("double", "double")},
    "Span": {
        1: ("trace_id", "bytes"), 2: ("span_id", "bytes"), 3: ("trace_state", "text"), 4: ("parent_id", "bytes"),
        5: ("name", "text"), 6: ("kind", "varint"), 7: ("start", "fixed64"), 8: ("end", "fixed64"),
        9: ("attributes*", "KeyValue"), 15: ("status", "Status"), 16: ("flags", "fixed32"),
    },
    "Status": {2: ("message", "text"), 3: ("code", "varint")},
    "Metric": {
        1: ("name", "text"), 2: ("description", "text"), 3: ("unit", "text"), 5: ("gauge", "Gauge"),
        7: ("sum", "Sum"), 9: ("histogram", "Histogram"),
    },
    "Gauge": {1: ("points*", "Number")},
    "Sum": {1: ("points*", "Number"), 2: ("temporality", "varint"), 3: ("monotonic", "varint")},
    "Histogram": {1: ("points*", "Buckets"), 2: ("temporality", "varint")},
    "Number": {**_POINT, 4: ("double", "double"), 6: ("int", "fixed64"), 7: ("attributes*", "KeyValue")},
    "Buckets": {
        **_POINT, 4: ("count", "fixed64"), 5: ("sum", "double"), 6: ("counts", "packed64"),
        7: ("bounds", "packed_doubles"), 9: ("attributes*", "KeyValue"),
    },
    "LogRecord": {
        1: ("time", "fixed64"), 2: ("severity", "varint"), 3: ("severity_text", "text"), 5: ("body", "AnyValue"),
        6: ("attributes*", "KeyValue"), 8: ("flags", "fixed32"), 9: ("trace_id", "bytes"), 10: ("span_id", "bytes"),
        11: ("observed", "fixed64"),
    },
}  # fmt: skip
_WIRE = {"varint": 0, "fixed64": 1, "double": 1, "fixed32": 5}


class NotTheProtocol(ValueError):
    """The bytes are not a message of that kind."""


class FakeCollector(HttpServer):
    """A collector.

    Attributes:
        taken: What it took, by path, as messages.
        refused: Why it refused, a sentence each.
        status: What it answers instead of taking anything; 0 to take.
        headers: Of the last call.
    """

    def __init__(self, port: int = 0) -> None:
        """Prepare."""
        super().__init__(self._route, port)
        self.taken: dict[str, list[dict[str, Any]]] = {path: [] for path in PATHS}
        self.refused: list[str] = []
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self.raw: list[tuple[str, bytes]] = []

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        self.headers = request.headers
        self.raw.append((request.path, request.body))
        if self.status:
            await exchange.respond_json(self.status, {})
            return
        why = _unfit(request)
        if not why:
            try:
                self.taken[request.path].append(read(PATHS[request.path], request.body))
            except NotTheProtocol as error:
                why = str(error)
        if why:
            self.refused.append(why)
            await exchange.respond_json(400, {"message": why})
        else:
            await exchange.respond(200, b"", {"content-type": "application/x-protobuf"})

    @property
    def spans(self) -> list[dict[str, Any]]:
        """Every span that came, with its attributes as a plain object."""
        return _inner(self.taken["/v1/traces"], "resource_spans", "spans")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Every log record that came."""
        return _inner(self.taken["/v1/logs"], "resource_logs", "lines")

    @property
    def metrics(self) -> dict[str, dict[str, Any]]:
        """The metrics as they came last, by name."""
        return {it["name"]: it for it in _inner(self.taken["/v1/metrics"], "resource_metrics", "metrics")}


def _unfit(request: Received) -> str:
    if request.path not in PATHS or request.method != "POST":
        return f"nothing is served at {request.method} {request.path}"
    kind = request.headers.get("content-type")
    return "" if kind == "application/x-protobuf" else f"the content type is {kind}"


def read(kind: str, data: bytes) -> dict[str, Any]:
    """A message.

    Raises:
        NotTheProtocol: It is none of that kind.
    """
    schema, found, at = MESSAGES[kind], dict[str, Any](), 0
    while at < len(data):
        key, at = _varint(data, at)
        field, wire = key >> 3, key & 7
        if field not in schema:
            raise NotTheProtocol(f"{kind} has no field {field}")
        name, of = schema[field]
        if wire != _WIRE.get(of, 2):
            raise NotTheProtocol(f"{kind}.{name} has wire type {wire}")
        value, at = _value(of, wire, data, at)
        if name.endswith("*"):
            found.setdefault(name[:-1], []).append(value)
        elif name in found:
            raise NotTheProtocol(f"{kind}.{name} comes twice")
        else:
            found[name] = value
    _check(kind, found)
    if "attributes" in found:
        found["attributes"] = {it["key"]: next(iter(it["value"].values())) for it in found["attributes"]}
    return found


def _value(of: str, wire: int, data: bytes, at: int) -> tuple[Any, int]:
    if wire == 0:
        return _varint(data, at)
    size = 8 if wire == 1 else 4 if wire == 5 else 0
    if not size:
        size, at = _varint(data, at)
    part = data[at : at + size]
    if len(part) < size:
        raise NotTheProtocol(f"{of} is cut off")
    return _read_part(of, part), at + size


def _read_part(of: str, part: bytes) -> Any:  # noqa: ANN401 - the schema says what it is
    if of in MESSAGES:
        return read(of, part)
    if of == "text":
        return part.decode()
    if of in ("packed64", "packed_doubles"):
        return list(struct.unpack(f"<{len(part) // 8}{'Q' if of == 'packed64' else 'd'}", part))
    formats = {"fixed64": "<Q", "double": "<d", "fixed32": "<I"}
    return struct.unpack(formats[of], part)[0] if of in formats else part


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise NotTheProtocol("a number is cut off")


def _check(kind: str, it: Mapping[str, Any]) -> None:
    if kind in ("Span", "LogRecord"):
        for name, size in (("trace_id", 16), ("span_id", 8), ("parent_id", 8)):
            if name in it and (len(it[name]) != size or not any(it[name])):
                raise NotTheProtocol(f"{kind}.{name} is not {size} bytes")
    if kind == "Span" and (
        not it.get("name") or it["end"] < it["start"] or it.get("kind") not in range(1, 6)
    ):
        raise NotTheProtocol("a span without name or kind, or that ends before it begins")
    if kind == "Buckets" and (len(it["counts"]) != len(it["bounds"]) + 1 or sum(it["counts"]) != it["count"]):
        raise NotTheProtocol("a histogram whose counts do not fit")
    if kind in ("Sum", "Histogram") and it.get("temporality") not in (1, 2):
        raise NotTheProtocol(f"a {kind} without temporality")


def _inner(taken: list[dict[str, Any]], outer: str, inner: str) -> list[dict[str, Any]]:
    return [
        it
        for body in taken
        for resource in body.get(outer, [])
        for scope in resource.get("scopes", [])
        for it in scope.get(inner, [])
    ]
