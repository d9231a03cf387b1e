"""How sensitive a whole request is, without holding up the others: long new text is read off the event loop."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence

from larouter.background import spawn
from larouter.core.chat import Chat
from larouter.core.features import Finding
from larouter.core.zones import Sensitivity
from larouter.inspect.sensitive import Inspector, Verdict

LONG_CHARACTERS = 8192
DEADLINE_SECONDS = 10.0
_FAILED = (Sensitivity.CONFIDENTIAL, (Finding("inspector.failed", 1),))
_LATE = (Sensitivity.CONFIDENTIAL, (Finding("inspector.late", 1),))
_log = logging.getLogger("larouter.inspect")

Sensed = tuple[Sensitivity, Sequence[Finding]]


class Sense:
    """Reads every text of a request; what cannot be read in time counts as confidential.

    Its rules take a moment to build, which nobody else waits for: requests that come before wait here.

    Args:
        build: Makes the inspector, which knows the rules and remembers what it has read by hash.
    """

    def __init__(self, build: Callable[[], Inspector]) -> None:
        self._build = build
        self._inspector: Inspector | None = None
        self._building: asyncio.Task[Inspector] | None = None

    async def prepare(self) -> Inspector:
        """The inspector, built off the event loop when it is first asked for."""
        if self._inspector is None:
            if self._building is None:
                self._building = spawn(asyncio.to_thread(self._build), "build the inspector")
            self._inspector = await asyncio.shield(self._building)
        return self._inspector

    async def __call__(self, chat: Chat) -> Sensed:
        """The sensitivity of a request and the rules that fired."""
        texts = list(texts_of(chat))
        try:
            inspector = self._inspector or await self.prepare()
            if chat.body.size <= LONG_CHARACTERS or inspector.unread(texts) <= LONG_CHARACTERS:
                return _said(inspector.inspect(texts))
            async with asyncio.timeout(DEADLINE_SECONDS):
                return _said(await asyncio.to_thread(inspector.inspect, texts))
        except TimeoutError:
            return _LATE
        except Exception:  # noqa: BLE001 - whatever goes wrong in here, nothing may travel because of it
            _log.exception("inspecting a request failed; it counts as confidential")
            return _FAILED


def texts_of(chat: Chat) -> Iterator[str]:
    """Every text of a request: definitions, schemas and metadata, which stay, then all turns and roles, which grow."""
    yield from chat.definitions
    for turn in chat.turns:
        yield turn.text


def _said(verdict: Verdict) -> Sensed:
    if verdict.truncated:
        return verdict.level, (*verdict.findings, Finding("inspector.limit", 1))
    return verdict.level, verdict.findings
