"""The part of a file that is there already."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from larouter.fleet.local.part import Busy, Part, free_bytes


def test_what_is_kept_for_another_time_is_taken_up_with_its_hash(tmp_path: Path) -> None:
    first = Part(tmp_path / "sub" / "m.gguf")
    first.write(b"one")
    first.close()
    second = Part(tmp_path / "sub" / "m.gguf")
    assert second.size == 3
    second.write(b"two")
    assert second.sha256 == hashlib.sha256(b"onetwo").hexdigest()
    second.keep()
    assert (tmp_path / "sub" / "m.gguf").read_bytes() == b"onetwo"
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["m.gguf"]


def test_emptied_it_begins_again(tmp_path: Path) -> None:
    part = Part(tmp_path / "m")
    part.write(b"wrong")
    part.empty()
    part.write(b"right")
    part.keep()
    assert (tmp_path / "m").read_bytes() == b"right"


def test_discarded_nothing_is_left(tmp_path: Path) -> None:
    part = Part(tmp_path / "m")
    part.write(b"wrong")
    part.discard()
    assert list(tmp_path.iterdir()) == []


def test_two_processes_do_not_write_the_same_part(tmp_path: Path) -> None:
    part = Part(tmp_path / "m")
    other = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from larouter.fleet.local.part import *\nPart(Path({str(tmp_path / 'm')!r}))",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "being written by another process" in other.stderr
    with pytest.raises(Busy):
        Part(tmp_path / "m")
    part.close()
    Part(tmp_path / "m").close()


def test_the_room_on_a_disk_is_told(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0
