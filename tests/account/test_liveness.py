"""The living are told from the dead."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from larouter.account.liveness import SILENT_MS, alive, this_process


def test_this_process_lives_however_long_it_was_silent() -> None:
    assert alive(this_process(), 0, 10 * SILENT_MS)


def test_a_process_that_ended_is_dead_at_once() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = replace(this_process(), pid=ended.pid)
    assert not alive(gone, 1_000, 1_001)


@pytest.mark.skipif(not this_process().born, reason="this system does not tell when a process was started")
def test_another_process_with_the_same_number_is_another_process() -> None:
    earlier = replace(this_process(), born="1")
    assert earlier.pid == os.getpid()
    assert not alive(earlier, 1_000, 1_001)


def test_a_process_elsewhere_lives_as_long_as_it_says_so() -> None:
    elsewhere = replace(this_process(), host="another machine")
    assert alive(elsewhere, 1_000, 1_000 + SILENT_MS - 1)
    assert not alive(elsewhere, 1_000, 1_000 + SILENT_MS)


def test_where_the_system_tells_no_start_a_number_in_use_must_not_be_silent() -> None:
    nameless = replace(this_process(), born="")
    assert alive(nameless, 1_000, 1_001)
    assert not alive(nameless, 1_000, 1_000 + SILENT_MS)
