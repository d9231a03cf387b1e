"""A real router in front of fakes, and the admin's and a viewer's sessions with it."""

from collections.abc import Iterator

import pytest
from backstage import Backstage
from cast import PRICE, Cast, playing
from signed import Signed, signed_in


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """A router with a local and a public backend."""
    with (
        Backstage() as stage,
        playing(tmp_path_factory.mktemp("api"), stage, ("near", "cloud"), PRICE) as cast,
    ):
        yield cast


@pytest.fixture
def admin(house: Cast) -> Signed:
    return signed_in(house.router, house.router.admin)
