"""The tree of errors: the table that explains it and the classes say the same."""

import re
from collections.abc import Iterator

import pytest

from larouter.core import errors
from larouter.core.errors import NowhereToGo, Refused, RouterError, TooManyRequests, Unauthorised

ROW = re.compile(r"^\s+[x-] (\w+)\s+(\S+)\s+(\(.+\)|\S+)\s+(yes|no)\b", re.MULTILINE)
KINDS = {
    "api_error",
    "authentication_error",
    "insufficient_quota",
    "invalid_request_error",
    "permission_error",
    "rate_limit_error",
}


def classes(root: type[RouterError] = RouterError) -> Iterator[type[RouterError]]:
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
        yield from classes(child)


DOCUMENTED = {name: (status, code, retry) for name, status, code, retry in ROW.findall(errors.__doc__ or "")}
DEFINED = {one.__name__: one for one in classes()}


def test_the_table_and_the_classes_name_the_same_errors() -> None:
    assert set(DOCUMENTED) == set(DEFINED)


@pytest.mark.parametrize("name", sorted(DEFINED.keys() - {"Refused"}))
def test_the_table_tells_the_truth_about(name: str) -> None:
    one = DEFINED[name]
    assert DOCUMENTED[name] == (str(one.status), one.code, "yes" if one.retryable else "no")


@pytest.mark.parametrize("one", DEFINED.values(), ids=str)
def test_every_error_has_a_status_a_code_a_kind_and_an_explanation(one: type[RouterError]) -> None:
    assert 400 <= one.status < 600
    assert re.fullmatch(r"[a-z_]+", one.code)
    assert one.kind in KINDS
    assert one.__doc__


def test_the_operator_may_be_told_more_than_the_caller() -> None:
    error = RouterError("it failed", operator_detail="cloud7 failed")
    assert (str(error), error.caller_detail, error.operator_detail) == (
        "it failed",
        "it failed",
        "cloud7 failed",
    )
    assert RouterError("it failed").operator_detail == "it failed"


def test_a_refusal_of_the_policy_tells_every_reason_to_the_operator_alone() -> None:
    error = NowhereToGo("no backend", ["a: too far", "b: denied"])
    assert error.caller_detail == "no backend"
    assert error.operator_detail == "no backend; a: too far; b: denied"
    assert error.reasons == ("a: too far", "b: denied")


def test_a_refusal_of_the_backend_keeps_its_answer_and_is_not_tried_elsewhere() -> None:
    error = Refused(422, b'{"error": {}}', "openai.chat")
    assert (error.status, error.body, error.protocol) == (422, b'{"error": {}}', "openai.chat")
    assert not error.retryable


def test_an_error_may_name_a_field_and_a_time_to_wait() -> None:
    assert TooManyRequests("slow down", retry_after=2.5).retry_after == 2.5
    assert Unauthorised("who are you", param="authorization").param == "authorization"
