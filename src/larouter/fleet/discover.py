"""Looks for servers where they usually are, and keeps looking."""

import asyncio
import contextlib
import ipaddress
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from larouter.background import spawn
from larouter.core.zones import Zone
from larouter.fleet.fetch import Fetch
from larouter.fleet.probe import DEADLINE_SECONDS, probe, root
from larouter.fleet.sighting import Sighting

OLLAMA_URL = "http://localhost:11434"
LLAMACPP_URL = "http://localhost:8001"
# llama.cpp and MLX, llama.cpp since August 2026, vLLM, LM Studio
USUAL_PORTS = (8080, 9931, 8000, 1234)
MISSES_UNTIL_GONE = 2
FIRST_LOOK_SECONDS = 0.5
NO_HEADERS: Mapping[str, str] = {}
_log = logging.getLogger("larouter.fleet")


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look.

    Attributes:
        url: The address, without `/v1`.
        backend: The configured backend that is there; empty where a server may be found.
        zone: The zone of a server that is found there.
        headers: For every question; may hold a key, so it is never shown.
    """

    url: str
    backend: str = ""
    zone: Zone = Zone.LOCAL
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def places(
    configured: Iterable[Place],
    own_port: int,
    *,
    ollama_url: str = "",
    llamacpp_url: str = "",
    usual: bool = True,
) -> tuple[Place, ...]:
    """Where to look, each address once, and never at the router itself.

    Args:
        configured: The watched backends of the configuration; they win over the usual places.
        own_port: Where the router listens on this machine.
        ollama_url: LAROUTER_OLLAMA_URL; empty for its usual place.
        llamacpp_url: LAROUTER_LLAMACPP_URL; empty for its usual place.
        usual: Whether to look where nobody said; what is named is looked at all the same.
    """
    wanted = list(configured)
    urls = [ollama_url or (OLLAMA_URL if usual else ""), llamacpp_url or (LLAMACPP_URL if usual else "")]
    urls += [f"http://127.0.0.1:{port}" for port in USUAL_PORTS if usual]
    wanted += [Place(root(url)) for url in urls if url]
    chosen: dict[tuple[str, int], Place] = {}
    for place in wanted:
        host, port = _address(place.url)
        if not (host == "loopback" and port == own_port):
            chosen.setdefault((host, port), place)
    return tuple(chosen.values())


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    loopback = host == "localhost"
    with contextlib.suppress(ValueError):
        loopback = loopback or ipaddress.ip_address(host).is_loopback
    return "loopback" if loopback else host, parts.port or (443 if parts.scheme == "https" else 80)


class Watcher:
    """Looks at places, again and again, and tells what changed."""

    def __init__(
        self,
        fetch: Fetch,
        seen: Callable[[Place, Sighting | None], None],
        every_seconds: float = 2.0,
    ) -> None:
        """Prepare; nothing is asked yet.

        Args:
            fetch: Carries the questions.
            seen: Called with what is there at first and at every change; None when nobody is, or is any more.
            every_seconds: The pause between two looks at a place.
        """
        self._fetch = fetch
        self._seen = seen
        self._every = every_seconds
        self._last: dict[str, Sighting] = {}
        self._misses: dict[str, int] = {}
        self._watches: dict[str, asyncio.Task[object]] = {}

    async def start(self, places: Iterable[Place]) -> None:
        """Look once at all places, in no more than half a second, then keep looking."""
        wanted = tuple(places)
        await asyncio.gather(*(self.look(place, FIRST_LOOK_SECONDS) for place in wanted))
        for place in wanted:
            self.watch(place)

    def watch(self, place: Place) -> None:
        """Keep looking at one more place."""
        if place.url not in self._watches:
            self._watches[place.url] = spawn(self._keep_looking(place), f"watch {place.url}")

    async def stop(self) -> None:
        """Look no more."""
        watches, self._watches = self._watches, {}
        for watch in watches.values():
            watch.cancel()
        await asyncio.gather(*watches.values(), return_exceptions=True)

    async def look(self, place: Place, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        """Look at a place once, and tell if something changed."""
        before = self._last.get(place.url)
        try:
            now = await probe(
                self._fetch, place.url, place.headers, before=before, deadline_seconds=deadline_seconds
            )
        except Exception:  # noqa: BLE001 - whatever a stranger's server answers, the watch goes on
            _log.exception("looking at %s failed", place.url)
            now = None
        if now is None:
            self._missed(place)
            return
        self._misses.pop(place.url, None)
        if now != before:
            self._last[place.url] = now
            self._seen(place, now)

    def _missed(self, place: Place) -> None:
        misses = self._misses[place.url] = self._misses.get(place.url, 0) + 1
        if misses == MISSES_UNTIL_GONE and (place.backend or place.url in self._last):
            self._last.pop(place.url, None)
            self._seen(place, None)

    async def _keep_looking(self, place: Place) -> None:
        while True:
            await asyncio.sleep(self._every)
            await self.look(place)
