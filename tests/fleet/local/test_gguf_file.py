"""The container, read back by its specification."""

import struct
from pathlib import Path

import pytest

from larouter.fleet.local.gguf_file import F16, Tensor, write


def test_the_file_follows_the_specification(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "m.gguf"
    metadata = [("a", 7), ("b", 0.5), ("c", True), ("d", "ö"), ("e", ["x"]), ("f", [1, -2]), ("g", [0.5])]
    write(path, metadata, [Tensor("t", (2, 3), b"\1" * 24), Tensor("u", (5,), None, F16)])
    data = path.read_bytes()
    assert data[:4] == b"GGUF"
    assert struct.unpack_from("<IQQ", data, 4) == (3, 2, 7)
    first = struct.pack("<Q", 1) + b"a" + struct.pack("<II", 4, 7)
    assert data[24 : 24 + len(first)] == first
    assert struct.pack("<Q", 1) + b"d" + struct.pack("<IQ", 8, 2) + "ö".encode() in data
    assert struct.pack("<Q", 1) + b"f" + struct.pack("<IIQii", 9, 5, 2, 1, -2) in data
    tensor = struct.pack("<Q", 1) + b"u" + struct.pack("<IQIQ", 1, 5, F16, 32)
    assert tensor in data
    assert data[-64:] == b"\1" * 24 + bytes(40)
    assert len(data) % 32 == 0


def test_a_hole_is_zeros_that_take_no_room(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    write(path, [("a", 1)], [Tensor("t", (1 << 20, 64), None)])
    status = path.stat()
    assert status.st_size > 1 << 28
    assert status.st_blocks * 512 < 100_000


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    write(path, [("a", 1)], [])
    before = path.read_bytes()
    with pytest.raises(TypeError):
        write(path, [("a", 1)], [Tensor("t", (1,), "not bytes")])  # type: ignore[arg-type]
    assert path.read_bytes() == before
