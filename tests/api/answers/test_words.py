"""Words of a few are unions in the document, and the same few as in the code."""

from typing import get_args

import pytest
from pydantic import TypeAdapter

from larouter.api.answers import words
from larouter.core.ledger import AttemptStatus
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.fleet.local.pulls import Stage


@pytest.mark.parametrize(
    ("alias", "known"),
    [
        (words.ZoneName, [zone.name.lower() for zone in Zone]),
        (words.TierName, [tier.name for tier in Tier]),
        (words.SensitivityName, [it.name.lower() for it in Sensitivity]),
        (words.AttemptStatus, list(get_args(AttemptStatus))),
        (words.DownloadState, [stage.value for stage in Stage]),
    ],
)
def test_a_word_is_one_of_those_that_the_code_knows(alias: object, known: list[str]) -> None:
    told = TypeAdapter(alias).json_schema()
    assert told["type"] == "string"
    assert sorted(told["enum"]) == sorted(known)
