"""Load that comes past the router: asks servers that tell how many requests they have, while the router waits on them.

llama.cpp and vLLM tell at `/metrics` (llama.cpp only when it was started with `--metrics`); who does not tell is not
asked again for a while, and nothing depends on the answer. A server is asked only while requests of this router are
with it, so one that sleeps is never woken.

vLLM does not tell how many requests it answers at once. But while requests wait there, it is answering as many as it
can, so that number is its capacity as long as nobody has configured one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from larouter.core.lane import Lane
from larouter.fleet.fetch import Fetch, ask
from larouter.fleet.sighting import Kind

DEADLINE_SECONDS = 1.0
EVERY_SECONDS = 0.5
SILENT_SECONDS = 60.0
FORGET_SECONDS = 60.0
NAMES: Mapping[str, tuple[str, str]] = {
    Kind.LLAMA_CPP: ("llamacpp:requests_processing", "llamacpp:requests_deferred"),
    Kind.VLLM: ("vllm:num_requests_running", "vllm:num_requests_waiting"),
}
_LINE = re.compile(r"^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})? ([0-9.eE+-]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Told:
    """What a server has to do.

    Attributes:
        running: Requests that it is answering.
        waiting: Requests that wait there.
    """

    running: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Watched:
    """A server that may tell.

    Attributes:
        url: Its address, without `/v1`.
        kind: Which server it is.
        headers: For every question; may hold a key.
        lane: The requests of this router that it has.
        learns: Whether its capacity is to be learned, since nobody has told it.
    """

    url: str
    kind: str
    headers: Mapping[str, str]
    lane: Lane
    learns: bool = False


class Others:
    """What was heard of the load that others bring.

    Args:
        fetch: Carries the questions.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._silent: dict[str, float] = {}
        self._before: dict[str, int] = {}
        self._waited: dict[str, float] = {}

    async def look(self, servers: Iterable[Watched], now: float) -> None:
        """Ask those servers that have requests of ours, and note what others want of them."""
        for server in servers:
            if server.kind not in NAMES or self._silent.get(server.url, 0.0) > now:
                continue
            if not (server.lane.serving or server.lane.waiting):
                self._forget(server, now)
                continue
            told = await self._ask(server)
            if told is None:
                self._silent[server.url] = now + SILENT_SECONDS
                server.lane.share(0)
            else:
                self._note(server, told, now)

    async def _ask(self, server: Watched) -> Told | None:
        answer = await ask(self._fetch, f"{server.url}/metrics", server.headers, DEADLINE_SECONDS)
        if answer is None or answer.status != 200:
            return None
        return read_metrics(answer.body.decode(errors="replace"), NAMES[server.kind])

    def _note(self, server: Watched, told: Told, now: float) -> None:
        """The smaller of two looks counts: a request of ours may have ended between its count and theirs."""
        theirs = max(0, told.running + told.waiting - server.lane.serving)
        server.lane.share(min(theirs, self._before.get(server.url, 0)))
        self._before[server.url] = theirs
        if server.learns:
            self._learn(server, told, now)

    def _learn(self, server: Watched, told: Told, now: float) -> None:
        """While requests wait there it answers as many as it can; while ours wait and none there, it could more."""
        lane = server.lane
        if told.waiting:
            self._waited[server.url] = now
            lane.adjust(max(1, told.running))
        elif lane.waiting:
            lane.adjust(lane.capacity + 1)
        elif now - self._waited.get(server.url, now) > FORGET_SECONDS:
            lane.adjust(0)

    def _forget(self, server: Watched, now: float) -> None:
        self._before.pop(server.url, None)
        server.lane.share(0)
        if server.learns and now - self._waited.get(server.url, now) > FORGET_SECONDS:
            server.lane.adjust(0)


def read_metrics(text: str, names: tuple[str, str]) -> Told | None:
    """The two figures, each summed over engines and models; None when the first is not there."""
    sums: dict[str, float] = {}
    for name, value in _LINE.findall(text):
        if name in names:
            sums[name] = sums.get(name, 0.0) + float(value)
    if names[0] not in sums:
        return None
    return Told(int(sums[names[0]]), int(sums.get(names[1], 0.0)))
