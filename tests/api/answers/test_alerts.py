"""Answers about alerts."""

from pydantic import TypeAdapter

from larouter.api.answers.alerts import AlertTold


def test_an_alert_keeps_the_members_of_its_kind() -> None:
    told = {"id": "alr_1", "at_ms": 1, "project": "", "kind": "cloud_share", "words": "…", "deliveries": []}
    assert TypeAdapter(AlertTold).validate_python({**told, "share": 71})["share"] == 71  # type: ignore[typeddict-item]
