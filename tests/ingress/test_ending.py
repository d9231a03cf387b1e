"""Whoever left is written down as such, whoever still listens hears the truth."""

import asyncio

import pytest

from larouter.core.errors import BrokenStream, Internal, Stopped
from larouter.ingress.ending import last_word, status_of

BROKEN = BrokenStream("the answer broke off")


@pytest.mark.parametrize(
    ("error", "left", "expected"),
    [
        (BROKEN, False, (502, "stream_error")),
        (ValueError("a fault"), False, (500, "internal_error")),
        (asyncio.CancelledError(), True, (499, "client_closed_request")),
        (GeneratorExit(), True, (499, "client_closed_request")),
        (asyncio.CancelledError(), False, (503, "router_stopped")),
    ],
)
def test_every_end_has_its_status_and_its_code(
    error: BaseException, left: bool, expected: tuple[int, str]
) -> None:
    assert status_of(error, left=left) == expected


def test_the_last_word_is_the_truth() -> None:
    assert last_word(BROKEN, left=False) is BROKEN
    assert type(last_word(ValueError("a fault"), left=False)) is Internal
    assert type(last_word(asyncio.CancelledError(), left=False)) is Stopped


def test_nobody_is_told_anything_after_leaving() -> None:
    assert last_word(asyncio.CancelledError(), left=True) is None
    assert last_word(GeneratorExit(), left=False) is None
