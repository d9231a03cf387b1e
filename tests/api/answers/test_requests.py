"""Answers about requests."""

import pytest
from pydantic import TypeAdapter, ValidationError

from larouter.api.answers.requests import ReplayFindings, RequestLine
from larouter.api.replay import Findings


def test_a_member_that_nobody_told_of_is_refused_instead_of_dropped() -> None:
    line = dict.fromkeys(RequestLine.__annotations__, None) | {
        "id": "req_1", "at_ms": 1, "project_id": "prj_1", "asked_model": "auto", "target": "SIMPLE",
        "sensitivity": "public", "degraded": False, "cost_usd": 0.0,
    }  # fmt: skip
    check = TypeAdapter(RequestLine).validate_python
    assert check(line)["target"] == "SIMPLE"
    with pytest.raises(ValidationError, match="extra"):
        check(line | {"colour": "green"})


def test_what_a_replay_found_says_where_from_and_where_to() -> None:
    found = Findings(decisions=3)
    found.moves["near/m", "cloud/m"] += 2
    told = TypeAdapter(ReplayFindings).validate_python(found.shape())
    assert told["moves"] == [{"from": "near/m", "to": "cloud/m", "count": 2}]
