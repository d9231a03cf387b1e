"""A tiny sequence classifier in ONNX, written byte by byte, so that nothing has to be installed to make one.

Source of the field numbers: onnx/onnx, `onnx/onnx.proto3`.
"""

import struct
from pathlib import Path

INT64, FLOAT = 7, 1


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _tensor(name: str, dims: list[int], values: list[float]) -> bytes:
    raw = struct.pack(f"<{len(values)}f", *values)
    return b"".join(_number(1, one) for one in dims) + _number(2, FLOAT) + _bytes(8, name) + _bytes(9, raw)


def _value(name: str, kind: int, dims: list[str]) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, one)) for one in dims)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _node(operator: str, inputs: list[str], output: str, attributes: bytes = b"") -> bytes:
    return b"".join(_bytes(1, one) for one in inputs) + _bytes(2, output) + _bytes(4, operator) + attributes


def write_classifier(path: Path, weights: list[list[float]], *, ids: str = "input_ids") -> None:
    """A model that sums a row of class weights for each token: logits = sum over tokens of weights[token]."""
    axis = _bytes(5, _bytes(1, "axes") + _number(8, 1) + _number(20, 7))
    keep = _bytes(5, _bytes(1, "keepdims") + _number(3, 0) + _number(20, 2))
    flat = [one for row in weights for one in row]
    graph = (
        _bytes(1, _node("Gather", ["table", ids], "rows"))
        + _bytes(1, _node("ReduceSum", ["rows"], "logits", axis + keep))
        + _bytes(2, "classifier")
        + _bytes(5, _tensor("table", [len(weights), len(weights[0])], flat))
        + _bytes(11, _value(ids, INT64, ["batch", "length"]))
        + _bytes(11, _value("attention_mask", INT64, ["batch", "length"]))
        + _bytes(12, _value("logits", FLOAT, ["batch", "classes"]))
    )
    path.write_bytes(_number(1, 7) + _bytes(8, _bytes(1, "") + _number(2, 11)) + _bytes(7, graph))
