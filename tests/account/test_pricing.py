"""What attempts cost: the table worked out by hand, a second opinion, and the model that the answer names."""

import datetime as dt
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import genai_prices
import pytest
from price_cases import CASES, Case

from larouter.account.pricing import PriceBook, version_of
from larouter.config.catalog import read_catalog
from larouter.core.deployment import Deployment
from larouter.core.ledger import Attempt
from larouter.core.money import FREE, UNKNOWN, MicroUSD, Rates, rate
from larouter.core.prices import charge
from larouter.core.tiers import Tier
from larouter.core.usage import Usage
from larouter.core.zones import Zone

CATALOG = read_catalog()
OPUS = CATALOG.entries["claude-opus-5-5"]
NOON = 1_795_176_000_000  # 2026-11-20T12:00Z


def test_there_are_enough_cases_and_every_provider_has_some() -> None:
    assert len(CASES) >= 60
    assert {CATALOG.entries[case.model].provider for case in CASES} == {
        "anthropic",
        "openai",
        "google",
        "deepseek",
    }


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_costs_what_was_worked_out_by_hand(case: Case) -> None:
    assert charge(case.usage, CATALOG.entries[case.model].rates_at(case.at_ms)) == case.cost


@pytest.mark.parametrize("case", [case for case in CASES if not case.alone], ids=str)
def test_a_second_opinion_agrees_to_the_micro_dollar(case: Case) -> None:
    usage = case.usage
    hour = usage.cache_write_1h_tokens
    asked = genai_prices.Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cached_tokens,
        cache_write_tokens=usage.cache_write_tokens,
        input_audio_tokens=usage.audio_input_tokens,
        **({"cache_write_1h_tokens": hour} if hour else {}),
    )
    names = {"batch": "processing", "fast": "speed" if case.model.startswith("claude") else "service_tier"}
    context = {names.get(usage.service, "service_tier"): usage.service} if usage.service else None
    told = genai_prices.calc_price(
        asked,
        case.model,
        provider_id=CATALOG.entries[case.model].provider,
        genai_request_timestamp=case.moment,
        price_context=context,
    )
    micro = (told.total_price * 1_000_000).quantize(Decimal(1), ROUND_HALF_UP)
    assert micro == case.cost


def attempt(model: str = "claude-opus-5-5", usage: Usage = Usage(1_000, 500), at_ms: int = NOON) -> Attempt:  # noqa: B008 - never changed
    return Attempt(
        0, "claude/claude-opus-5-5", "claude", model, Zone.PUBLIC, Tier.FRONTIER, "ok", "", usage,
        MicroUSD(7), True, at_ms,
    )  # fmt: skip


def book(**changes: object) -> PriceBook:
    known = Deployment(
        "claude/claude-opus-5-5", "claude", "claude-opus-5-5", "claude-opus-5-5", Zone.PUBLIC,
        rates=OPUS.rates_on(20_000), priced_by="anthropic",
    )  # fmt: skip
    deployment = replace(known, **changes)  # type: ignore[arg-type]
    return PriceBook(CATALOG, {deployment.name: deployment}.get)


def test_the_model_that_the_answer_names_is_charged() -> None:
    priced = book().price(attempt("claude-sonnet-5-5"))
    assert (priced.cost, priced.cost_known) == (7_000, True)
    assert priced.price.startswith("claude-sonnet-5-5#")
    dated = book().price(attempt("claude-opus-5-5-20261001"))
    assert (dated.cost, dated.cost_known) == (14_000, True)


def test_a_model_that_nobody_knows_is_charged_as_the_one_asked_and_marked() -> None:
    priced = book().price(attempt("claude-opus-7"))
    assert (priced.cost, priced.cost_known) == (14_000, False)


def test_a_kind_of_service_that_nobody_knows_is_marked() -> None:
    priced = book().price(attempt(usage=Usage(1_000, 500, service="express")))
    assert (priced.cost, priced.cost_known) == (14_000, False)


def test_the_price_is_that_of_the_moment_when_the_attempt_began() -> None:
    midnight = int(dt.datetime(2026, 12, 1, tzinfo=dt.UTC).timestamp() * 1000)
    argon = book(model="gemini-4-argon", upstream_id="gemini-4-argon", priced_by="google")
    before = argon.price(attempt("gemini-4-argon", at_ms=midnight - 1))
    after = argon.price(attempt("gemini-4-argon", at_ms=midnight))
    assert (before.cost, after.cost) == (7_000, 14_000)
    assert before.price != after.price


def test_a_price_of_ones_own_is_obeyed_and_has_a_version() -> None:
    own = book(rates=Rates(input=rate(1), output=rate(2)), priced_by="").price(attempt())
    assert own.cost == 2_000
    assert own.price.startswith("configuration#")


def test_what_is_free_and_what_nobody_knows_are_told_apart() -> None:
    free = book(rates=FREE, priced_by="").price(attempt())
    assert (free.cost, free.cost_known, free.price) == (0, True, "free")
    unknown = book(rates=UNKNOWN, priced_by="").price(attempt())
    assert (unknown.cost, unknown.cost_known, unknown.price) == (0, False, "unknown")


def test_rented_hardware_and_energy_cost_by_the_second() -> None:
    an_hour = Rates(per_second=rate(2) * 1_000_000 // 3600)  # 2 USD an hour
    took = replace(attempt(), latency_ms=1_800_000)
    assert book(rates=an_hour, priced_by="").price(took).cost == pytest.approx(1_000_000, abs=1)


def test_an_attempt_that_used_nothing_and_one_of_a_lost_deployment_stay_as_they_are() -> None:
    nothing = attempt(usage=Usage())
    assert book().price(nothing) is nothing
    lost = replace(attempt(), deployment="gone/model")
    assert book().price(lost) is lost


def test_two_prices_never_share_a_version() -> None:
    assert version_of("a", Rates(input=1)) != version_of("a", Rates(input=2))
    assert version_of("a", Rates(input=1)) == version_of("a", Rates(input=1))


def test_what_is_set_aside_covers_the_price_of_any_moment_of_the_day_and_the_next() -> None:
    usage = Usage(150_000, 1_000, cached_tokens=70_000)
    for entry in CATALOG.entries.values():
        for day in (20_777, 20_787, 20_818):
            most = charge(usage, entry.rates_on(day))
            for hour in range(48):
                at = entry.rates_at((day * 24 + hour) * 3_600_000)
                assert not at.known or charge(usage, at) <= most, entry.id
