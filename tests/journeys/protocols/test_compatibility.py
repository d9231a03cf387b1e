"""Every client's official SDK before every kind of backend, feature by feature, with strict fakes as judges."""

import pytest
from clouds import CLIENTS, Clouds
from features import FEATURES, Cell

BACKENDS = ("compatible", "opus", "haiku", "argon")


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_works_or_is_refused_as_the_table_says(
    all_clouds: Clouds, client: str, backend: str, feature: str
) -> None:
    cell = Cell(all_clouds, client, backend)
    all_clouds.refused(backend)
    FEATURES[feature](cell)
    assert all_clouds.refused(backend) == []
