"""What documented usage costs, worked out by hand: a dollar per million tokens is a micro-dollar per token."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from larouter.core.usage import Usage


@dataclass(frozen=True)
class Case:
    """Usage of a model at a moment, and what it costs in micro-USD.

    Attributes:
        model: Of the catalogue.
        usage: Tokens.
        cost: By hand.
        at: The moment, in UTC.
        alone: Why a second opinion cannot be asked; empty when it can.
    """

    model: str
    usage: Usage
    cost: int
    at: str = "2026-11-20T12:00"
    alone: str = field(default="", compare=False)

    @property
    def at_ms(self) -> int:
        return int(self.moment.timestamp() * 1000)

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at).replace(tzinfo=UTC)


def used(
    read: int,
    said: int,
    *,
    cached: int = 0,
    written: int = 0,
    hour: int = 0,
    heard: int = 0,
    service: str = "",
) -> Usage:
    return Usage(
        read, said, cached, written, cache_write_1h_tokens=hour, audio_input_tokens=heard, service=service
    )


IN_WORDS = "it says this kind of service in words only"
WEEKDAYS = "it knows no days of the week"
CASES = (
    # Anthropic: plain, cached, written for five minutes and for an hour.
    Case("claude-opus-5-5", used(1_000, 500), 1_000 * 4 + 500 * 20),
    Case("claude-opus-5-5", used(10_000, 500, cached=8_000), 1_600 + 2_000 * 4 + 10_000),
    Case("claude-opus-5-5", used(10_000, 500, written=8_000), 40_000 + 8_000 + 10_000),
    Case("claude-opus-5-5", used(10_000, 500, written=8_000, hour=8_000), 64_000 + 8_000 + 10_000),
    Case("claude-opus-5-5", used(10_000, 500, written=8_000, hour=3_000), 24_000 + 25_000 + 8_000 + 10_000),
    Case("claude-opus-5-5", used(10_000, 0, cached=4_000, written=4_000), 800 + 20_000 + 8_000),
    Case("claude-opus-5-5", used(1_000, 500, service="batch"), 7_000),
    Case("claude-opus-5-5", used(1_000, 500, service="fast"), 28_000),
    Case("claude-opus-5-5", used(0, 0), 0),
    Case("claude-opus-5-5", used(1, 0), 4),
    Case("claude-opus-5-5", used(900_000, 100_000), 3_600_000 + 2_000_000),
    Case("claude-fable-5-2", used(1_000, 1_000), 8_000 + 40_000),
    Case("claude-fable-5-2", used(1_000, 0, cached=1_000), 200),
    Case("claude-fable-5-2", used(1_000, 0, written=1_000, hour=1_000), 16_000),
    Case("claude-fable-5-1", used(1_000, 1_000, cached=100), 25 + 9_000 + 50_000),
    Case("claude-opus-5", used(2_000, 300, cached=1_000), 500 + 5_000 + 7_500),
    Case("claude-opus-4-5", used(2_000, 300, written=1_000), 6_250 + 5_000 + 7_500),
    Case("claude-sonnet-5-5", used(10_000, 1_000, cached=9_000), 900 + 2_000 + 10_000),
    Case("claude-sonnet-5-5", used(10_000, 1_000, cached=9_000), 1_800 + 2_000 + 10_000, "2026-10-06T23:59",
         alone="it keeps no price of before"),
    Case("claude-sonnet-5-5", used(10_000, 1_000, cached=9_000), 900 + 2_000 + 10_000, "2026-10-07T00:00"),
    Case("claude-sonnet-5-5", used(1_000, 100, service="batch"), 1_000 + 500),
    Case("claude-sonnet-4-6", used(1_000, 100), 3_000 + 1_500),
    Case("claude-haiku-4-5", used(1_000, 100, cached=500), 50 + 500 + 500),
    # Above 100,000 prompt tokens the whole request is priced anew.
    Case("claude-haiku-5-5", used(100_000, 1_000), 10_000 + 500),
    Case("claude-haiku-5-5", used(100_001, 1_000), 50_001 + 2_500),  # 50,000.5 is half a micro-dollar
    Case("claude-haiku-5-5", used(200_000, 2_000, cached=100_000), 5_000 + 50_000 + 5_000),
    Case("claude-haiku-5-5", used(200_000, 0, written=100_000), 62_500 + 50_000),
    Case("claude-haiku-5-5", used(3, 0), 0),  # 0.3 of a micro-dollar
    Case("claude-haiku-5-5", used(5, 0), 1),  # 0.5, half up
    # OpenAI: cached, long prompts, service tiers.
    Case("gpt-6-astra", used(1_000, 1_000), 10_000 + 50_000),
    Case("gpt-6-astra", used(272_000, 1_000), 2_720_000 + 50_000),
    Case("gpt-6-astra", used(272_001, 1_000), 5_440_020 + 75_000),
    Case("gpt-6.1-sol", used(10_000, 2_000, cached=6_000), 600 + 8_000 + 20_000),
    Case("gpt-6.1-sol", used(300_000, 2_000, cached=100_000), 20_000 + 800_000 + 30_000),
    Case("gpt-6.1-sol", used(10_000, 2_000, service="flex"), 10_000 + 10_000),
    Case("gpt-6.1-sol", used(10_000, 2_000, service="priority"), 40_000 + 40_000),
    Case("gpt-6.1-sol", used(10_000, 2_000, service="batch"), 10_000 + 10_000),
    Case("gpt-6-sol", used(10_000, 0, cached=10_000), 2_000),
    Case("gpt-6.1-terra", used(1_000, 1_000, written=500), 625 + 500 + 5_000),
    Case("gpt-6-luna", used(1_000, 1_000), 100 + 500),
    Case("gpt-6-luna", used(333, 77), 72),  # 33.3 + 38.5 = 71.8
    Case("gpt-6-luna", used(300_000, 100), 60_000 + 75),
    Case("gpt-5.6-sol", used(1_000, 1_000), 5_000 + 30_000, "2026-08-20T23:59"),
    Case("gpt-5.6-sol", used(1_000, 1_000), 4_000 + 20_000, "2026-08-21T00:00"),
    Case("gpt-5.6-luna", used(1_000, 1_000), 200 + 1_200),
    Case("gpt-5.4", used(1_000, 100, cached=400), 100 + 1_500 + 1_500),
    Case("gpt-5.4-mini", used(1_000, 100), 750 + 450),
    Case("gpt-5-mini", used(1_000, 1_000, service="priority"), 450 + 3_600),
    Case("gpt-4o", used(1_000, 1_000, cached=500), 625 + 1_250 + 10_000),
    Case("gpt-4o", used(1_000, 1_000, service="priority"), 4_250 + 17_000),
    Case("gpt-4o-mini", used(1_000, 1_000, service="priority"), 250 + 1_000),
    Case("gpt-4o-mini", used(7, 3), 3),  # 1.05 + 1.8 = 2.85
    Case("text-embedding-3-small", used(1_000_000, 0), 20_000),
    Case("text-embedding-3-large", used(10_000, 0), 1_300),
    # Google: prices that double at midnight UTC, long prompts, sound.
    Case("gemini-4-argon", used(1_000, 1_000), 2_000 + 10_000, "2026-11-30T23:59:59.999"),
    Case("gemini-4-argon", used(1_000, 1_000), 4_000 + 20_000, "2026-12-01T00:00"),
    Case("gemini-4-argon", used(1_000, 0, cached=1_000), 200, "2026-12-01T00:00"),
    Case("gemini-3.8-flash", used(1_000, 1_000), 750 + 3_750, "2026-12-31T23:59:59.999"),
    Case("gemini-3.8-flash", used(1_000, 1_000), 1_500 + 7_500, "2027-01-01T00:00"),
    Case("gemini-3.8-flash", used(1_000, 1_000, service="batch"), 375 + 1_875),
    Case("gemini-3.5-flash", used(2_000, 1_000, cached=1_000), 150 + 1_500 + 9_000),
    Case("gemini-3.5-flash-lite", used(1_000, 1_000), 300 + 2_500),
    Case("gemini-3.1-pro-preview", used(200_000, 1_000), 400_000 + 12_000),
    Case("gemini-3.1-pro-preview", used(200_001, 1_000), 800_004 + 18_000),
    Case("gemini-2.5-pro", used(1_000, 1_000), 1_250 + 10_000),
    Case("gemini-2.5-pro", used(300_000, 1_000, cached=100_000), 25_000 + 500_000 + 15_000),
    Case("gemini-2.5-flash", used(2_000, 100, heard=1_000), 1_000 + 300 + 250),
    Case("gemini-3.1-flash-lite", used(2_000, 100, heard=2_000), 1_000 + 150),
    Case("gemini-embedding-001", used(1_000_000, 0), 150_000),
    # Google's kinds of service, which the page has and the second opinion only tells in words.
    Case("gemini-4-argon", used(1_000, 1_000, service="flex"), 1_000 + 5_000, alone=IN_WORDS),
    Case("gemini-4-argon", used(1_000, 1_000, service="priority"), 3_600 + 18_000, alone=IN_WORDS),
    Case("gemini-4-argon", used(1_000, 0, service="priority"), 7_200, "2026-12-01T00:00", alone=IN_WORDS),
    Case("gemini-4-argon", used(10_000, 0, cached=10_000, service="batch"), 500),
    Case("gemini-3.8-flash", used(1_001, 1_000, service="flex"), 375 + 1_875, alone=IN_WORDS),
    Case("gemini-3.8-flash", used(1_000, 1_000, service="priority"), 1_350 + 6_750, alone=IN_WORDS),
    Case("gemini-3.7-flash", used(2_000, 0, service="flex"), 750, alone=IN_WORDS),
    Case("gemini-3.6-flash", used(2_000, 0, service="flex"), 1_500, "2027-01-01T00:00", alone=IN_WORDS),
    # DeepSeek: hours of the day, and of weekdays alone.
    Case("deepseek-flash", used(10_000, 1_000, cached=8_000), 24 + 300 + 600, "2026-11-20T00:59:59.999"),
    Case("deepseek-flash", used(10_000, 1_000, cached=8_000), 48 + 600 + 1_200, "2026-11-20T01:00"),
    Case("deepseek-flash", used(10_000, 1_000, cached=8_000), 24 + 300 + 600, "2026-11-20T04:00"),
    Case("deepseek-flash", used(10_000, 1_000, cached=8_000), 48 + 600 + 1_200, "2026-11-20T09:59"),
    Case("deepseek-flash", used(10_000, 1_000, cached=8_000), 24 + 300 + 600, "2026-11-20T10:00"),
    Case("deepseek-flash", used(10_000, 1_000), 1_500 + 600, "2026-11-21T02:00", alone=WEEKDAYS),
    Case("deepseek-flash", used(10_000, 1_000), 1_500 + 600, "2026-11-22T08:00", alone=WEEKDAYS),
    Case("deepseek-v4-pro", used(1_000, 1_000), 660 + 1_980, "2026-11-20T12:00"),
    Case("deepseek-v4-pro", used(1_000, 1_000), 1_320 + 3_960, "2026-11-20T06:00"),
)  # fmt: skip
