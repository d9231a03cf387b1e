"""A model source, and what a download needs of the world."""

from collections.abc import AsyncIterator, Iterator

import pytest
from model_source import ModelSource, model_source

from larouter.outbound.transport import Transport


@pytest.fixture
def source() -> Iterator[ModelSource]:
    with model_source() as source:
        yield source


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    transport = Transport()
    yield transport
    await transport.close()
