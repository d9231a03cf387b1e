"""Real llama.cpp servers, and a fetch to ask them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from wired import fetch

from larouter.fleet.fetch import Fetch
from larouter.fleet.local.runner import Runner, Server

__all__ = ["fetch"]


@pytest.fixture
async def start_llama(fetch: Fetch) -> AsyncIterator[Callable[..., Awaitable[Runner]]]:
    """Start real llama.cpp servers that end with the test."""
    runners: list[Runner] = []

    async def start(model: Path, alias: str = "m", **options: object) -> Runner:
        runner = Runner(Server(model, alias, threads=1, **options), fetch)  # type: ignore[arg-type]
        runners.append(runner)
        await runner.start()
        return runner

    yield start
    for runner in runners:
        await runner.stop()
