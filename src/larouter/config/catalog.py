"""The catalogue of models that comes with the router: what they can do, cost and serve."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from larouter.core.money import FREE, UNKNOWN, Rates, rate
from larouter.core.tiers import Tier

LOCAL = "local"
_EPOCH = dt.date(1970, 1, 1).toordinal()
_ALWAYS = (-(1 << 31), 1 << 31)
_DATED = re.compile(r"-(20\d\d-\d\d-\d\d|20\d{6})$")
_NOT_WORD = re.compile(r"[^a-z0-9.]+")
# What a file or a tag may add to a model's name without making it another model: form and quantisation.
_FORM = re.compile(
    r"it|qat|gguf|mlx|ud|latest|instruct|a4b|i?q\d|[0-9]|k|m|s|l|xs|xl|xxs|\d+bit|bf16|f16|f32|fp16|fp8|nvfp4|awq|gptq"
)


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs in a time.

    Attributes:
        rates: The rates.
        first: The day from which they hold, as days since 1970-01-01.
        last: The last day on which they hold.
        hours: The hours in which they hold, as the provider words them; empty for all.
    """

    rates: Rates
    first: int = _ALWAYS[0]
    last: int = _ALWAYS[1]
    hours: str = ""


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
        """What it costs on that day (days since 1970-01-01): the dearest of the prices in force."""
        if self.provider == LOCAL:
            return FREE
        in_force = [price.rates for price in self.prices if price.first <= day <= price.last]
        return max(in_force, key=lambda rates: (rates.output, rates.input), default=UNKNOWN)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All that is known of models.

    Attributes:
        entries: By id.
        tiers: For each tier the ids of the models that serve it, best first.
    """

    entries: Mapping[str, Entry]
    tiers: tuple[tuple[str, ...], ...]
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
    return Catalog(entries, tiers, aliases)


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
        prices=tuple(_price(price) for price in row.get("prices", ())),
        retires_on=_day(retires) if retires else 0,
        replacement=row.get("replacement", ""),
    )


def _price(row: Mapping[str, Any]) -> Price:
    beyond = row.get("over")
    rates = _rates(row, beyond["tokens"] if beyond else 0, _rates(beyond) if beyond else None)
    first = _day(row["from"]) if "from" in row else _ALWAYS[0]
    last = _day(row["until"]) if "until" in row else _ALWAYS[1]
    return Price(rates, first, last, row.get("hours", ""))


def _rates(row: Mapping[str, Decimal | int], over: int = 0, beyond: Rates | None = None) -> Rates:
    plain = row["input"]
    return Rates(
        input=rate(plain),
        output=rate(row["output"]),
        cache_read=rate(row.get("cache_read", plain)),
        cache_write=rate(row.get("cache_write", plain)),
        over=over,
        beyond=beyond,
    )


def _day(date: dt.date) -> int:
    return date.toordinal() - _EPOCH
