"""Reading a whole request: every text of it, long ones off the event loop, and confidential when in doubt."""

import asyncio
import threading
from collections.abc import Sequence

import pytest
from asking import asked
from chats import chat

from larouter.core.features import Finding
from larouter.core.zones import Sensitivity
from larouter.inspect import sense
from larouter.inspect.sense import LONG_CHARACTERS, Sense, texts_of
from larouter.inspect.sensitive import Inspector, Verdict

IBAN = "DE44 5001 0517 5407 3249 31"


class Watched(Inspector):
    """An inspector that notes on which threads it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[int] = []

    def inspect(self, texts: Sequence[str]) -> Verdict:
        self.threads.append(threading.get_ident())
        return super().inspect(texts)


class Broken(Inspector):
    """An inspector that fails."""

    def inspect(self, texts: Sequence[str]) -> Verdict:
        raise ZeroDivisionError


class Stuck(Inspector):
    """An inspector that does not come to an end before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()

    def inspect(self, texts: Sequence[str]) -> Verdict:
        self.free.wait(30)
        return super().inspect(texts)


async def test_a_finding_in_any_turn_makes_the_request_confidential() -> None:
    level, findings = await Sense(Inspector)(chat("hello", "how can I help?", f"pay to {IBAN}"))
    assert level is Sensitivity.CONFIDENTIAL
    assert [finding.rule for finding in findings] == ["payment.iban"]
    assert await Sense(Inspector)(chat("hello")) == (Sensitivity.PUBLIC, ())


def test_definitions_of_tools_are_read_as_well_as_what_is_said() -> None:
    tool = {"type": "function", "function": {"name": "f", "description": "pays to the tenant"}}
    read = list(texts_of(asked(tools=[tool])))
    assert any("hello" in text for text in read)
    assert any("pays to the tenant" in text for text in read)


async def test_short_texts_are_read_at_once_and_long_ones_beside_the_event_loop() -> None:
    watched = Watched()
    reading = Sense(lambda: watched)
    await reading(chat("hello"))
    await reading(chat("word " * LONG_CHARACTERS))
    here = threading.get_ident()
    assert [thread == here for thread in watched.threads] == [True, False]


async def test_the_rules_are_built_once_however_many_requests_wait_for_them() -> None:
    built = []

    def build() -> Inspector:
        built.append(1)
        return Inspector()

    reading = Sense(build)
    await asyncio.gather(*[reading(chat("hello")) for _ in range(5)])
    assert len(built) == 1


async def test_what_cannot_be_inspected_counts_as_confidential() -> None:
    assert await Sense(Broken)(chat("hello")) == (
        Sensitivity.CONFIDENTIAL,
        (Finding("inspector.failed", 1),),
    )


async def test_what_takes_too_long_counts_as_confidential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sense, "DEADLINE_SECONDS", 0.01)
    stuck = Stuck()
    try:
        found = await Sense(lambda: stuck)(chat("word " * LONG_CHARACTERS))
    finally:
        stuck.free.set()
    assert found == (Sensitivity.CONFIDENTIAL, (Finding("inspector.late", 1),))
