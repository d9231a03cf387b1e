"""Detectors of others, such as Presidio or GLiNER, beside the rules that ship: off the event loop, under a deadline.

A detector is a function that takes a text as it came and returns what it found (`sensitive.Detected`). It runs in
threads of its own, once for each text that it has not seen. One that raises, or is late, makes the request
confidential.
"""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from larouter.core.chat import Chat
from larouter.core.features import Finding
from larouter.core.zones import Sensitivity
from larouter.inspect.look import Detector as Reader
from larouter.inspect.memory import Memory, mark
from larouter.inspect.sense import Sensed, texts_of
from larouter.inspect.sensitive import Detector, Verdict

THREADS = 4
_log = logging.getLogger("larouter.inspect")


@dataclass(frozen=True, slots=True)
class Outsider:
    """A detector of somebody else's.

    Attributes:
        name: Findings show it as `name.rule`.
        detector: The function.
        deadline: Seconds for a whole request.
    """

    name: str
    detector: Detector
    deadline: float


def load_detector(use: str) -> Detector:
    """The function that `module:function` names.

    Raises:
        ValueError: There is none.
    """
    module, _, name = use.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"the detector {use} cannot be loaded: {error}") from None
    if not callable(found):
        raise ValueError(f"the detector {use} is no function")  # noqa: TRY004 - a fault of the settings
    return cast("Detector", found)


class Outside:
    """The rules that ship, and detectors of others; what either finds counts."""

    def __init__(self, inner: Reader, outsiders: Sequence[Outsider]) -> None:
        self._inner = inner
        self._outsiders = [
            (it, Memory[Verdict](), ThreadPoolExecutor(THREADS, f"detector-{it.name}")) for it in outsiders
        ]

    async def __call__(self, chat: Chat) -> Sensed:
        """The sensitivity of a request and what was found."""
        texts = [text for text in texts_of(chat) if text]
        found = await asyncio.gather(
            self._inner(chat), *(_ask(it, memory, pool, texts) for it, memory, pool in self._outsiders)
        )
        return max(level for level, _ in found), [finding for _, some in found for finding in some]


async def _ask(
    it: Outsider, memory: Memory[Verdict], pool: ThreadPoolExecutor, texts: Sequence[str]
) -> Sensed:
    try:
        async with asyncio.timeout(it.deadline):
            return await asyncio.get_running_loop().run_in_executor(pool, _read, it, memory, texts)
    except TimeoutError:
        return Sensitivity.CONFIDENTIAL, (Finding(f"{it.name}.late", 1),)
    except Exception:  # noqa: BLE001 - foreign code, and its failure must not open the door
        _log.exception("the detector %s failed; the request counts as confidential", it.name)
        return Sensitivity.CONFIDENTIAL, (Finding(f"{it.name}.failed", 1),)


def _read(it: Outsider, memory: Memory[Verdict], texts: Sequence[str]) -> Sensed:
    counts: dict[str, int] = {}
    level = Sensitivity.PUBLIC
    for text in texts:
        verdict = _verdict(it, memory, text)
        level = max(level, verdict.level)
        for finding in verdict.findings:
            counts[finding.rule] = counts.get(finding.rule, 0) + finding.count
    return level, [Finding(rule, count) for rule, count in sorted(counts.items())]


def _verdict(it: Outsider, memory: Memory[Verdict], text: str) -> Verdict:
    key = mark(text)
    known = memory.get(key)
    if known is None:
        found = list(it.detector(text))
        level = max((Sensitivity(one.level) for one in found), default=Sensitivity.PUBLIC)
        findings = tuple(Finding(f"{it.name}.{one.rule}"[:128], one.count) for one in found)
        known = Verdict(level, findings)
        memory.put(key, known)
    return known
