"""Files of learned routers, and scores as ranks."""

from pathlib import Path

import pytest

from larouter.routers.learned import rank, read_file
from larouter.routers.plug import CannotRoute


def test_a_score_is_the_share_of_known_gains_below() -> None:
    quantiles = [0.0, 1.0, 2.0, 3.0]
    assert [rank(quantiles, gain) for gain in (-1, 1.5, 9)] == [0.0, 0.5, 1.0]
    assert rank([1.0, 1.0], 1.0) == 0.5


@pytest.mark.parametrize("text", ["", "[]", '{"kind": "knn"}'])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text)
    with pytest.raises(CannotRoute):
        read_file({"file": str(path)}, "linear")
    with pytest.raises(CannotRoute, match="name its file"):
        read_file({}, "linear")
