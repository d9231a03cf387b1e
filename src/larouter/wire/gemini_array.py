"""Gemini's stream as one JSON array, which clients get that do not ask for `alt=sse`; made of the events of the other.

Source: ai.google.dev/api/generate-content: "the response is a stream of GenerateContentResponse instances", in an
array that is written as it grows.
"""

from larouter.wire.sse import Cutter, data_of


class ArrayWriter:
    """Turns the events of a stream into the pieces of an array; a comment becomes white space."""

    __slots__ = ("_begun", "_cutter")

    def __init__(self) -> None:
        self._cutter = Cutter()
        self._begun = False

    def feed(self, chunk: bytes) -> bytes:
        """What the next bytes of the stream add to the array."""
        said = b""
        for event in self._cutter.feed(chunk):
            data = data_of(event)
            if data is None:
                said += b" " if self._begun else b""
                continue
            said += (b",\n" if self._begun else b"[") + data
            self._begun = True
        return said

    def end(self) -> bytes:
        """The end of the array, with what stood after the last blank line."""
        rest = self.feed(b"\n\n") if self._cutter.rest().strip() else b""
        return rest + (b"]" if self._begun else b"[]")
