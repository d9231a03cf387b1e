"""What usage costs: sums in whole pico-dollars, rounded once."""

from larouter.core.money import MicroUSD, Rates, round_charge, round_worst
from larouter.core.usage import Usage


def charge(usage: Usage, rates: Rates) -> MicroUSD:
    """What an attempt costs, rounded half up to the micro-dollar.

    The length of the prompt chooses the rates of the whole request. Cached tokens that a backend reports
    beyond the length of its own prompt are not charged, so that no report can cost more than its tokens.
    """
    prompt = max(0, usage.input_tokens)
    rates = _tier(prompt, rates)
    cached = min(max(0, usage.cached_tokens), prompt)
    written = min(max(0, usage.cache_write_tokens), prompt - cached)
    return round_charge(
        cached * rates.cache_read
        + written * rates.cache_write
        + (prompt - cached - written) * rates.input
        + max(0, usage.output_tokens) * rates.output
    )


def worst_case(input_tokens: int, output_tokens: int, rates: Rates) -> MicroUSD:
    """The most that any usage within these lengths can cost, rounded up to the micro-dollar."""
    prompt, answer = max(0, input_tokens), max(0, output_tokens)
    most = 0
    while True:
        dearest = max(rates.input, rates.cache_read, rates.cache_write)
        short = min(prompt, rates.over) if rates.beyond is not None and rates.over else prompt
        most = max(most, short * dearest + answer * rates.output)
        if rates.beyond is None or short == prompt:
            return round_worst(most)
        rates = rates.beyond


def _tier(prompt: int, rates: Rates) -> Rates:
    while rates.beyond is not None and 0 < rates.over < prompt:
        rates = rates.beyond
    return rates
