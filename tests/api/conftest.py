"""A wired router with a fake backend, made once for all tests of a file."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from in_process import Running, running

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
