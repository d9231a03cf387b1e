"""The log as JSON: one object a line, with the id of the request."""

import json
import logging

import pytest

from larouter.cli.log import JsonLines, start_log


def record(message: str, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("larouter.request", logging.INFO, "f", 1, message, (), None)
    made.__dict__.update(more)
    return made


def test_a_record_is_one_object_with_time_level_and_id() -> None:
    told = json.loads(JsonLines().format(record("req_1 403 no\nsecond line")))
    assert (told["level"], told["logger"], told["request_id"]) == ("info", "larouter.request", "req_1")
    assert told["message"] == "req_1 403 no\nsecond line"
    assert told["time"].endswith("Z")
    assert "request_id" not in json.loads(JsonLines().format(record("started")))


def test_the_members_of_a_request_stand_in_place_of_the_message() -> None:
    told = json.loads(JsonLines().format(record("x", request={"request_id": "req_2", "status": 200})))
    assert (told["request_id"], told["status"], "message" in told) == ("req_2", 200, False)


def test_a_fault_comes_with_its_trace() -> None:
    try:
        int("broken")
    except ValueError as error:
        made = record("req_3 failed", exc_info=(ValueError, error, error.__traceback__))
    assert "ValueError: invalid literal" in json.loads(JsonLines().format(made))["trace"]


@pytest.mark.parametrize(("form", "kind"), [("json", JsonLines), ("text", logging.Formatter)])
def test_the_form_is_chosen(form: str, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[logging.Handler] = []
    monkeypatch.setattr(logging, "basicConfig", lambda **given: made.extend(given["handlers"]))
    start_log("info", form)
    assert type(made[0].formatter) is kind
