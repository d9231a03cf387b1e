"""What a browser fetches before the first page shows stays small."""

import os
import re

import pytest

from larouter.dashboard.pages import BUILT

MOST = 170_000


@pytest.fixture
def needed() -> list[str]:
    if not (BUILT / "index.html").exists() and os.environ.get("LAROUTER_STRICT") != "1":
        pytest.skip("the dashboard is not built")
    page = (BUILT / "index.html").read_text()
    return re.findall(r'(?:src|href)="/(assets/[^"]+)"', page)


def test_the_base_bundle_is_small(needed: list[str]) -> None:
    packed = {name: (BUILT / f"{name}.gz").stat().st_size for name in needed}
    assert any(name.endswith(".js") for name in packed)
    assert sum(packed.values()) <= MOST, packed


def test_charts_are_no_part_of_it(needed: list[str]) -> None:
    assert not [name for name in needed if "charts" in name]
