"""A plan over fake backends on real sockets."""

from collections.abc import AsyncIterator

import pytest

from larouter.outbound.transport import Transport


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    transport = Transport()
    yield transport
    await transport.close()
