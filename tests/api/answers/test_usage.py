"""Answers about usage are what the figures give."""

from functools import partial
from typing import Any

import pytest
from pydantic import TypeAdapter

from larouter.account import usage
from larouter.account.savings import Savings
from larouter.account.usage import Figures, Sum
from larouter.api.answers.usage import CellSums, DaySums, GroupSums, ModelSums, SavingsTold, UsageTotals
from larouter.store.usage import Span

PLACE = {"day": 20_000, "project": "prj_a", "backend": "near", "model": "m", "tier": 1, "zone": 0}
ONE = Sum(calls=1, cost=5)


def read(dimensions: tuple[str, ...]) -> dict[tuple[Any, ...], Sum]:
    return {tuple(PLACE[one] for one in dimensions): ONE}


FIGURES = Figures(Span(0, 1, None), (20_000, 20_001), {20_000: ONE}, {"prj_a": "alpha"}, read)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (UsageTotals, usage.report(FIGURES)),
        (list[DaySums], usage.daily(FIGURES)),
        (list[ModelSums], usage.models(FIGURES)),
        (list[CellSums], partial(usage.crossed, rows="tier", columns="zone")(FIGURES)),
        (SavingsTold, {"projectId": None, **Savings("dear").shape(), "baselines": ["dear"]}),
    ],
)
def test_every_member_is_there_and_none_is_told_that_is_not_known(kind: Any, told: object) -> None:
    assert TypeAdapter(kind).validate_python(told) == told


def test_a_group_keeps_what_it_is_told_apart_by() -> None:
    told = {"tier": "SIMPLE", "project": {"id": "prj_a", "name": "alpha"}, **Sum().shape()}
    assert TypeAdapter(GroupSums).validate_python(told) == told
