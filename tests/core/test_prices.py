"""What usage costs, by hand and as a law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.money import FREE, UNKNOWN, Rates, rate
from larouter.core.prices import AN_HOUR, AUDIO, IMAGES, charge, dearest, service_named, worst_case
from larouter.core.usage import Usage

# Gemini 2.5 Pro, per million tokens: up to 200,000 tokens of prompt 1.25 / 10 USD, above 2.50 / 15 USD.
LONG = Rates(input=rate("2.5"), output=rate(15), cache_read=rate("0.25"))
TWO = Rates(input=rate("1.25"), output=rate(10), cache_read=rate("0.125"), over=200_000, beyond=LONG)
# Claude Opus 4.5, per million tokens: 5 / 25 USD, cache read 0.50, cache write (5 min) 6.25 USD.
ALL_PARTS = frozenset({AUDIO, IMAGES, AN_HOUR})
WITH_CACHE = Rates(input=rate(5), output=rate(25), cache_read=rate("0.5"), cache_write=rate("6.25"))


@pytest.mark.parametrize(
    ("usage", "rates", "micro_usd"),
    [
        (Usage(1_000_000, 0), TWO, 2_500_000),
        (Usage(200_000, 1_000), TWO, 250_000 + 10_000),
        (Usage(200_001, 1_000), TWO, 500_003 + 15_000),  # the whole request, half a micro-dollar up
        (Usage(10_000, 500, cached_tokens=8_000), WITH_CACHE, 10_000 + 4_000 + 12_500),
        (Usage(10_000, 500, cache_write_tokens=8_000), WITH_CACHE, 10_000 + 50_000 + 12_500),
        (Usage(1, 0), Rates(input=rate("0.4")), 0),
        (Usage(1, 0), Rates(input=rate("0.5")), 1),
        (Usage(3, 0), Rates(input=rate("0.003")), 0),
        (Usage(5_000, 5_000), FREE, 0),
        (Usage(5_000, 5_000), UNKNOWN, 0),
    ],
)
def test_a_charge_is_that_of_the_price_list(usage: Usage, rates: Rates, micro_usd: int) -> None:
    assert charge(usage, rates) == micro_usd


def test_the_worst_case_is_rounded_up() -> None:
    assert worst_case(1, 0, Rates(input=rate("0.003"))) == 1
    assert worst_case(0, 0, TWO) == 0


def test_more_cached_tokens_than_the_prompt_has_are_not_charged() -> None:
    assert charge(Usage(10, 0, cached_tokens=1_000_000), WITH_CACHE) == charge(
        Usage(10, 0, cached_tokens=10), WITH_CACHE
    )


pico = st.integers(0, 100_000_000)
maybe = st.none() | pico
SERVICES = st.sampled_from([(), (("flex", 1, 2), ("priority", 5, 3))])
flat = st.builds(
    Rates, pico, pico, pico, pico,
    cache_write_1h=maybe, audio_input=maybe, image_input=maybe, audio_output=maybe, reasoning=maybe,
    services=SERVICES, per_second=st.integers(0, 1_000_000),
)  # fmt: skip
one_step = st.builds(Rates, pico, pico, pico, pico, st.integers(0, 2_000), flat)
rates = flat | one_step | st.builds(Rates, pico, pico, pico, pico, st.integers(0, 1_000), one_step)
tokens = st.integers(0, 3_000)


@given(rates, tokens, tokens, st.data())
def test_no_usage_within_the_lengths_costs_more_than_the_worst_case(
    rates: Rates, most_input: int, most_output: int, data: st.DataObject
) -> None:
    usage = Usage(
        data.draw(st.integers(0, most_input)),
        data.draw(st.integers(0, most_output)),
        data.draw(tokens),
        data.draw(tokens),
        data.draw(tokens),
        cache_write_1h_tokens=data.draw(tokens),
        audio_input_tokens=data.draw(tokens),
        image_input_tokens=data.draw(tokens),
        audio_output_tokens=data.draw(tokens),
        service=(service := data.draw(st.sampled_from(["", "flex", "priority"]))),
    )
    worst = worst_case(most_input, most_output, rates, service, ALL_PARTS)
    assert 0 <= charge(usage, rates, data.draw(st.integers(0, 900_000))) <= worst


@given(rates, rates, st.data())
def test_the_dearest_of_two_is_never_cheaper_than_either(
    one: Rates, other: Rates, data: st.DataObject
) -> None:
    usage = Usage(*[data.draw(tokens) for _ in range(5)], audio_input_tokens=data.draw(tokens))
    both = dearest([one, other])
    if one.services == other.services:
        assert charge(usage, both) >= max(charge(usage, one), charge(usage, other))


def test_a_request_that_holds_nothing_dear_is_not_reckoned_as_if_it_did() -> None:
    sound = Rates(input=1_000_000, output=1, audio_input=10_000_000, cache_write_1h=5_000_000)
    assert worst_case(10, 0, sound) == 10
    assert worst_case(10, 0, sound, parts=frozenset({AN_HOUR})) == 50
    assert worst_case(10, 0, sound, parts=ALL_PARTS) == 100


@given(rates, tokens, tokens, tokens, tokens)
def test_a_longer_request_has_no_smaller_worst_case(
    rates: Rates, input_tokens: int, output_tokens: int, more_input: int, more_output: int
) -> None:
    shorter = worst_case(input_tokens, output_tokens, rates)
    assert shorter <= worst_case(input_tokens + more_input, output_tokens + more_output, rates)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        *[(None, ""), ("", ""), ("auto", ""), ("standard", ""), ("SERVICE_TIER_UNSPECIFIED", ""), (3, "")],
        *[("flex", "flex"), ("FLEX", "flex"), ("SERVICE_TIER_PRIORITY", "priority"), ("x" * 99, "x" * 32)],
    ],
)
def test_a_kind_of_service_has_one_name_however_it_is_written(said: object, name: str) -> None:
    assert service_named(said) == name
