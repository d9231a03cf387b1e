"""In which order Gemini accepts turns, and which calls must be signed."""

import pytest

from larouter.testing.gemini_turns import EXEMPT, sign, wrong_turns

ASK = {"role": "user", "parts": [{"text": "hi"}]}
SAY = {"role": "model", "parts": [{"text": "hi"}]}


def call(*names: str, signed: bool = True) -> dict:
    parts: list = [{"functionCall": {"name": name, "args": {}}} for name in names]
    if signed:
        parts[0]["thoughtSignature"] = sign(names[0])
    return {"role": "model", "parts": parts}


def give(*names: str) -> dict:
    return {"role": "user", "parts": [{"functionResponse": {"name": name, "response": {}}} for name in names]}


def said(*contents: dict, signed: bool = True) -> str:
    return next(wrong_turns(contents, signed=signed), "")


@pytest.mark.parametrize(
    "contents",
    [
        (ASK, SAY, ASK),
        (ASK, ASK),
        (ASK, call("f"), give("f")),
        (ASK, call("f", "g"), give("g", "f"), SAY, ASK),
        (ASK, call("f"), give("f"), call("g"), give("g")),
        (ASK, call("f", "g"), give("f"), give("g")),
        (ASK, call("f"), {**give("f"), "role": "function"}),
    ],
)
def test_what_is_in_order_is_accepted(contents: tuple) -> None:
    assert said(*contents) == ""


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        (({**ASK, "role": "system"},), "valid role"),
        ((ASK, call("f", "g"), give("f")), "number of function response parts"),
        ((ASK, call("f"), ASK), "number of function response parts"),
        ((ASK, give("f")), "number of function response parts"),
        ((ASK, call("f"), give("g")), "names of the function responses"),
        ((call("f"), give("f")), "function call turn comes immediately after a user turn"),
        ((ASK, call("f")), "function response turn comes immediately after"),
        ((ASK, {**give("f"), "role": "model"}), "function response turn comes immediately after"),
    ],
)
def test_what_is_out_of_order_is_refused(contents: tuple, words: str) -> None:
    assert words in said(*contents)


def test_the_first_call_of_every_step_of_the_current_turn_is_signed() -> None:
    bare = call("f", signed=False)
    assert "missing a thought_signature" in said(ASK, bare, give("f"))
    assert "missing a thought_signature" in said(ASK, call("f"), give("f"), bare, give("f"))
    assert said(ASK, bare, give("f"), SAY, ASK) == ""
    assert said(ASK, bare, give("f"), signed=False) == ""


def test_signatures_are_genuine_and_stand_where_they_were_made() -> None:
    moved = call("f")
    moved["parts"][0]["thoughtSignature"] = sign("g")
    assert said(ASK, moved, give("f")) == "Thought signature is not valid."
    moved["parts"][0]["thoughtSignature"] = "AAAA"
    assert said(ASK, moved, give("f")) == "Thought signature is not valid."
    for exempt in EXEMPT:
        moved["parts"][0]["thoughtSignature"] = exempt
        assert said(ASK, moved, give("f")) == ""


def test_the_id_of_a_response_is_that_of_a_call() -> None:
    asked, given = call("f"), give("f")
    asked["parts"][0]["functionCall"]["id"] = "1"
    given["parts"][0]["functionResponse"]["id"] = "2"
    assert "does not match any function call" in said(ASK, asked, given)
