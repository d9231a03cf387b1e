"""Protocol buffers, as far as OTLP needs them: https://protobuf.dev/programming-guides/encoding/.

Some twenty messages that never change are written by hand in less than the official libraries take to load.
"""

import struct
from collections.abc import Iterable, Sequence

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


def varint(value: int) -> bytes:
    """A number of variable length; a negative one takes ten bytes."""
    value &= 0xFFFF_FFFF_FFFF_FFFF
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def number(field: int, value: int) -> bytes:
    """An int64, enum or bool."""
    return varint(field << 3 | _VARINT) + varint(value)


def fixed64(field: int, value: int) -> bytes:
    """A fixed64, such as nanoseconds since 1970."""
    return varint(field << 3 | _FIXED64) + struct.pack("<Q", value)


def fixed32(field: int, value: int) -> bytes:
    """A fixed32."""
    return varint(field << 3 | _FIXED32) + struct.pack("<I", value)


def double(field: int, value: float) -> bytes:
    """A double."""
    return varint(field << 3 | _FIXED64) + struct.pack("<d", value)


def raw(field: int, value: bytes) -> bytes:
    """Bytes, or a message that was encoded before."""
    return varint(field << 3 | _BYTES) + varint(len(value)) + value


def text(field: int, value: str) -> bytes:
    """A string; half characters, which UTF-8 cannot say, are replaced."""
    return raw(field, value.encode(errors="replace"))


def each(field: int, messages: Iterable[bytes]) -> bytes:
    """A repeated message."""
    return b"".join([raw(field, message) for message in messages])


def packed64(field: int, values: Sequence[int]) -> bytes:
    """A repeated fixed64."""
    return raw(field, struct.pack(f"<{len(values)}Q", *values))


def packed_doubles(field: int, values: Sequence[float]) -> bytes:
    """A repeated double."""
    return raw(field, struct.pack(f"<{len(values)}d", *values))
