"""The catalogue of models that comes with the router: what they can do, cost and serve."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias

from larouter.config.load import BadConfiguration
from larouter.core.money import FREE, UNKNOWN, Rates, rate
from larouter.core.prices import dearest
from larouter.core.tiers import Tier

LOCAL = "local"
_EPOCH = dt.date(1970, 1, 1).toordinal()
_ALWAYS = (-(1 << 31), 1 << 31)
_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000
_THURSDAY = 3  # 1970-01-01 was one, counted from Monday
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Services: TypeAlias = tuple[tuple[str, int, int], ...]
_DATED = re.compile(r"-(20\d\d-\d\d-\d\d|20\d{6})$")
_NOT_WORD = re.compile(r"[^a-z0-9.]+")
# What a file or a tag may add to a model's name without making it another model: form and quantisation.
_FORM = re.compile(
    r"it|qat|gguf|mlx|ud|latest|instruct|a4b|i?q\d|[0-9]|k|m|s|l|xs|xl|xxs|\d+bit|bf16|f16|f32|fp16|fp8|nvfp4|awq|gptq"
)


@dataclass(frozen=True, slots=True)
class Peak:
    """The hours in which a model costs more.

    Attributes:
        rates: The rates then.
        days: The days of the week, 0 for Monday.
        hours: Pairs of the first hour and the one after the last, in UTC.
    """

    rates: Rates
    days: frozenset[int]
    hours: tuple[tuple[int, int], ...]

    def holds(self, at_ms: int) -> bool:
        """Whether they hold at a moment (ms since 1970)."""
        day, hour = at_ms // _DAY_MS, at_ms % _DAY_MS // _HOUR_MS
        return (day + _THURSDAY) % 7 in self.days and any(first <= hour < end for first, end in self.hours)


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs in a time.

    Attributes:
        rates: The rates.
        first: The day from which they hold, as days since 1970-01-01.
        last: The last day on which they hold.
        peak: The hours in which it costs more, or None.
    """

    rates: Rates
    first: int = _ALWAYS[0]
    last: int = _ALWAYS[1]
    peak: Peak | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A model of the catalogue.

    Attributes:
        id: What clients and policies call it.
        provider: Who serves it, or `local`.
        source: The page that was read for it.
        checked: The day on which it was read, as an ISO date.
        capabilities: Such as `tools` or `vision`.
        window: Context window in tokens; 0 when nobody has told.
        max_output: Longest answer in tokens; 0 when nobody has told.
        prices: What it costs, by time.
        retires_on: The day from which it no longer answers, as days since 1970-01-01; 0 for never.
        replacement: The model that takes its place then.
    """

    id: str
    provider: str
    source: str
    checked: str
    capabilities: frozenset[str]
    window: int = 0
    max_output: int = 0
    prices: tuple[Price, ...] = ()
    retires_on: int = 0
    replacement: str = ""

    def rates_on(self, day: int) -> Rates:
        """What it costs at most on that day (days since 1970-01-01) and on the next, which a request may last into."""
        if self.provider == LOCAL:
            return FREE
        in_force = [price for price in self.prices if price.first <= day + 1 and day <= price.last]
        found = [
            rates for price in in_force for rates in (price.rates, price.peak and price.peak.rates) if rates
        ]
        return dearest(found) if found else UNKNOWN

    def rates_at(self, at_ms: int) -> Rates:
        """What it costs at a moment (ms since 1970)."""
        if self.provider == LOCAL:
            return FREE
        day = at_ms // _DAY_MS
        for price in self.prices:
            if price.first <= day <= price.last:
                return price.peak.rates if price.peak and price.peak.holds(at_ms) else price.rates
        return UNKNOWN


@dataclass(frozen=True, slots=True)
class Catalog:
    """All that is known of models.

    Attributes:
        entries: By id.
        tiers: For each tier the ids of the models that serve it, best first.
        provenance: Where the operator's own table came from, and when; empty for the one that ships.
    """

    entries: Mapping[str, Entry]
    tiers: tuple[tuple[str, ...], ...]
    provenance: Mapping[str, str] = field(default_factory=dict)
    _aliases: Mapping[str, str] = field(default_factory=dict)

    def of_provider(self, provider: str) -> tuple[Entry, ...]:
        """All models of a provider."""
        return tuple(entry for entry in self.entries.values() if entry.provider == provider)

    def hosted(self, provider: str, name: str) -> Entry | None:
        """The provider's model of that name, with or without the date of its version."""
        entry = self.entries.get(name) or self.entries.get(_DATED.sub("", name))
        return entry if entry is not None and entry.provider == provider else None

    def local(self, name: str) -> Entry | None:
        """The model that a local server means by a name, a tag or a file, or None when it is not known."""
        words = (
            _NOT_WORD.sub("-", name.lower().rsplit("/", 1)[-1].removesuffix(".gguf")).strip("-").split("-")
        )
        for length in range(len(words), 0, -1):
            found = self._aliases.get("-".join(words[:length]))
            if found is not None:
                return self.entries[found]
            if not _FORM.fullmatch(words[length - 1]):
                return None
        return None


