"""What usage costs: sums in whole pico-dollars, rounded once."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from larouter.core.money import FREE, PICO_PER_MICRO, MicroUSD, Rates, round_worst
from larouter.core.usage import Usage

USUAL = frozenset({"", "auto", "default", "standard", "standard_only", "on_demand", "unspecified"})
LONGEST_SECONDS = 900
AUDIO, IMAGES, AN_HOUR = "audio", "images", "an hour"


def charge(usage: Usage, rates: Rates, latency_ms: int = 0) -> MicroUSD:
    """What an attempt costs, rounded half up to the micro-dollar.

    The length of the prompt chooses the rates of the whole request. Parts of a prompt or an answer that a backend
    reports beyond its length are not charged, so that no report can cost more than its tokens.
    """
    if rates is FREE:
        return MicroUSD(0)
    seconds = rates.per_second * max(0, latency_ms)
    numerator, denominator = _service(usage.service, rates)
    rates = _tier(max(0, usage.input_tokens), rates)
    pico = (_prompt(usage, rates) + _answer(usage, rates)) * numerator * 1000 + seconds * denominator
    whole = denominator * 1000 * PICO_PER_MICRO
    return MicroUSD((2 * pico + whole) // (2 * whole))


def service_named(said: object) -> str:
    """The kind of service that a request or an answer names; empty for the usual one, and for what is no name."""
    if not isinstance(said, str):
        return ""
    name = said.lower().removeprefix("service_tier_")
    return "" if name in USUAL else name[:32]


def knows_service(service: str, rates: Rates) -> bool:
    """Whether it is known what a kind of service costs."""
    return service in USUAL or any(name == service for name, *_ in rates.services)


def _prompt(usage: Usage, rates: Rates) -> int:
    left = max(0, usage.input_tokens)
    pico = 0
    hour = min(max(0, usage.cache_write_1h_tokens), max(0, usage.cache_write_tokens))
    for tokens, rate in (
        (usage.cached_tokens, rates.cache_read),
        (hour, rates.cache_write if rates.cache_write_1h is None else rates.cache_write_1h),
        (usage.cache_write_tokens - hour, rates.cache_write),
        (usage.audio_input_tokens, rates.input if rates.audio_input is None else rates.audio_input),
        (usage.image_input_tokens, rates.input if rates.image_input is None else rates.image_input),
    ):
        if tokens > 0:
            part = min(tokens, left)
            left -= part
            pico += part * rate
    return pico + left * rates.input


def _answer(usage: Usage, rates: Rates) -> int:
    left = max(0, usage.output_tokens)
    pico = 0
    for tokens, rate in (
        (usage.audio_output_tokens, rates.audio_output),
        (usage.reasoning_tokens, rates.reasoning),
    ):
        if tokens > 0 and rate is not None:
            part = min(tokens, left)
            left -= part
            pico += part * rate
    return pico + left * rates.output


def worst_case(
    input_tokens: int,
    output_tokens: int,
    rates: Rates,
    service: str = "",
    parts: frozenset[str] = frozenset(),
) -> MicroUSD:
    """The most that any usage within these lengths can cost, rounded up to the micro-dollar.

    Args:
        input_tokens: Of the prompt, at most.
        output_tokens: Of the answer, at most.
        rates: What the model costs.
        service: The kind of service that is asked for; never reckoned below the usual one.
        parts: What the request may hold that has a price of its own: AUDIO, IMAGES, and cache kept for AN_HOUR.
    """
    if rates is FREE:
        return MicroUSD(0)
    prompt, answer = max(0, input_tokens), max(0, output_tokens)
    numerator, denominator = _service(service, rates)
    most, seconds = 0, rates.per_second * LONGEST_SECONDS
    while True:
        dearest, said = _dearest_input(rates, parts), _dearest_output(rates, parts)
        short = min(prompt, rates.over) if rates.beyond is not None and rates.over else prompt
        most = max(most, short * dearest + answer * said)
        if rates.beyond is None or short == prompt:
            break
        rates = rates.beyond
    if numerator > denominator:
        most = -(-most * numerator // denominator)
    return round_worst(most + seconds)


def _dearest_input(rates: Rates, parts: frozenset[str]) -> int:
    dearest = max(rates.input, rates.cache_read, rates.cache_write)
    if parts:
        more = (
            rates.cache_write_1h if AN_HOUR in parts else None,
            rates.audio_input if AUDIO in parts else None,
            rates.image_input if IMAGES in parts else None,
        )
        dearest = max([dearest, *(rate for rate in more if rate is not None)])
    return dearest


def _dearest_output(rates: Rates, parts: frozenset[str]) -> int:
    audio = rates.audio_output if AUDIO in parts else None
    return max(rates.output, rates.reasoning or 0, audio or 0)


def dearest(found: Iterable[Rates]) -> Rates:
    """Rates that cost at least as much as any of those, whatever is used; kinds of service are those of the first."""
    every = list(found)
    levels = [level for rates in every for level in _levels(rates)]
    base = reduce(_dearer, every)
    overs = [rates.over for rates in every if rates.beyond is not None and rates.over]
    if not overs:
        return replace(base, over=0, beyond=None)
    return replace(base, over=min(overs), beyond=replace(reduce(_dearer, levels), over=0, beyond=None))


def _levels(rates: Rates) -> Iterable[Rates]:
    while True:
        yield rates
        if rates.beyond is None or not rates.over:
            return
        rates = rates.beyond


def _dearer(one: Rates, other: Rates) -> Rates:
    def top(name: str, plain: str) -> int | None:
        said: list[int | None] = [getattr(it, name) for it in (one, other)]
        usual: list[int] = [getattr(it, plain) for it in (one, other)]
        if said == [None, None]:
            return None
        return max(base if value is None else value for value, base in zip(said, usual, strict=True))

    return replace(
        one,
        input=max(one.input, other.input),
        output=max(one.output, other.output),
        cache_read=max(one.cache_read, other.cache_read),
        cache_write=max(one.cache_write, other.cache_write),
        known=one.known and other.known,
        cache_write_1h=top("cache_write_1h", "cache_write"),
        audio_input=top("audio_input", "input"),
        image_input=top("image_input", "input"),
        audio_output=top("audio_output", "output"),
        reasoning=top("reasoning", "output"),
        per_second=max(one.per_second, other.per_second),
    )


def _service(service: str, rates: Rates) -> tuple[int, int]:
    if service and rates.services:
        for name, numerator, denominator in rates.services:
            if name == service:
                return numerator, denominator
    return 1, 1


def _tier(prompt: int, rates: Rates) -> Rates:
    while rates.beyond is not None and 0 < rates.over < prompt:
        rates = rates.beyond
    return rates
