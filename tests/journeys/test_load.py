"""Many at once: backends that are killed and come back, real servers with few slots, and a ceiling on the wait."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]


def ran(script: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, REPOSITORY / "bench" / script, *arguments],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.stdout, done.stderr
    told = dict(json.loads(done.stdout.splitlines()[-1]))
    assert done.returncode == 0, (told, done.stderr)
    return told


@pytest.mark.timeout(120)
def test_nobody_notices_that_one_of_three_equal_backends_is_killed_every_two_seconds() -> None:
    told = ran("failover.py", "7", "--clients", "200")
    assert told["failed"] == {}
    assert told["kills"] >= 2
    assert told["answered"] > 200
    assert told["left"] == {"in_flight": 0, "queued": 0, "unrecorded": 0}


@pytest.mark.timeout(120)
def test_local_slots_run_full_the_rest_spills_over_and_what_is_confidential_waits() -> None:
    told = ran("queues.py", "--waves", "1", "--times", "4", "--ceiling-ms", "300")
    assert told["failed"] == {}
    assert told["by_zone"]["confidential at local"] == 32
    assert told["astray"] == 0
    assert told["spilled"] > 0
    assert told["by_zone"].get("free at local", 0) + told["by_zone"]["free at public"] == 32
    assert told["most_in_local_slots"] == 4
    assert told["left"] == {"in_flight": 0, "queued": 0, "unrecorded": 0}
