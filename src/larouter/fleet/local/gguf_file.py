"""The container: how metadata and tensors lie in a GGUF file, version 3.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import os
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

F32, F16 = 0, 1
_BYTES = {F32: 4, F16: 2}
_ALIGNMENT = 32
_U32, _I32, _FLOAT, _BOOL, _STRING, _ARRAY = 4, 5, 6, 7, 8, 9
_PACK = {_U32: "<I", _I32: "<i", _FLOAT: "<f", _BOOL: "<?"}

Scalar = bool | int | float | str
Value = Scalar | Sequence[int] | Sequence[float] | Sequence[str]


@dataclass(frozen=True, slots=True)
class Tensor:
    """A named array of numbers.

    Attributes:
        name: As llama.cpp expects it.
        shape: Fastest running dimension first.
        data: Little-endian numbers, or None for a hole: zeros that take no room on the disk.
        kind: F32 or F16.
    """

    name: str
    shape: tuple[int, ...]
    data: bytes | None
    kind: int = F32

    @property
    def size(self) -> int:
        """Bytes that the numbers take."""
        count = 1
        for length in self.shape:
            count *= length
        return count * _BYTES[self.kind]


def write(path: Path, metadata: Iterable[tuple[str, Value]], tensors: Sequence[Tensor]) -> None:
    """Write a model file; whoever reads `path` meanwhile sees the old file or the new one, never a part."""
    pairs = list(metadata)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(pairs)) + b"".join(map(_pair, pairs))
    offset = 0
    for tensor in tensors:
        dimensions = b"".join(struct.pack("<Q", length) for length in tensor.shape)
        where = struct.pack("<IQ", tensor.kind, offset)
        head += _string(tensor.name) + struct.pack("<I", len(tensor.shape)) + dimensions + where
        offset += _aligned(tensor.size)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(head)
        at = _aligned(len(head))
        for tensor in tensors:
            if tensor.data is not None:
                file.seek(at)
                file.write(tensor.data)
            at += _aligned(tensor.size)
        file.truncate(at)
    part.replace(path)


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _pair(pair: tuple[str, Value]) -> bytes:
    key, value = pair
    if isinstance(value, (str, int, float)):
        kind = _kind(value)
        return _string(key) + struct.pack("<I", kind) + _scalar(value, kind)
    kind = _I32 if isinstance(value[0], int) else _kind(value[0])
    items = b"".join(_scalar(item, kind) for item in value)
    return _string(key) + struct.pack("<IIQ", _ARRAY, kind, len(value)) + items


def _kind(value: Scalar) -> int:
    match value:
        case bool():
            return _BOOL
        case int():
            return _U32
        case float():
            return _FLOAT
        case str():
            return _STRING


def _scalar(value: Scalar, kind: int) -> bytes:
    return _string(value) if isinstance(value, str) else struct.pack(_PACK[kind], value)
