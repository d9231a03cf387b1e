"""The catalogue: its data, and how names and days find their way in it."""

import datetime as dt
import time

import pytest

from larouter.config.catalog import LOCAL, Entry, parse_catalog, read_catalog
from larouter.core.money import FREE, UNKNOWN, rate
from larouter.core.tiers import Tier

CATALOG = read_catalog()


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


TODAY = day("2026-11-20")


def test_reading_it_takes_less_than_15_ms() -> None:
    read_catalog.cache_clear()
    spent = []
    for _ in range(3):
        began = time.process_time()
        read_catalog.__wrapped__()
        spent.append(time.process_time() - began)
    assert min(spent) < 0.015


@pytest.mark.parametrize("entry", CATALOG.entries.values(), ids=lambda entry: entry.id)
def test_every_row_says_where_it_is_from_and_when_it_was_read(entry: Entry) -> None:
    assert entry.source.startswith("https://")
    assert dt.date.fromisoformat(entry.checked)
    assert entry.capabilities


@pytest.mark.parametrize("tier", Tier)
def test_every_model_of_a_tier_answers_today_and_has_a_price(tier: Tier) -> None:
    for name in CATALOG.tiers[tier]:
        entry = CATALOG.entries[name]
        assert not entry.retires_on or entry.retires_on > TODAY
        assert entry.rates_on(TODAY).known


@pytest.mark.parametrize("tier", [Tier.HEARTBEAT, Tier.SIMPLE, Tier.MODERATE])
def test_local_models_come_first_in_the_lower_tiers(tier: Tier) -> None:
    providers = [CATALOG.entries[name].provider for name in CATALOG.tiers[tier]]
    assert providers == sorted(providers, key=lambda provider: provider != LOCAL)
    assert providers[0] == LOCAL


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("gemma4:e2b", "gemma-4-e2b"),
        ("gemma-4-E2B_q4_0-it.gguf", "gemma-4-e2b"),
        ("/models/gemma-4-E2B_q4_0-it.gguf", "gemma-4-e2b"),
        ("google/gemma-4-e2b", "gemma-4-e2b"),
        ("gemma-4-e2b", "gemma-4-e2b"),
        ("gemma4", "gemma-4-e4b"),
        ("gemma4:latest", "gemma-4-e4b"),
        ("mlx-community/gemma-4-e4b-it-8bit", "gemma-4-e4b"),
        ("unsloth/gemma-4-E4B-it-qat-GGUF:UD-Q4_K_XL", "gemma-4-e4b"),
        ("gemma-4-12b-it-qat-q4_0.gguf", "gemma-4-12b"),
        ("gemma-4-26B_q4_0-it.gguf", "gemma-4-26b-a4b"),
        ("gemma4:26b-a4b-it-q8_0", "gemma-4-26b-a4b"),
        ("google/gemma-4-26B-A4B-it", "gemma-4-26b-a4b"),
        ("gemma-4-31B-it-Q4_K_M.gguf", "gemma-4-31b"),
    ],
)
def test_whatever_a_server_calls_it_the_model_is_known(name: str, model: str) -> None:
    found = CATALOG.local(name)
    assert found is not None
    assert found.id == model


@pytest.mark.parametrize(
    "name", ["gemma-4-e2b-medical-it", "gemma3:4b", "my-gemma-4-e2b", "qwen", "", "/", "gemma-4"]
)
def test_another_model_is_not_taken_for_a_known_one(name: str) -> None:
    assert CATALOG.local(name) is None


def test_a_hosted_model_is_known_with_the_date_of_its_version() -> None:
    for name in ("gpt-4o", "gpt-4o-2024-08-06"):
        found = CATALOG.hosted("openai", name)
        assert found is not None
        assert found.id == "gpt-4o"
    assert CATALOG.hosted("deepseek", "gpt-4o") is None
    assert CATALOG.hosted("openai", "gpt-4o-surprise") is None


