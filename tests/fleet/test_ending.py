"""Models that are about to be retired."""

import pytest

from larouter.core.deployment import Deployment
from larouter.core.zones import Zone
from larouter.fleet.ending import ending


@pytest.mark.parametrize(
    ("retires_on", "said"),
    [
        (0, []),
        (20_100, ["c/m was retired by its provider on 2025-01-12; n takes its place"]),
        (20_130, ["c/m will be retired by its provider on 2025-02-11; n takes its place"]),
        (20_131, []),
    ],
)
def test_a_model_is_named_thirty_days_ahead(retires_on: int, said: list[str]) -> None:
    it = Deployment("c/m", "c", "m", "m", Zone.PUBLIC, retires_on=retires_on, replacement="n")
    assert ending([it], 20_100) == said
