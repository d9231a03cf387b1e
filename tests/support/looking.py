"""Looking at a server in a test."""

import json
from collections.abc import Mapping

from larouter.fleet.fetch import Fetch, Response
from larouter.fleet.probe import probe
from larouter.fleet.sighting import SeenModel, Sighting


async def look(fetch: Fetch, url: str, headers: Mapping[str, str] | None = None) -> Sighting:
    """What is there; somebody must be."""
    seen = await probe(fetch, url, headers or {})
    assert seen is not None
    return seen


def only(seen: Sighting) -> SeenModel:
    """The one model that it offers."""
    assert len(seen.models) == 1
    return seen.models[0]


class Counting:
    """A fetch that remembers what was asked."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.asked: list[str] = []

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        self.asked.append(f"{method} {'/' + url.split('/', 3)[3]}")
        return await self.fetch(method, url, headers, body, deadline_seconds)


async def chat(fetch: Fetch, url: str, **members: object) -> Response:
    """What a chat request brings."""
    body = {"messages": [{"role": "user", "content": "hello"}]} | members
    headers = {"content-type": "application/json"}
    return await fetch("POST", f"{url}/v1/chat/completions", headers, json.dumps(body).encode(), 10.0)
