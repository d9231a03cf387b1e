"""What an attempt leaves behind: what it cost, how it ended, and what its deployment's pulse learns of it."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from asking import asked
from journeys_of_one import CLOCK, PROMPT, RATES, place, step

from larouter.core.chat import GEMINI, OPENAI_CHAT
from larouter.core.errors import BrokenStream, Refused, TimedOut
from larouter.core.ledger import Attempt as Entry
from larouter.core.money import UNKNOWN, Rates
from larouter.core.pulse import Pulse, Pulses
from larouter.core.usage import NOTHING, Usage
from larouter.dispatch.attempt import SERVICE_HEADER, Attempt, Target
from larouter.dispatch.bill import end
from larouter.wire.dialogue import open_dialogue

if TYPE_CHECKING:
    from larouter.outbound.endpoint import Incoming

PULSE = "one/gpt-fake"


def attempt(
    pulse: Pulse | None = None, *, rates: Rates = RATES, usage: Usage | None = None, said: int = 0
) -> Attempt:
    """An attempt that has left and has read so many characters, and the usage, if there was any."""
    deployment, endpoint = place("one", "http://127.0.0.1:1", rates=rates)
    dialogue = open_dialogue(asked(), deployment.protocol, "gpt-fake", request_id="req_1")
    dialogue.reader.usage, dialogue.reader.characters = usage, said
    target = Target(step("one"), deployment, endpoint, pulse or Pulses().of(PULSE))
    made = Attempt(0, target, dialogue, CLOCK)
    made.began_ms, made.began = 1_000, CLOCK.steady()
    target.pulse.began(made.began)
    return made


def billed(made: Attempt, error: BaseException | None = None) -> Entry:
    return end(made, PROMPT, error)


def test_the_backends_own_count_is_what_is_charged() -> None:
    entry = billed(attempt(usage=Usage(1_000, 500), said=9_999))
    assert entry.usage == Usage(1_000, 500)
    assert (entry.cost, entry.cost_known) == (1_000 * 1 + 500 * 2, True)


@pytest.mark.parametrize(("protocol", "service"), [(GEMINI, "priority"), (OPENAI_CHAT, "")])
def test_google_names_the_kind_of_service_in_a_header(protocol: str, service: str) -> None:
    made = attempt(usage=Usage(1_000, 500))
    made.target = replace(made.target, deployment=replace(made.target.deployment, protocol=protocol))
    made._incoming = cast("Incoming", SimpleNamespace(headers={SERVICE_HEADER: "PRIORITY"}, close=bool))
    assert billed(made).usage == Usage(1_000, 500, service=service)


def test_without_a_count_the_prompt_and_what_came_back_are_estimated() -> None:
    entry = billed(attempt(said=9))
    assert entry.usage == Usage(PROMPT, 3, estimated=True)
    assert entry.cost == PROMPT + 3 * 2


def test_a_count_of_nothing_with_an_answer_is_no_count() -> None:
    assert billed(attempt(usage=Usage(), said=9)).usage == Usage(PROMPT, 3, estimated=True)
    assert billed(attempt(usage=Usage(7), said=9)).usage == Usage(7)


def test_what_came_of_a_stream_that_was_cut_off_is_billed_beyond_what_was_counted_when_it_began() -> None:
    begun = attempt(usage=Usage(1_000, 1, cached_tokens=400), said=900)
    entry = billed(begun, asyncio.CancelledError())
    assert entry.usage == Usage(1_000, 225, cached_tokens=400, estimated=True)
    counted = attempt(usage=Usage(1_000, 300), said=900)
    assert billed(counted, asyncio.CancelledError()).usage == Usage(1_000, 300)
    assert billed(attempt(usage=Usage(1_000, 1), said=900)).usage == Usage(1_000, 1)


def test_a_failure_before_the_first_word_costs_nothing() -> None:
    entry = billed(attempt(), TimedOut("slow"))
    assert (entry.status, entry.error, entry.usage, entry.cost) == ("failed", "upstream_timeout", NOTHING, 0)
    assert entry.cost_known


def test_a_client_that_leaves_pays_for_the_prompt_that_was_sent() -> None:
    for left in (asyncio.CancelledError(), GeneratorExit()):
        entry = billed(attempt(), left)
        assert (entry.status, entry.error) == ("cancelled", "client_closed_request")
        assert entry.usage == Usage(PROMPT, 0, estimated=True)


def test_what_never_left_costs_nothing_and_took_no_time() -> None:
    made = attempt()
    made.target.pulse.ended(well=None, now=made.began)
    made.began = 0.0
    entry = billed(made, asyncio.CancelledError())
    assert (entry.usage, entry.latency_ms, entry.ttft_ms) == (NOTHING, 0, None)


def test_an_unknown_price_is_not_taken_for_none() -> None:
    assert not billed(attempt(rates=UNKNOWN, usage=Usage(1, 1))).cost_known
    assert billed(attempt(rates=UNKNOWN), TimedOut("slow")).cost_known


def test_a_fault_of_ours_has_a_name_too() -> None:
    assert billed(attempt(), ZeroDivisionError()).error == "internal_error"


@pytest.mark.parametrize(
    ("error", "felt"),
    [
        (None, False),
        (TimedOut("slow"), True),
        (BrokenStream("cut"), True),
        (Refused(400, b"{}"), False),
        (asyncio.CancelledError(), False),
        (ZeroDivisionError(), False),
    ],
)
def test_only_faults_of_the_backend_open_its_breaker(error: BaseException | None, felt: bool) -> None:
    pulses = Pulses()
    for _ in range(5):
        billed(attempt(pulses.of(PULSE)), error)
    reading = pulses.readings([PULSE], CLOCK.steady()).get(PULSE)
    assert (reading is not None and reading.breaker == "open") == felt
    assert pulses.of(PULSE).in_flight == 0


def test_what_prompts_count_is_learned_from_the_backends_own_count_and_used_where_it_says_none() -> None:
    pulse = Pulse()
    for _ in range(60):
        billed(attempt(pulse, usage=Usage(PROMPT * 2, 5), said=9))
    assert round(pulse.tokens) == 200
    silent = billed(attempt(pulse, said=9))
    assert (silent.usage.input_tokens, silent.usage.estimated) == (PROMPT * 2, True)
    assert round(pulse.tokens) == 200
