"""A wired router with a fake backend, in this process or behind a socket, made once for many tests."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from backstage import Backstage
from cast import PRICE, Cast, playing
from in_process import Running, running
from signed import Signed, signed_in

from larouter.testing.fake_openai import FakeOpenAI


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with (
        FakeOpenAI() as backend,
        running(
            tmp_path_factory.mktemp("router"), PRIVATE_CLOUD_URL=backend.url, OPENAI_BASE_URL=backend.url
        ) as it,
    ):
        yield it


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
