"""Which models suit which machine: a table of machines with the expected answer and why (machines.toml)."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.config.local_models import shipped_models
from larouter.fleet.local.machine import Gpu, Machine
from larouter.fleet.local.recommend import recommend

GIB = 1024**3
MACHINES = tomllib.loads(Path(__file__).with_name("machines.toml").read_text())["machines"]
MODELS = shipped_models()


def machine(row: dict[str, Any]) -> Machine:
    return Machine(
        memory_bytes=row["memory"] * GIB,
        free_bytes=row["memory"] * GIB // 2,
        disk_bytes=row.get("disk", 500) * 10**9,
        gpus=tuple(Gpu("card", gib * GIB) for gib in row.get("gpus", ())),
        unified=row.get("unified", False),
    )


def test_the_table_holds_at_least_twenty_machines_each_with_a_reason() -> None:
    assert len({row["name"] for row in MACHINES}) == len(MACHINES) >= 20
    assert all(row["why"] for row in MACHINES)


@pytest.mark.parametrize("row", MACHINES, ids=[row["name"] for row in MACHINES])
def test_each_machine_gets_what_suits_it(row: dict[str, Any]) -> None:
    advice = recommend(machine(row), MODELS)
    assert [name.removeprefix("gemma-4-") for name in advice.tiers.values()] == row["tiers"], row["why"]
    assert advice.context == row.get("context", advice.context)
    assert advice.pool == row.get("pool", advice.pool)
    assert row.get("said", "") in " ".join(advice.reasons)
    assert advice.reasons


MACHINE = st.builds(
    Machine,
    memory_bytes=st.integers(0, 512 * GIB),
    free_bytes=st.just(0),
    disk_bytes=st.integers(0, 10**12),
    gpus=st.lists(st.builds(Gpu, st.just("card"), st.integers(0, 96 * GIB)), max_size=4).map(tuple),
    unified=st.booleans(),
)


@given(MACHINE)
def test_nothing_is_recommended_beyond_memory_or_disk(machine: Machine) -> None:
    advice = recommend(machine, MODELS)
    assert advice.needs_bytes <= advice.budget_bytes
    assert advice.download_bytes <= machine.disk_bytes
    assert bool(advice.tiers) == bool(advice.context)
    assert advice.reasons


@given(MACHINE)
def test_more_memory_never_takes_a_model_away(machine: Machine) -> None:
    larger = replace(machine, memory_bytes=machine.memory_bytes * 2)
    assert bool(recommend(larger, MODELS).tiers) >= bool(recommend(machine, MODELS).tiers)
