"""The mix that is replayed: what it tells can be true."""

import json
import subprocess
import sys
from pathlib import Path

MIX = Path(__file__).parents[2] / "bench" / "mix.py"


def test_what_a_mix_saves_is_told_with_intervals_and_no_saving_comes_from_answers_too_weak() -> None:
    command = [sys.executable, str(MIX), "--json", "--resamples", "5", "--every", "20"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert told["requests"] == 65
    assert len(told["rows"]) == 3 * 3 * 2
    for row in told["rows"]:
        for low, middle, high in (row["saving"], row["net"], row["weak"]):
            assert low <= middle <= high < 100
        assert row["net"][1] <= row["saving"][1]
        assert row["weak"][0] >= 0
    easy, hard = (
        next(row for row in told["rows"] if (row["mix"], row["baseline"]) == (mix, "claude-opus-5-5"))
        for mix in ("assistant", "engineering")
    )
    assert easy["saving"][1] > hard["saving"][1]
