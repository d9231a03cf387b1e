"""One router before all the clouds."""

from collections.abc import Iterator

import pytest
from backstage import Backstage
from clouds import Clouds, clouds


@pytest.fixture(scope="session")
def all_clouds(tmp_path_factory: pytest.TempPathFactory, backstage: Backstage) -> Iterator[Clouds]:
    with clouds(tmp_path_factory.mktemp("clouds"), backstage) as everything:
        yield everything
