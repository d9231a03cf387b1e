"""Server-sent events: cut a stream of bytes into whole events.

Source: the event stream format of the WHATWG HTML standard, section 9.2. Lines end in LF or CRLF; a comment
begins with a colon. Bytes are kept as they came, so that an event can be forwarded untouched.
"""

MOST_EVENT_BYTES = 16 * 1024 * 1024
DONE = b"[DONE]"


_FIELDS = (b"data:", b"event:", b":")


def _is_stray(piece: bytes) -> bool:
    """Whether it is a web page or a JSON document; fields that nobody knows are to be ignored, says the standard."""
    return piece.lstrip(b" \r\n\t\xef\xbb\xbf")[:1] in (b"<", b"{", b"[")


def _is_one_event(chunk: bytes) -> bool:
    """Whether it is just one event of one line of data, as nearly every chunk is that a slow model sends."""
    return (
        chunk.startswith(b"data: ")
        and chunk.find(b"\n") == len(chunk) - 2
        and chunk.endswith(b"\n\n")
        and b"\r" not in chunk
    )


class Cutter:
    """Holds back the incomplete end of a stream until the rest of the event arrives."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def passes(self, chunk: bytes) -> bool:
        """Whether a chunk is just one event, of one line of data, and nothing was held back."""
        return not self._rest and _is_one_event(chunk)

    def feed(self, chunk: bytes) -> list[bytes]:
        """The events that `chunk` completes, each with the blank line that ends it.

        Raises:
            ValueError: An event is longer than any honest one, or something else came in its place.
        """
        if not self._rest and _is_one_event(chunk):
            return [chunk]
        data = self._rest + chunk if self._rest else chunk
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n")
            if data.endswith(b"\r"):
                self._rest = data
                return []
        pieces = data.split(b"\n\n")
        self._rest = pieces.pop()
        if len(self._rest) > MOST_EVENT_BYTES:
            raise ValueError("an event of the stream is longer than 16 MiB")
        for piece in pieces:
            if not piece.startswith(_FIELDS) and _is_stray(piece):
                raise ValueError("what came in the stream is a page or a document, not an event")
        return [piece + b"\n\n" for piece in pieces]

    def rest(self) -> bytes:
        """What came after the last whole event."""
        return self._rest


def data_of(event: bytes) -> bytes | None:
    """The data of an event, its lines joined by LF, or None when it has none (a comment)."""
    if event.startswith(b"data: ") and event.find(b"\n") == len(event) - 2:
        return event[6:-2]
    lines = [line[5:].removeprefix(b" ") for line in event.split(b"\n") if line.startswith(b"data:")]
    return b"\n".join(lines) if lines else None


def event_of(data: bytes, name: bytes = b"") -> bytes:
    """An event with that data on one line."""
    return b"event: %b\ndata: %b\n\n" % (name, data) if name else b"data: %b\n\n" % data
