"""Which local models suit a machine, and why: a pure function of the machine and the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from larouter.config.local_models import LocalModel
from larouter.fleet.local.machine import Machine, beside_the_system

CONTEXTS = (32_768, 8_192)
# macOS lends its graphics processor two thirds of a memory up to 36 GB, and three quarters of a larger one.
_LENT, _LENT_OF_MUCH, _MUCH_BYTES = 2 / 3, 0.75, 36 * 1024**3
_GPU_KEPT_BYTES = 800_000_000
_DISK_KEPT_BYTES = 5_000_000_000
_E2B, _E4B, _12B, _26B, _31B = ("gemma-4-e2b", "gemma-4-e4b", "gemma-4-12b", "gemma-4-26b-a4b", "gemma-4-31b")
# Models that compute with more than 5 billion parameters a token: a processor without a graphics card writes slower
# with them than people read.
_DENSE = frozenset((_12B, _31B))

Set = Mapping[str, str]


def _set(heartbeat: str, simple: str, moderate: str, complex_: str = "") -> Set:
    tiers = {"HEARTBEAT": heartbeat, "SIMPLE": simple, "MODERATE": moderate}
    return tiers | ({"COMPLEX": complex_} if complex_ else {})


# From the best answers to the least: what serves MODERATE counts first, then that small questions do not wait.
_SETS = (
    _set(_E2B, _E4B, _26B, _31B),
    _set(_E2B, _E4B, _26B),
    _set(_E4B, _E4B, _26B),
    _set(_26B, _26B, _26B),
    _set(_E2B, _E4B, _12B),
    _set(_E4B, _E4B, _12B),
    _set(_12B, _12B, _12B),
    _set(_E2B, _E4B, _E4B),
    _set(_E4B, _E4B, _E4B),
    _set(_E2B, _E2B, _E2B),
)


class Pool(StrEnum):
    """Which memory models live in."""

    GPU = "graphics memory"
    SHARED = "memory shared with the graphics processor"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to run.

    Attributes:
        tiers: The model for each tier; empty when nothing fits.
        context: The window that each gets, in tokens.
        pool: Which memory they live in.
        budget_bytes: What of it models may take.
        needs_bytes: What these take.
        download_bytes: What is to be fetched for them.
        reasons: Why these, and why none better, in sentences.
    """

    tiers: Mapping[str, str]
    context: int
    pool: Pool
    budget_bytes: int
    needs_bytes: int
    download_bytes: int
    reasons: tuple[str, ...]


def recommend(machine: Machine, models: Mapping[str, LocalModel]) -> Advice:
    """The models that serve each tier best on a machine.

    Args:
        machine: What there is.
        models: The catalogue; must hold the shipped models.
    """
    tried = [_best(pool, budget, machine, models) for pool, budget in _pools(machine)]
    advice = next((one for one in tried if one.tiers), tried[-1])
    skipped = [reason for one in tried[: tried.index(advice)] for reason in one.reasons]
    return replace(advice, reasons=(*advice.reasons, *skipped))


def _pools(machine: Machine) -> list[tuple[Pool, int]]:
    """The memories that models could live in, the quickest first, and what of each they may take, in bytes."""
    total = machine.memory_bytes
    if machine.unified:
        share = _LENT_OF_MUCH if total > _MUCH_BYTES else _LENT
        return [(Pool.SHARED, min(round(total * share), beside_the_system(total)))]
    cards = sum(max(0, gpu.memory_bytes - _GPU_KEPT_BYTES) for gpu in machine.gpus)
    plain = (Pool.MEMORY, beside_the_system(total))
    return [(Pool.GPU, cards), plain] if cards else [plain]


def _best(pool: Pool, budget: int, machine: Machine, models: Mapping[str, LocalModel]) -> Advice:
    against: list[str] = []
    for tiers in _SETS:
        names = tuple(dict.fromkeys(tiers.values()))
        rows = [models[name] for name in names]
        objection = _objection(rows, pool, budget, machine)
        if objection:
            against.append(objection)
            continue
        context = next(size for size in CONTEXTS if _needs(rows, size) <= budget)
        download = sum(row.about_bytes for row in rows)
        chosen = f"{_and(names)} at {context:,} tokens of context: {_needs(rows, context) / 1e9:.1f} GB"
        reasons = (f"{chosen} of the {budget / 1e9:.1f} GB of {pool} that models may take", *against[-1:])
        return Advice(tiers, context, pool, budget, _needs(rows, context), download, reasons)
    return Advice({}, 0, pool, budget, 0, 0, tuple(against[-1:]))


def _objection(rows: list[LocalModel], pool: Pool, budget: int, machine: Machine) -> str:
    """Why these models do not suit, or empty."""
    names = _and([row.name for row in rows])
    dense = [row.name for row in rows if row.name in _DENSE]
    if pool is Pool.MEMORY and dense:
        return f"not {names}: {_and(dense)} is too slow without a graphics processor"
    needs = _needs(rows, CONTEXTS[-1])
    if needs > budget:
        return f"not {names}: {needs / 1e9:.1f} GB do not fit into the {budget / 1e9:.1f} GB of {pool} for models"
    download, room = sum(row.about_bytes for row in rows), machine.disk_bytes - _DISK_KEPT_BYTES
    if download > room:
        return f"not {names}: {download / 1e9:.1f} GB to fetch, {max(room, 0) / 1e9:.1f} GB of disk to spare"
    return ""


def _needs(rows: list[LocalModel], context: int) -> int:
    """Memory in bytes, with the files for pictures and sound."""
    extra = [row.projector.bytes or row.projector.about_bytes for row in rows if row.projector]
    return sum(row.needs(context) for row in rows) + sum(extra)


def _and(names: tuple[str, ...] | list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