@cache
def read_catalog() -> Catalog:
    """The catalogue that comes with the router."""
    text = files("larouter.config").joinpath("catalog.toml").read_text(encoding="utf-8")
    return parse_catalog(text)


def kept_prices(database: str) -> Path:
    """Where the operator's own table of prices is kept: beside the database."""
    return Path(database).with_suffix(".prices.toml")


def catalog_in_force(database: str) -> Catalog:
    """The catalogue that the operator has put in force, else the one that comes with the router.

    Raises:
        BadConfiguration: The operator's is no catalogue; the message names the file.
    """
    kept = kept_prices(database)
    if not kept.exists():
        return read_catalog()
    try:
        return parse_catalog(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadConfiguration(f"{kept} is no table of prices ({error}); correct it, or remove it") from None


def parse_catalog(text: str) -> Catalog:
    """A catalogue from its text.

    Raises:
        ValueError: The text is no catalogue; the message names the row.
    """
    tree = tomllib.loads(text, parse_float=Decimal)
    entries: dict[str, Entry] = {}
    aliases: dict[str, str] = {}
    for row in tree["models"]:
        entry = _entry(row, tree["providers"])
        if entry.id in entries:
            raise ValueError(f"{entry.id} stands twice in the catalogue")
        entries[entry.id] = entry
        aliases |= dict.fromkeys(row.get("aliases", ()), entry.id)
    tiers = tuple(tuple(tree["tiers"].get(tier.name, ())) for tier in Tier)
    for name in {name for names in tiers for name in names} | {e.replacement for e in entries.values()} - {
        ""
    }:
        if name not in entries:
            raise ValueError(f"{name} is named in the catalogue and has no row there")
    came = {name: str(value) for name, value in tree.get("provenance", {}).items()}
    return Catalog(entries, tiers, came, aliases)


def _entry(row: Mapping[str, Any], providers: Mapping[str, Mapping[str, Any]]) -> Entry:
    provider = providers[row["provider"]]
    retires = row.get("retires")
    return Entry(
        id=row["id"],
        provider=row["provider"],
        source=row.get("source", provider["source"]),
        checked=row.get("checked", provider["checked"]).isoformat(),
        capabilities=frozenset(row.get("capabilities", provider["capabilities"])),
        window=row.get("window", 0),
        max_output=row.get("max_output", 0),
        prices=tuple(
            _price(price, provider, _services(row.get("services", provider.get("services", {}))))
            for price in row.get("prices", ())
        ),
        retires_on=_day(retires) if retires else 0,
        replacement=row.get("replacement", ""),
    )


def _price(row: Mapping[str, Any], provider: Mapping[str, Any], services: Services) -> Price:
    rates = _rates(row, provider, services)
    first = _day(row["from"]) if "from" in row else _ALWAYS[0]
    last = _day(row["until"]) if "until" in row else _ALWAYS[1]
    peak = row.get("peak")
    if peak is None:
        return Price(rates, first, last)
    days = frozenset(_WEEK.index(name) for name in peak["days"])
    hours = tuple((begin, end) for begin, end in peak["hours"])
    return Price(rates, first, last, Peak(_rates(peak, provider, services), days, hours))


def _rates(row: Mapping[str, Any], provider: Mapping[str, Any], services: Services) -> Rates:
    plain, beyond = row["input"], row.get("over")
    hour = row.get("cache_write_1h")
    if hour is None and "cache_write" in row and "cache_write_1h" in provider:
        hour = plain * provider["cache_write_1h"]
    return Rates(
        input=rate(plain),
        output=rate(row["output"]),
        cache_read=rate(row.get("cache_read", plain)),
        cache_write=rate(row.get("cache_write", plain)),
        over=beyond["tokens"] if beyond else 0,
        beyond=_rates(beyond, provider, ()) if beyond else None,
        cache_write_1h=None if hour is None else rate(hour),
        audio_input=_maybe(row, "audio_input"),
        image_input=_maybe(row, "image_input"),
        audio_output=_maybe(row, "audio_output"),
        reasoning=_maybe(row, "reasoning"),
        services=services,
    )


def _maybe(row: Mapping[str, Any], name: str) -> int | None:
    return rate(row[name]) if name in row else None


def _services(row: Mapping[str, Any]) -> Services:
    found = [(name, Fraction(str(share))) for name, share in sorted(row.items())]
    return tuple((name, share.numerator, share.denominator) for name, share in found)


def _day(date: dt.date) -> int:
    return date.toordinal() - _EPOCH
