"""What OpenAI refuses within input items: calls and results, reasoning and its maker, names."""

import pytest

from larouter.testing.strict_responses_items import MOST_ID, wrong_items, wrong_name

CALL = {"type": "custom_tool_call", "call_id": "c", "name": "f", "input": "ls"}
RESULT = {"type": "custom_tool_call_output", "call_id": "c", "output": "x"}
THOUGHT = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "of gpt-a"}


def found(*items: dict, model: str = "gpt-a") -> list[str]:
    return [
        wrong.message for wrong in wrong_items(items, model, lambda sealed, maker: sealed == f"of {maker}")
    ]


def test_a_call_and_its_result_belong_together_and_are_of_one_kind() -> None:
    assert found(CALL, RESULT) == []
    assert found(CALL, {**RESULT, "type": "function_call_output"}) == [
        "No tool call found for function call output with call_id c.",
        "No tool output found for custom tool call c.",
    ]


def test_reasoning_is_taken_back_by_its_own_model_and_before_what_came_of_it() -> None:
    assert found(THOUGHT, THOUGHT, CALL, RESULT) == []
    assert "could not be verified" in found(THOUGHT, CALL, RESULT, model="gpt-b")[0]
    assert "required following item" in found(THOUGHT)[0]


@pytest.mark.parametrize(
    ("name", "right"), [("get_weather-2", True), ("a.b", False), ("x" * 65, False), ("", False)]
)
def test_names_have_letters_that_are_taken_and_an_end(name: str, right: bool) -> None:
    assert (not list(wrong_name(name, "tools[0].name"))) is right


def test_an_id_of_a_call_is_not_too_long() -> None:
    long = "c" * (MOST_ID + 1)
    assert "string too long" in found({**CALL, "call_id": long}, {**RESULT, "call_id": long})[0]
