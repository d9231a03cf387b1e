"""A model source on a real socket: ranges, throttling, resets, redirects, wrong bytes, as a test wishes."""

import hashlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CHUNK = 16 * 1024


@dataclass(slots=True)
class ModelSource:
    """What it serves and how; a test may change it while it runs.

    Attributes:
        files: Bytes by path.
        ranges: Whether it honours ranges.
        cuts: After how many bytes each next answer is reset; answers beyond the list are whole.
        failures: Statuses of the next answers instead of the file.
        redirects: Paths and where they lead.
        refuses_pieces: Whether it is too busy for whoever asks for a piece with an end.
        linked_hash: Whether it tells a file's hash before the file, as the hub does.
        pause_seconds: How long it waits after each chunk.
        asked: Every request: path and headers in lower case.
        sent: Bytes of files that were sent.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    linked_hash: bool = False
    refuses_pieces: bool = False
    pause_seconds: float = 0.0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: int = 0
    url: str = ""

    def put(self, path: str, data: bytes) -> str:
        """Serve a file; its sha256."""
        self.files[path] = data
        return hashlib.sha256(data).hexdigest()


@contextmanager
def model_source() -> Iterator[ModelSource]:
    """A source on a free port of loopback."""
    source = ModelSource()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            _answer(self, source)

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that has gone is no news."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    source.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield source
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(asked: BaseHTTPRequestHandler, source: ModelSource) -> None:
    headers = {name.lower(): value for name, value in asked.headers.items()}
    source.asked.append((asked.path, headers))
    if source.failures:
        return _empty(asked, source.failures.pop(0))
    if asked.path in source.redirects:
        return _empty(asked, 302, {"location": source.redirects[asked.path]})
    data = source.files.get(asked.path)
    if data is None:
        return _empty(asked, 404)
    first, _, last = headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")
    start, end = int(first), int(last) + 1 if last else len(data)
    if last and source.refuses_pieces:
        return _empty(asked, 429)
    if source.ranges and start >= len(data) > 0 and start:
        return _empty(asked, 416, {"content-range": f"bytes */{len(data)}"})
    told = {"accept-ranges": "bytes"} if source.ranges else {}
    told |= {"x-linked-etag": f'"{hashlib.sha256(data).hexdigest()}"'} if source.linked_hash else {}
    if source.ranges and start:
        told["content-range"] = f"bytes {start}-{min(end, len(data)) - 1}/{len(data)}"
        data = data[start:end]
        asked.send_response(206)
    else:
        asked.send_response(200)
    for name, value in {**told, "content-length": str(len(data))}.items():
        asked.send_header(name, value)
    asked.end_headers()
    return _pour(asked, source, data)


def _pour(asked: BaseHTTPRequestHandler, source: ModelSource, data: bytes) -> None:
    cut = source.cuts.pop(0) if source.cuts else len(data) + CHUNK + 1
    try:
        for at in range(0, len(data), CHUNK):
            piece = data[at : min(at + CHUNK, cut)]
            asked.wfile.write(piece)
            source.sent += len(piece)
            if at + CHUNK >= cut:
                return _reset(asked)
            if source.pause_seconds:
                time.sleep(source.pause_seconds)
    except OSError:
        asked.close_connection = True


def _reset(asked: BaseHTTPRequestHandler) -> None:
    asked.wfile.flush()
    asked.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    asked.connection.close()
    asked.close_connection = True


def _empty(asked: BaseHTTPRequestHandler, status: int, headers: dict[str, str] | None = None) -> None:
    asked.send_response(status)
    for name, value in {**(headers or {}), "content-length": "0"}.items():
        asked.send_header(name, value)
    asked.end_headers()
