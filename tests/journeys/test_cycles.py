"""Servers that are started, stopped and killed leave nothing behind; the soak does this 200 times."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are read from /proc")
def test_no_process_port_or_zombie_is_left_after_any_kind_of_end() -> None:
    ran = subprocess.run(
        [sys.executable, REPOSITORY / "bench/cycles.py", "8"],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["faults"], told["cycles"]) == (0, [], 8), ran.stderr
    assert set(told["kinds"].values()) == {2}
