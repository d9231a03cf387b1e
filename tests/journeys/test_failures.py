"""Every fault, whole and streamed, wherever it strikes: what the client sees, what is billed, how long it takes."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cast import Cast
from failures import DEADLINE, ESTIMATE, LATE, NOTHING, OVER, QUIET, RETRIED, SCENARIOS, Scenario, page
from streams import LONG, events, words

from larouter.testing.http_server import Received
from larouter.testing.scripted import Pace, Script

MOST_ATTEMPTS = 3
each = pytest.mark.parametrize("it", SCENARIOS, ids=[it.name for it in SCENARIOS])
BEFORE = [it for it in SCENARIOS if it.moved]
BEGUN = [it for it in SCENARIOS if it.begun]


def pace(request: Received) -> Pace:
    return Pace(token_seconds=0.01 if request.json().get("stream") else 0.0)


@pytest.fixture
def near(solo: Cast) -> Iterator[Cast]:
    """One backend alone, which says a long text word by word."""
    yield from talking(solo)


@pytest.fixture
def many(cast: Cast) -> Iterator[Cast]:
    """The same with others beside it."""
    yield from talking(cast)


def talking(cast: Cast) -> Iterator[Cast]:
    fake = cast.fakes["near"]
    before, fake._script = fake._script, Script(LONG, (), pace)
    yield cast
    fake._script = before


@each
def test_alone_the_truth_is_told_and_billed(near: Cast, it: Scenario) -> None:
    model = near.fresh()
    if it.lasts == RETRIED:
        near.earn_retries()
    near.fail(*[it.fault] * 9)
    began = time.monotonic()
    answer = near.router.chat(model, stream=it.stream, **({"max_tokens": 3} if it.where == OVER else {}))
    took = time.monotonic() - began
    near.heal()
    assert answer.status == it.status
    if it.begun:
        assert set(events(answer)[-1]) == {"error"}
        assert events(answer)[-1]["error"]["code"] == it.code
        assert words(answer).startswith("word")
        assert b"[DONE]" not in answer.body
    elif it.where == OVER:
        assert words(answer) == "word word word"
        assert answer.body.endswith(b"data: [DONE]\n\n")
    else:
        assert answer.error["code"] == it.code
    story = near.router.story(answer.request_id)
    made = story["attempts"]
    assert 1 <= len(made) <= (MOST_ATTEMPTS if it.lasts == RETRIED else 1)
    for attempt in made:
        billed = attempt["input_tokens"], attempt["output_tokens"]
        assert billed == (0, 0) if it.billed == NOTHING else all(billed)
        assert attempt["estimated"] == (it.billed == ESTIMATE)
        if it.lasts in (LATE, QUIET):
            assert attempt["latency_ms"] >= DEADLINE * 900
    assert it.lasts not in (LATE, QUIET) or took >= DEADLINE * 0.9


@pytest.mark.parametrize("it", BEFORE, ids=[it.name for it in BEFORE])
def test_another_backend_makes_it_good_while_nothing_has_been_said(many: Cast, it: Scenario) -> None:
    model = many.fresh()
    many.fail(*[it.fault] * 2)
    answer = many.router.chat(model, stream=it.stream)
    many.heal()
    assert (answer.status, answer.headers["x-larouter-model"]) == (200, f"spare/{model}")
    made = many.router.story(answer.request_id)["attempts"]
    assert [(one["deployment"], one["status"]) for one in made] == [
        (f"near/{model}", "failed"),
        (f"spare/{model}", "ok"),
    ]


@pytest.mark.parametrize(
    "it", [it for it in SCENARIOS if not it.moved], ids=[it.name for it in SCENARIOS if not it.moved]
)
def test_what_was_said_or_refused_is_taken_nowhere_else(many: Cast, it: Scenario) -> None:
    model = many.fresh()
    many.fail(it.fault)
    many.router.chat(model, stream=it.stream, **({"max_tokens": 3} if it.where == OVER else {}))
    many.heal()
    assert all(many.asked(model, at) == [] for at in ("spare", "office", "cloud"))


@pytest.mark.parametrize("it", BEGUN, ids=[it.name for it in BEGUN])
def test_what_is_kept_back_is_made_good_by_another(many: Cast, it: Scenario) -> None:
    token = many.router.project(f"holding {it.name}"[:60], hold="all")
    model = many.fresh()
    many.fail(it.fault)
    answer = many.router.chat(model, token, stream=True)
    many.heal()
    assert (answer.status, answer.headers["x-larouter-model"]) == (200, f"spare/{model}")
    assert answer.body.endswith(b"data: [DONE]\n\n")
    first, second = many.router.story(answer.request_id)["attempts"]
    assert (first["status"], second["status"]) == ("failed", "ok")
    assert first["output_tokens"] > 0
    assert first["cost_usd"] > 0


def test_the_page_says_what_the_tests_expect(repository: Path) -> None:
    written = (repository / "docs/reference/failures.md").read_text(encoding="utf-8")
    assert written == page(), "run scripts/write_failures.py"
