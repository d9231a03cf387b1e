"""A table of prices that somebody hands over: read strictly, so that a slip of the pen is refused with its line."""

import datetime as dt
import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from larouter.config.catalog import Catalog, parse_catalog

MOST_USD = 100_000  # for a million tokens; more than that is a slip
_TOP = frozenset({"providers", "tiers", "models", "provenance"})
_PROVIDER = frozenset({"source", "checked", "capabilities", "cache_write_1h", "services"})
_MODEL = frozenset(
    {
        *("id", "provider", "source", "checked", "capabilities", "window", "max_output", "prices", "retires"),
        *("replacement", "services", "aliases"),
    }
)
_RATES = frozenset(
    {
        *("input", "output", "cache_read", "cache_write", "cache_write_1h", "audio_input", "image_input"),
        *("audio_output", "reasoning"),
    }
)
_PRICE = _RATES | {"from", "until", "over", "peak"}
_OVER = _RATES | {"tokens", "over"}
_PEAK = _RATES | {"days", "hours"}
_PROVENANCE = "\n[provenance]\n"
_ROW = re.compile(r"^\s*\[\[\s*models\s*\]\]", re.MULTILINE)


class BadTable(ValueError):
    """It is no table of prices; the message names the line."""


class _Wrong(Exception):  # it is a finding
    """What is wrong, and the name under which it stands."""

    def __init__(self, why: str, key: str = "") -> None:
        super().__init__(why)
        self.key = key


