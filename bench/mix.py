"""What routing saves on a mix of requests: each is really decided, prices are those in force, answers are simulated.

Every held-out request of data/tiers goes through the router's own difficulty stage and decision, against a fleet made
of the catalogue, and is priced with the router's own prices on the model that comes first in its plan. The same request
is priced on one model for all. What is simulated is the length of answers: log-normal, its median by the tier that the
request was labelled with, the same on every model. Nothing is sent anywhere.

Told are the saving, the saving once every request that went below its acceptable tiers is asked again on the baseline
(so that no saving comes from answers too weak), and how many those are; with intervals of 95 % over resampled requests
and lengths. The mixes are assumptions, and so is that a model of a tier answers what the tier's label asks for.

Run: python bench/mix.py [--resamples 400]
"""

import argparse
import asyncio
import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from larouter.account.savings import baseline_of
from larouter.config.catalog import LOCAL, Catalog, read_catalog
from larouter.core.chat import Chat
from larouter.core.deployment import NOT_SERVED, Deployment, Fleet
from larouter.core.features import Finding
from larouter.core.money import Rates
from larouter.core.policy import Policy
from larouter.core.prices import charge
from larouter.core.usage import Usage
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.decide import decide
from larouter.inspect.difficulty import first_stage
from larouter.inspect.look import Circumstances, look
from larouter.learn.datasets import Example, chat_of, read_examples

DATA = Path(__file__).parents[1] / "data" / "tiers"
FILES = ("test_e.jsonl", "test_f.jsonl")
DAY_MS = 86_400_000
MEDIAN_TOKENS = {"HEARTBEAT": 25, "SIMPLE": 120, "MODERATE": 350, "COMPLEX": 900, "FRONTIER": 1_800}
SPREAD = 0.7  # sigma of the logarithm: two thirds of answers are between half and twice the median
MIXES: Mapping[str, Mapping[str, float]] = {
    "assistant": {"HEARTBEAT": 0.20, "SIMPLE": 0.40, "MODERATE": 0.22, "COMPLEX": 0.14, "FRONTIER": 0.04},
    "as labelled": {},
    "engineering": {"HEARTBEAT": 0.05, "SIMPLE": 0.15, "MODERATE": 0.25, "COMPLEX": 0.35, "FRONTIER": 0.20},
}
FLEETS: Mapping[str, tuple[str, ...]] = {
    "Anthropic alone": ("anthropic",),
    "Anthropic and a local model": ("anthropic", LOCAL),
    "every cloud": ("anthropic", "openai", "google", "deepseek"),
}
LOCAL_MODEL = "gemma-4-e4b"
BASELINES = ("claude-opus-5-5", "claude-sonnet-5-5")


@dataclass(frozen=True, slots=True)
class Case:
    """A request, decided.

    Attributes:
        label: The tier that it needs.
        enough: Whether the tier that answers it is an acceptable one, or higher.
        tokens: Estimated length of the prompt.
        rates: Of the model that answers it.
    """

    label: str
    enough: bool
    tokens: int
    rates: Rates


