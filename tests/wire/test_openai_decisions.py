"""Typed questions about an input: what is read, and how answers are said."""

import json
from typing import Any

import pytest
from openai.types.decision import Decision

from larouter.core.errors import BadRequest, UnknownModel
from larouter.wire.members import read_object
from larouter.wire.openai_decisions import (
    MOST_QUESTIONS,
    Question,
    chosen,
    decision,
    questions_of,
    read_decisions,
    refused,
)

TIER = {
    "type": "choice",
    "name": "tier",
    "instructions": "?",
    "choices": [{"value": "SIMPLE"}, {"value": "COMPLEX"}],
}


def body(**members: object) -> Any:
    return read_object(
        json.dumps({"model": "larouter", "input": "hi", "questions": [TIER]} | members).encode()
    )


def test_a_text_is_what_a_user_says_and_the_questions_are_no_part_of_it() -> None:
    chat = read_decisions(body())
    assert [(turn.role, turn.text) for turn in chat.turns] == [("user", "hi")]
    assert not chat.definitions


def test_items_are_those_of_the_responses_api_and_json_is_read_as_text() -> None:
    part = {"type": "input_json", "data": {"mail": "see you at noon"}}
    picture = {"type": "input_image", "image_url": "data:image/png;base64,AAAA"}
    chat = read_decisions(
        body(input=[{"role": "system", "content": "be kind"}, {"role": "user", "content": [part, picture]}])
    )
    assert [turn.role for turn in chat.turns] == ["system", "user"]
    assert "see you at noon" in chat.turns[1].text
    assert chat.needs == {"vision"}


@pytest.mark.parametrize("model", ["larouter", "auto", "LAROUTER", "larouter/auto"])
def test_the_router_itself_is_asked_by_its_name_or_by_auto(model: str) -> None:
    assert read_decisions(body(model=model)).model == "auto"


def test_another_model_is_not_known_here() -> None:
    with pytest.raises(UnknownModel, match="ask for the model larouter"):
        read_decisions(body(model="gpt-6-luna"))


def with_question(**members: object) -> list[dict[str, object]]:
    return [TIER | members]


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"questions": []}, "questions"),
        ({"questions": [TIER] * (MOST_QUESTIONS + 1)}, "questions"),
        ({"questions": ["tier?"]}, "questions[0]"),
        ({"questions": with_question(type="guess")}, "questions[0].type"),
        ({"questions": with_question(name=3)}, "questions[0].name"),
        ({"questions": with_question(instructions=None)}, "questions[0].instructions"),
        ({"questions": with_question(choices=[{"value": "SIMPLE"}])}, "questions[0].choices"),
        ({"questions": with_question(choices=[{"value": 1}, {"value": 2}])}, "questions[0].choices[0].value"),
        ({"questions": with_question(choices=[{"value": "A"}, {"value": "A"}])}, "questions[0].choices"),
        ({"questions": with_question(type="score")}, "questions[0].levels"),
        ({"input": None}, "input"),
        ({"input": [{"role": "owner", "content": "hi"}]}, "input[0].role"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_name(members: dict[str, object], param: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        read_decisions(body(**members))
    assert refusal.value.param == param


def test_the_string_true_and_true_are_two_options() -> None:
    choices = [{"value": "true"}, {"value": True}]
    (question,) = questions_of(body(questions=with_question(choices=choices)))
    assert question.options == ("true", True)


def test_answers_have_the_shape_that_the_official_package_reads() -> None:
    choice = Question("choice", "tier", ("SIMPLE", "COMPLEX"))
    score = Question("score", None, ("low", "middle", "high"))
    told = decision([chosen(choice, [0.25, 0.75], 1), chosen(score, [0.0, 0.5, 0.5], 1), refused(choice)], 7)
    read = Decision.model_validate(told, strict=True)
    first, second, third = read.answers
    assert (first.type, second.type, third.type) == ("choice", "score", "refusal")
    assert first.choice == "COMPLEX"
    assert first.confidence == 0.5
    assert second.score == 1.5
    assert [(row.value, row.label) for row in second.probabilities] == [
        (0, "low"),
        (1, "middle"),
        (2, "high"),
    ]
    assert read.usage.total_tokens == 7


def test_an_option_no_better_than_a_guess_has_no_confidence() -> None:
    question = Question("choice", None, ("a", "b"))
    assert chosen(question, [0.5, 0.5], 0)["confidence"] == 0.0
    assert chosen(question, [0.9, 0.1], 1)["confidence"] == 0.0