def read_table(text: str) -> Catalog:
    """The catalogue that a text holds.

    Raises:
        BadTable: It holds none, or names something that no catalogue knows.
    """
    try:
        tree = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BadTable(f"it is no TOML: {error}") from None
    for name in tree.keys() - _TOP:
        raise BadTable(f"{_line(text, name, 0, len(text))}: nobody knows what {name} is")
    for name in ("providers", "tiers", "models"):
        if not isinstance(tree.get(name), list if name == "models" else dict):
            raise BadTable(f"it has no {name}")
    starts = [match.start() for match in _ROW.finditer(text)]
    ends = [*starts[1:], len(text)]
    for number, row in enumerate(tree["models"]):
        begin, end = (starts[number], ends[number]) if number < len(starts) else (0, len(text))
        try:
            _check_model(row, tree["providers"])
        except _Wrong as wrong:
            name = row.get("id", "a model") if isinstance(row, dict) else "a model"
            raise BadTable(f"{_line(text, wrong.key, begin, end)}: {name}: {wrong}") from None
    try:
        for name, provider in tree["providers"].items():
            _check_provider(name, provider)
        return parse_catalog(text)
    except _Wrong as wrong:
        raise BadTable(f"{_line(text, wrong.key, 0, len(text))}: {wrong}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadTable(f"it cannot be read: {error}") from None


def with_provenance(text: str, source: str, at_ms: int) -> str:
    """The text of a table with a note of where it came from, in place of one that it had."""
    plain = text.partition(_PROVENANCE)[0].rstrip()
    digest = hashlib.sha256(text.encode()).hexdigest()
    at = dt.datetime.fromtimestamp(at_ms // 1000, tz=dt.UTC).isoformat()
    said = "\n".join(
        f"{name} = {json.dumps(value)}"
        for name, value in (("source", source), ("at", at), ("sha256", digest))
    )
    return f"{plain}\n{_PROVENANCE}{said}\n"


def write_atomically(path: Path, text: str) -> None:
    """Replace a file by another text, wholly or not at all."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _line(text: str, key: str, begin: int, end: int) -> str:
    """The line within a stretch where a name is given a value, else the line where the stretch begins."""
    found = re.search(rf"(?<![\w.]){re.escape(key)}\s*=", text[begin:end]) if key else None
    if found is None and key:
        found = re.search(rf"^\s*\[+\s*{re.escape(key)}", text[begin:end], re.MULTILINE)
    at = begin + (found.start() if found else 0)
    return f"line {text.count(chr(10), 0, at + (len(found.group()) if found else 0)) + 1}"


def _check_provider(name: str, provider: Any) -> None:  # noqa: ANN401 - as TOML gives it
    if not isinstance(provider, dict):
        raise _Wrong(f"provider {name} is no table", name)
    _known(provider, _PROVIDER)
    _needs(provider, {"source": str, "checked": dt.date, "capabilities": list})
    _check_services(provider.get("services", {}))


def _check_model(row: Any, providers: Mapping[str, Any]) -> None:  # noqa: ANN401 - as TOML gives it
    if not isinstance(row, dict):
        raise _Wrong("it is no table")
    _known(row, _MODEL)
    _needs(row, {"id": str, "provider": str})
    if row["provider"] not in providers:
        raise _Wrong(f"there is no provider {row['provider']}", "provider")
    for name in ("window", "max_output"):
        if not isinstance(row.get(name, 0), int) or row.get(name, 0) < 0:
            raise _Wrong(f"{name} must be a whole number of tokens", name)
    for name in ("retires", "checked"):
        if not isinstance(row.get(name, dt.date.min), dt.date):
            raise _Wrong(f"{name} must be a date", name)
    _check_services(row.get("services", {}))
    _check_prices(row.get("prices", []))


def _check_prices(prices: Any) -> None:  # noqa: ANN401 - as TOML gives it
    if not isinstance(prices, list):
        raise _Wrong("prices must be a list", "prices")
    for price in prices:
        _check_price(price)
    spans = sorted(_span(price) for price in prices)
    for (_, last), (first, _) in pairwise(spans):
        if first <= last:
            raise _Wrong(f"two prices hold on {first}", "from")


def _check_price(price: Any) -> None:  # noqa: ANN401 - as TOML gives it
    if not isinstance(price, dict):
        raise _Wrong("a price must be a table", "prices")
    _known(price, _PRICE)
    for name in ("from", "until"):
        if not isinstance(price.get(name, dt.date.min), dt.date):
            raise _Wrong(f"{name} must be a date", name)
    first, last = _span(price)
    if last < first:
        raise _Wrong(f"it ends on {last}, before it begins", "until")
    _check_rates(price)
    peak = price.get("peak")
    if peak is not None:
        _known(peak, _PEAK)
        _check_rates(peak)
        _check_hours(peak)
    before = 0
    for beyond in _beyond(price):
        _known(beyond, _OVER)
        _check_rates(beyond)
        tokens = beyond.get("tokens")
        if not isinstance(tokens, int) or tokens <= before:
            raise _Wrong("tokens must be a whole number, and grow from step to step", "tokens")
        before = tokens


def _beyond(price: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    step = price.get("over")
    while step is not None:
        if not isinstance(step, dict):
            raise _Wrong("over must be a table", "over")
        yield step
        step = step.get("over")


def _check_hours(peak: Mapping[str, Any]) -> None:
    days, hours = peak.get("days"), peak.get("hours")
    week = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    if not isinstance(days, list) or not days or set(map(str, days)) - week:
        raise _Wrong(f"days must be some of {', '.join(sorted(week))}", "days")
    if not isinstance(hours, list) or not hours or not all(map(_is_stretch, hours)):
        raise _Wrong("hours must be pairs of a first hour and the one after the last, 0 to 24", "hours")


def _is_stretch(pair: Any) -> bool:  # noqa: ANN401 - as TOML gives it
    whole = isinstance(pair, list) and len(pair) == 2 and all(type(hour) is int for hour in pair)
    return bool(whole and 0 <= pair[0] < pair[1] <= 24)


def _check_rates(row: Mapping[str, Any]) -> None:
    for name in ("input", "output"):
        if name not in row:
            raise _Wrong(f"a price without {name}", "prices")
    for name in row.keys() & _RATES:
        value = row[name]
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise _Wrong(f"{name} must be a number of USD for a million tokens", name)
        if not (Decimal(value).is_finite() and 0 <= value <= MOST_USD):
            raise _Wrong(f"{name} is {value}; a price is 0 to {MOST_USD:,} USD for a million tokens", name)


def _check_services(services: Any) -> None:  # noqa: ANN401 - as TOML gives it
    if not isinstance(services, dict):
        raise _Wrong("services must be a table", "services")
    for name, share in services.items():
        try:
            right = 0 < Fraction(str(share)) <= 100
        except (ValueError, ZeroDivisionError):
            right = False
        if not right:
            raise _Wrong(f'service {name} must be a share of the usual price, such as "1/2" or 2', name)


def _span(price: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
    return price.get("from", dt.date.min), price.get("until", dt.date.max)


def _known(row: Any, names: frozenset[str]) -> None:  # noqa: ANN401 - as TOML gives it
    if not isinstance(row, dict):
        raise _Wrong("it is no table")
    for name in row.keys() - names:
        raise _Wrong(f"nobody knows what {name} is", name)


def _needs(row: Mapping[str, Any], members: Mapping[str, type]) -> None:
    for name, kind in members.items():
        if not isinstance(row.get(name), kind):
            raise _Wrong(f"{name} is missing or not what it must be", name)
