"""Money is whole micro-dollars; a rate is whole pico-dollars a token.

One dollar per million tokens is one micro-dollar a token, which is 1,000,000 pico-dollars a token, so the
cheapest rate in use (0.003 USD per million) is still a whole number. Sums are taken in pico-dollars and
rounded once, at the end.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NewType

MicroUSD = NewType("MicroUSD", int)
PICO_PER_MICRO = 1_000_000
PICO_PER_USD = 1_000_000_000_000
MICRO_PER_USD = 1_000_000


def micro_usd(dollars: str | int | Decimal) -> MicroUSD:
    """Dollars as whole micro-dollars, rounded half to even."""
    return MicroUSD(int((Decimal(dollars) * MICRO_PER_USD).to_integral_value()))


def dollars(amount: MicroUSD) -> float:
    """Micro-dollars as dollars, for people and JSON; never calculate with it."""
    return amount / MICRO_PER_USD


def rate(usd_per_million: str | int | Decimal) -> int:
    """USD per million tokens as pico-dollars a token."""
    return int((Decimal(usd_per_million) * PICO_PER_MICRO).to_integral_value())


def round_charge(pico: int) -> MicroUSD:
    """A sum of pico-dollars as micro-dollars, half up: what is settled."""
    return MicroUSD((pico + PICO_PER_MICRO // 2) // PICO_PER_MICRO)


def round_worst(pico: int) -> MicroUSD:
    """A sum of pico-dollars as micro-dollars, upwards: what is reserved, so that it always covers the charge."""
    return MicroUSD(-(-pico // PICO_PER_MICRO))


@dataclass(frozen=True, slots=True)
class Rates:
    """What a model costs, in pico-dollars a token.

    Attributes:
        input: A prompt token that no cache held.
        output: A token of the answer, reasoning included.
        cache_read: A prompt token read from the provider's cache; the input rate where the provider has none.
        cache_write: A prompt token written to it.
        cache_write_1h: One written to be kept for an hour; as `cache_write` when None.
        audio_input: A prompt token of sound; as `input` when None.
        image_input: A prompt token of a picture; as `input` when None.
        audio_output: A token of sound in the answer; as `output` when None.
        reasoning: A token of reasoning; as `output` when None.
        per_second: What a second of answering costs besides, in pico-dollars: rented hardware, energy.
        services: Kinds of service with a price of their own, each as a fraction of the usual one.
        over: Prompt tokens from which `beyond` prices the whole request; 0 when one rate holds for every length.
        beyond: The rates above that length.
        known: False when nobody has told what the model costs, which is not the same as nothing.
    """

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    over: int = 0
    beyond: "Rates | None" = None
    known: bool = True
    cache_write_1h: int | None = None
    audio_input: int | None = None
    image_input: int | None = None
    audio_output: int | None = None
    reasoning: int | None = None
    per_second: int = 0
    services: tuple[tuple[str, int, int], ...] = ()


FREE = Rates()
UNKNOWN = Rates(known=False)
