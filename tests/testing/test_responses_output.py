"""Responses as the fake of OpenAI writes them."""

import json

import pytest

from larouter.testing.completions import Answer, ToolCall
from larouter.testing.native import Problem
from larouter.testing.responses_output import Response, error_event, prompt_length

ASKED = {"model": "gpt-6-luna", "input": "How is it?", "reasoning": {"summary": "auto"}}


def response(answer: Answer, **asked: object) -> Response:
    return Response({**ASKED, **asked}, answer, 1, lambda model, thought: f"{model}:{thought}")


def told(said: Response) -> list[dict]:
    return [json.loads(event.split(b"data: ", 1)[1]) for event in said.events()]


@pytest.mark.parametrize(
    "answer",
    [
        Answer("One two."),
        Answer("", (ToolCall("f", '{"a": 1}'), ToolCall("f", ""))),
        Answer("Two words.", reasoning="Hm hm.", refusal="No."),
        Answer("x", finish_reason="length"),
    ],
)
def test_the_deltas_of_each_item_are_the_item(answer: Answer) -> None:
    said = response(answer)
    events = told(said)
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    for at, item in enumerate(said.output()):
        deltas = "".join(
            event["delta"] for event in events if event.get("output_index") == at and "delta" in event
        )
        texts = [
            part.get("text") or part.get("refusal")
            for part in item.get("content") or item.get("summary") or ()
        ]
        assert deltas == "".join(texts) + item.get("arguments", "")
    assert events[-1]["response"] == said.whole()


def test_reasoning_is_sealed_only_when_that_is_asked_for() -> None:
    thought = Answer("x", reasoning="Hm.")
    assert "encrypted_content" not in response(thought).output()[0]
    sealed = response(thought, include=["reasoning.encrypted_content"]).output()[0]
    assert sealed["encrypted_content"] == "gpt-6-luna:Hm."


def test_an_error_in_a_stream_is_an_event_of_its_own() -> None:
    event = error_event(Problem(500, "It broke."))
    assert event.startswith(b"event: error\n")
    assert json.loads(event.split(b"data: ", 1)[1])["message"] == "It broke."


def test_a_prompt_is_as_long_as_all_that_is_sent() -> None:
    assert prompt_length({"input": "a b"}) < prompt_length({"input": "a b", "instructions": "c d e"})
