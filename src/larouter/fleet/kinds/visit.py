"""A visit to one server: its questions share a deadline, and none is asked twice."""

import asyncio
import json
from collections.abc import Mapping

from larouter.core.errors import UpstreamError
from larouter.fleet.fetch import Fetch, Response

_JSON = {"content-type": "application/json"}


class Visit:
    """Questions to one server.

    Attributes:
        url: Its address, without `/v1` and without a slash at the end.
    """

    def __init__(self, fetch: Fetch, url: str, headers: Mapping[str, str], deadline_seconds: float) -> None:
        """Begin; the deadline holds for all questions together, in seconds from now."""
        self.url = url
        self._fetch = fetch
        self._headers = headers
        self._clock = asyncio.get_running_loop().time
        self._until = self._clock() + deadline_seconds
        self._answers: dict[str, Response | None] = {}

    async def get(self, path: str) -> Response | None:
        """What is there, or None when nobody answers in time."""
        if path not in self._answers:
            self._answers[path] = await self._ask("GET", path, b"", self._headers)
        return self._answers[path]

    async def get_json(self, path: str) -> object:
        """The JSON value that is there, or None."""
        answer = await self.get(path)
        return None if answer is None else answer.json()

    async def post_json(self, path: str, value: object) -> object:
        """The JSON value that a JSON value brings, or None."""
        answer = await self._ask("POST", path, json.dumps(value).encode(), {**self._headers, **_JSON})
        return None if answer is None else answer.json()

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Response | None:
        left = self._until - self._clock()
        if left <= 0:
            return None
        try:
            async with asyncio.timeout(left):
                return await self._fetch(method, self.url + path, headers, body, left)
        except (UpstreamError, TimeoutError):
            return None
