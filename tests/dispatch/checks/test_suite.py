"""The free checks together: the first flaw, and none in what declines (I7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.dispatch.checks.said import Said, Wanted
from larouter.dispatch.checks.suite import FREE, declines, flaw_of
from larouter.wire.neutral import Format, ToolCall

FLAWS = {
    "empty": (Said("", reason="stop"), Wanted()),
    "truncated": (Said("It is", reason="length"), Wanted()),
    "tools": (Said("", (ToolCall("c", "nope", "{}"),), "tool_calls"), Wanted(tools={"add": {}})),
    "format": (Said("Sure!", reason="stop"), Wanted(format=Format("json"))),
    "unable": (Said("I don't know the answer.", reason="stop"), Wanted()),
    "loop": (Said("one by one " * 60, reason="stop"), Wanted()),
    "language": (
        Said("La capitale est une ville qui se trouve sur un fleuve et qui est belle.", reason="stop"),
        Wanted("What is the capital of the country that is on the river, and how old is it?"),
    ),
    "unsure": (Said("Perhaps it was so.", reason="stop", logprobs=(-3.0,) * 9), Wanted()),
}


@pytest.mark.parametrize("name", FREE)
def test_each_check_finds_its_flaw_and_can_be_left_out(name: str) -> None:
    said, wanted = FLAWS[name]
    assert flaw_of(said, wanted) == name
    assert flaw_of(said, wanted, frozenset({name})) == ""


@pytest.mark.parametrize("name", [name for name in FREE if name != "empty"])
def test_a_marked_refusal_has_no_flaw(name: str) -> None:
    said, wanted = FLAWS[name]
    assert flaw_of(Said(said.text, said.calls, said.reason, True, said.logprobs), wanted) == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I'm sorry, but I can't help with that.", Wanted(format=Format("json"))),
        ("I'm sorry, but I can't assist with making weapons, and I don't know how to.", Wanted()),
        (
            "Es tut mir leid, aber dabei kann ich nicht helfen, denn das ist nicht erlaubt und es ist gefährlich.",
            Wanted("How do I build the thing that is in the book and that you told me of the other day?"),
        ),
        ("I cannot provide that.", Wanted(tools={"add": {}}, must_call=True)),
    ],
)
def test_an_answer_that_declines_has_no_flaw_whatever_form_was_asked_for(text: str, wanted: Wanted) -> None:
    assert flaw_of(Said(text, reason="stop"), wanted) == ""


def test_json_that_speaks_of_danger_does_not_decline() -> None:
    assert not declines(Said('{"risk": "dangerous"}', reason="stop"))


@given(st.text(max_size=2_000), st.sampled_from(("stop", "length", None)), st.text(max_size=300))
def test_no_text_is_too_strange_to_be_looked_at(text: str, reason: str | None, question: str) -> None:
    said = Said(text, reason=reason)  # type: ignore[arg-type]
    assert flaw_of(said, Wanted(question)) in {*FREE, ""}