def main() -> None:
    """Parse the command line, decide, price, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--resamples", type=int, default=400, help="for the intervals (default %(default)s)")
    parser.add_argument("--every", type=int, default=1, help="take every so manieth request (default all)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    told = parser.parse_args()
    catalog, now_ms = read_catalog(), time.time_ns() // 1_000_000
    examples = read_examples(DATA / name for name in FILES)[:: told.every]
    rows = []
    for fleet_name, providers in FLEETS.items():
        cases = asyncio.run(_decided(examples, catalog, providers, now_ms))
        for baseline in BASELINES:
            rates = baseline_of(catalog, baseline).rates_at(now_ms)
            for mix, weights in MIXES.items():
                found = _with_intervals(cases, weights, rates, told.resamples)
                rows.append({"fleet": fleet_name, "mix": mix, "baseline": baseline, **found})
    if told.json:
        print(json.dumps({"requests": len(examples), "rows": rows}, indent=1))
        return
    print("| fleet | mix | all on | saving % | saving %, too weak ones asked again | too weak % |")
    print("|---|---|---|---:|---:|---:|")
    for row in rows:
        cells = [
            f"{mid:.1f} ({low:.1f} to {high:.1f})" for low, mid, high in (row[name] for name in MEASURES)
        ]
        print(f"| {row['fleet']} | {row['mix']} | {row['baseline']} | {' | '.join(cells)} |")


async def _decided(
    examples: Sequence[Example], catalog: Catalog, providers: tuple[str, ...], now_ms: int
) -> list[Case]:
    """Every request with the model that the router would ask first."""
    fleet, policy = _fleet(catalog, providers, now_ms), Policy()
    known = {it.name: it for it in fleet.deployments}
    cases = []
    for example in examples:
        chat = chat_of(example.request)
        around = Circumstances(today=now_ms // DAY_MS)
        features = await look(chat, around, first_stage, _anything_may_travel)
        plan = decide(features, policy, fleet).plan
        if not plan:
            continue
        rates = catalog.entries[known[plan[0].deployment].model].rates_at(now_ms)
        enough = plan[0].tier >= min(example.accepted)
        cases.append(Case(example.tier.name, enough, features.input_tokens, rates))
    return cases


async def _anything_may_travel(_chat: Chat) -> tuple[Sensitivity, tuple[Finding, ...]]:
    """Where it may go is no question of money: every request may go everywhere."""
    return Sensitivity.PUBLIC, ()


def _fleet(catalog: Catalog, providers: tuple[str, ...], now_ms: int) -> Fleet:
    made = []
    for entry in catalog.entries.values():
        places = tuple(names.index(entry.id) if entry.id in names else NOT_SERVED for names in catalog.tiers)
        wanted = entry.provider in providers and (entry.provider != LOCAL or entry.id == LOCAL_MODEL)
        if not wanted or set(places) == {NOT_SERVED}:
            continue
        zone = Zone.LOCAL if entry.provider == LOCAL else Zone.PUBLIC
        made.append(
            Deployment(
                f"{entry.provider}/{entry.id}", entry.provider, entry.id, entry.id, zone, places=places,
                capabilities=entry.capabilities, window=entry.window, max_output=entry.max_output,
                rates=entry.rates_on(now_ms // DAY_MS),
            )
        )  # fmt: skip
    return Fleet("mix", tuple(sorted(made, key=lambda it: it.name)))


MEASURES = ("saving", "net", "weak")
Figures = tuple[float, float, float]


def _with_intervals(
    cases: Sequence[Case], weights: Mapping[str, float], baseline: Rates, resamples: int
) -> dict[str, tuple[float, float, float]]:
    """The middle of each measure and the bounds of 95 % of the resamples."""
    chance = random.Random(7)
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.label, []).append(case)
    shares = weights or {label: len(group) / len(cases) for label, group in groups.items()}
    drawn = [_once(groups, shares, baseline, chance) for _ in range(resamples)]
    found = {}
    for name, values in zip(MEASURES, zip(*drawn, strict=True), strict=True):
        ranked = sorted(values)
        last = len(ranked) - 1
        found[name] = (ranked[round(last * 0.025)], ranked[last // 2], ranked[round(last * 0.975)])
    return found


def _once(
    groups: Mapping[str, Sequence[Case]], shares: Mapping[str, float], baseline: Rates, chance: random.Random
) -> Figures:
    """One resample: the saving, the saving after the too weak are asked again, and their share; per cent."""
    paid = again = before = weak = 0.0
    for label, share in shares.items():
        group = groups[label]
        for _ in group:
            case = chance.choice(group)
            tokens = max(1, round(chance.lognormvariate(0, SPREAD) * MEDIAN_TOKENS[label]))
            usage, part = Usage(case.tokens, tokens), share / len(group)
            price = charge(usage, baseline)
            before += part * price
            paid += part * charge(usage, case.rates)
            if not case.enough:
                again += part * price
                weak += part
    return 100 * (1 - paid / before), 100 * (1 - (paid + again) / before), 100 * weak


if __name__ == "__main__":
    main()