@pytest.mark.parametrize(
    ("model", "on", "input_price", "output_price"),
    [
        ("gemini-4-argon", "2026-11-30", 2, 10),
        ("gemini-4-argon", "2026-12-01", 4, 20),
        ("gemini-3.8-flash", "2026-12-31", "0.75", "3.75"),
        ("gemini-3.8-flash", "2027-01-01", "1.5", "7.5"),
        ("gpt-5.6-sol", "2026-08-20", 5, 30),
        ("gpt-5.6-sol", "2026-08-21", 4, 20),
        ("claude-opus-5-5", "2026-11-20", 4, 20),
    ],
)
def test_the_price_is_the_one_of_the_day(
    model: str, on: str, input_price: object, output_price: object
) -> None:
    rates = CATALOG.entries[model].rates_at(day(on) * 86_400_000)
    assert (rates.input, rates.output) == (rate(input_price), rate(output_price))


def test_where_peak_hours_cost_more_the_peak_is_what_is_reckoned_with() -> None:
    entry = CATALOG.entries["deepseek-flash"]
    assert entry.rates_on(TODAY).output == rate("1.2")
    assert entry.rates_at(TODAY * 86_400_000).output == rate("0.6")


def test_a_price_that_rises_tomorrow_is_reckoned_with_today() -> None:
    entry = CATALOG.entries["gemini-4-argon"]
    assert entry.rates_on(day("2026-11-29")).output == rate(10)
    assert entry.rates_on(day("2026-11-30")).output == rate(20)


def test_a_cache_that_is_kept_for_an_hour_costs_twice_the_input_with_anthropic() -> None:
    for entry in CATALOG.of_provider("anthropic"):
        rates = entry.rates_on(TODAY)
        assert rates.cache_write_1h == 2 * rates.input


def test_kinds_of_service_are_fractions_of_the_usual_price() -> None:
    assert CATALOG.entries["gpt-6.1-sol"].rates_on(TODAY).services == (
        ("batch", 1, 2),
        ("fast", 2, 1),
        ("flex", 1, 2),
        ("priority", 2, 1),
    )
    assert CATALOG.entries["gpt-4o-mini"].rates_on(TODAY).services[-1] == ("priority", 5, 3)
    assert CATALOG.entries["gemini-3.5-flash"].rates_on(TODAY).services == ()


def test_a_long_prompt_has_rates_of_its_own() -> None:
    rates = CATALOG.entries["claude-haiku-5-5"].rates_on(TODAY)
    assert rates.over == 100_000
    assert rates.beyond is not None
    beyond = rates.beyond
    assert (beyond.input, beyond.output, beyond.cache_write) == (rate("0.5"), rate("2.5"), rate("0.625"))


def test_a_day_without_a_price_is_unknown_and_never_free() -> None:
    assert CATALOG.entries["deepseek-v4-pro"].rates_on(day("2026-08-15")) == UNKNOWN
    assert CATALOG.entries["gemma-4-e2b"].rates_on(TODAY) == FREE


def test_what_is_retired_says_when_and_what_takes_its_place() -> None:
    entry = CATALOG.entries["gemini-2.5-pro"]
    assert entry.retires_on == day("2026-12-01")
    assert entry.replacement == "gemini-3.8-flash"


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ('[[models]]\nid = "a"\nprovider = "p"\n[[models]]\nid = "a"\nprovider = "p"', "a stands twice"),
        ('[[models]]\nid = "a"\nprovider = "p"\nreplacement = "b"', "b is named"),
        ('[[models]]\nid = "b"\nprovider = "p"', "a is named"),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(rows: str, complaint: str) -> None:
    head = '[providers.p]\nsource = "https://x"\nchecked = 2026-11-20\ncapabilities = ["tools"]\n'
    with pytest.raises(ValueError, match=complaint):
        parse_catalog(f'{head}[tiers]\nSIMPLE = ["a"]\n{rows}')
