"""Write rows of prices for `config/catalog.toml` from the package genai-prices, or hold the catalogue against it.

    python scripts/prices.py                 # what differs today or from a coming day on; exits 1 if anything does
    python scripts/prices.py MODEL …         # rows of these models as TOML, with source and day, to be pasted

The catalogue is what bills: a row is taken over by hand, after the provider's page has been read. genai-prices does
not know weekdays, the last day of an old price or kinds of service; those are the catalogue's own.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from genai_prices import data
from genai_prices.types import (
    ConditionalPrice,
    ModelPrice,
    StartDateConstraint,
    TieredPrices,
    TimeOfDateConstraint,
)

CATALOGUE = Path(__file__).resolve().parents[1] / "src/larouter/config/catalog.toml"
PROVIDERS = ("anthropic", "openai", "google", "deepseek")
FIELDS = {
    "input": "input_mtok",
    "output": "output_mtok",
    "cache_read": "cache_read_mtok",
    "cache_write": "cache_write_mtok",
    "audio_input": "input_audio_mtok",
}
# Where the catalogue knows better, and why.
OTHERWISE = {
    "claude-sonnet-4-5-20250929": "what costs more needs the feature context-1m, which is not passed on",
}
Row = dict[str, Any]


def main(models: list[str]) -> int:
    """Print rows or differences; how many models differ."""
    known = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["models"]
    if models:
        for name in models:
            provider = next((row["provider"] for row in known if row["id"] == name), None)
            print("\n".join(as_toml(name, rows_of(name, [provider] if provider else PROVIDERS))))
        return 0
    found = list(differences(known, datetime.now(UTC).date()))
    print("\n".join(found) or "the catalogue and genai-prices agree")
    return len(found)


def differences(models: Iterable[Mapping[str, Any]], today: date) -> Iterator[str]:
    """A sentence for each model whose price today or from a coming day on is another in genai-prices."""
    for model in models:
        name = model["id"]
        if model["provider"] not in PROVIDERS or name in OTHERWISE:
            continue
        theirs = rows_of(name, [model["provider"]])
        if not theirs:
            continue
        days = {
            today,
            *(row["from"] for row in (*theirs, *model["prices"]) if row.get("from", today) > today),
        }
        for day in sorted(days):
            ours, other = plain(in_force(model["prices"], day)), plain(in_force(theirs, day))
            if ours != other:
                yield f"{name} on {day}: {ours} in the catalogue, {other} in genai-prices"


def rows_of(name: str, providers: Iterable[str]) -> list[Row]:
    """The prices of a model in the catalogue's form, oldest first; none for a model that genai-prices lacks."""
    wanted = set(providers)
    model = next((it for one in data.providers if one.id in wanted and (it := one.find_model(name))), None)
    if model is None:
        return []
    priced = model.prices if isinstance(model.prices, list) else [ConditionalPrice(prices=model.prices)]
    rows: list[Row] = []
    for one in priced:
        if isinstance(one.constraint, TimeOfDateConstraint):
            hours = [one.constraint.start_time.hour, one.constraint.end_time.hour]
            peak = rows[-1].setdefault("peak", {"hours": [], **prices_of(one.prices)})
            peak["hours"].append(hours)
        else:
            begins = one.constraint.start_date if isinstance(one.constraint, StartDateConstraint) else None
            rows.append(prices_of(one.prices) | ({"from": begins} if begins else {}))
    return rows


def prices_of(prices: ModelPrice) -> Row:
    """USD for a million tokens by the catalogue's names."""
    row: Row = {}
    over: Row = {}
    for ours, theirs in FIELDS.items():
        price = getattr(prices, theirs)
        if isinstance(price, TieredPrices):
            row[ours] = price.base
            (tier,) = price.tiers
            over |= {"tokens": tier.start, ours: tier.price}
        elif price is not None:
            row[ours] = price
    return row | ({"over": over} if over else {})


def in_force(rows: Iterable[Row], day: date) -> Row:
    """The row of that day; nothing when there is none."""
    last: Row = {}
    for row in rows:
        if row.get("from", day) <= day <= row.get("until", day):
            last = row
    return last


def plain(row: Row) -> Row:
    """A row without its days, its numbers as decimals, so that rows of both sources can be compared."""
    out: Row = {}
    for key, value in row.items():
        if isinstance(value, dict):
            out[key] = plain(value)
        elif key == "output" and not value:
            continue  # an embedding has none
        elif key == "hours":
            out[key] = value
        elif key not in {"from", "until", "days"}:
            out[key] = Decimal(str(value)).normalize()
    return out


def as_toml(name: str, rows: list[Row]) -> Iterator[str]:
    """A model's rows as they stand in the catalogue."""
    if not rows:
        yield f"# genai-prices {version('genai-prices')} does not know {name}"
        return
    yield f"# {name}: genai-prices {version('genai-prices')}, {datetime.now(UTC).date()}"
    yield "prices = ["
    yield from (f"    {inline(row)}," for row in rows)
    yield "]"


def inline(row: Row) -> str:
    """An inline table."""
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in row.items()) + " }"


def _value(value: object) -> str:
    return inline(value) if isinstance(value, dict) else str(value)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("models", nargs="*", metavar="MODEL")
    sys.exit(1 if main(parser.parse_args().models) else 0)
