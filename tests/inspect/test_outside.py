"""Detectors of others: what they find counts, and one that fails or is late makes the request confidential."""

import time
from collections.abc import Iterable, Sequence

import pytest
from asking import asked

from larouter.core.chat import Chat
from larouter.core.features import Finding
from larouter.core.zones import Sensitivity
from larouter.inspect.outside import Outside, Outsider, load_detector
from larouter.inspect.sensitive import Detected, Detector

CHAT = asked(messages=[{"role": "user", "content": "one falcon"}, {"role": "user", "content": "two falcons"}])


async def nothing(_: Chat) -> tuple[Sensitivity, Sequence[Finding]]:
    return Sensitivity.PUBLIC, ()


def outside(*detectors: Detector, deadline: float = 5) -> Outside:
    return Outside(nothing, [Outsider(f"d{at}", it, deadline) for at, it in enumerate(detectors)])


def falcons(text: str) -> Iterable[Detected]:
    return [Detected("bird", Sensitivity.INTERNAL)] if "falcon" in text else []


async def test_what_a_detector_finds_counts_and_bears_its_name() -> None:
    level, findings = await outside(falcons)(CHAT)
    assert (level, list(findings)) == (Sensitivity.INTERNAL, [Finding("d0.bird", 2)])


async def test_a_text_that_was_seen_is_not_read_again() -> None:
    seen: list[str] = []

    def count(text: str) -> Iterable[Detected]:
        seen.append(text)
        return ()

    reader = outside(count)
    await reader(CHAT)
    await reader(CHAT)
    assert seen == ["one falcon", "two falcons"]


async def test_one_that_fails_makes_the_request_confidential() -> None:
    def broken(_: str) -> Iterable[Detected]:
        raise RuntimeError

    level, findings = await outside(falcons, broken)(CHAT)
    assert level is Sensitivity.CONFIDENTIAL
    assert Finding("d1.failed", 1) in findings
    assert Finding("d0.bird", 2) in findings


async def test_one_that_is_late_makes_the_request_confidential() -> None:
    def slow(_: str) -> Iterable[Detected]:
        time.sleep(0.4)
        return ()

    level, findings = await outside(slow, deadline=0.05)(CHAT)
    assert (level, list(findings)) == (Sensitivity.CONFIDENTIAL, [Finding("d0.late", 1)])


def test_a_detector_is_named_by_module_and_function() -> None:
    assert load_detector("json:dumps")("falcon") == '"falcon"'


@pytest.mark.parametrize("use", ["no_such_module:find", "json:nobody", "json:decoder"])
def test_a_name_that_leads_nowhere_is_refused(use: str) -> None:
    with pytest.raises(ValueError, match="the detector"):
        load_detector(use)
