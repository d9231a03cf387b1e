"""What differs between the models of OpenAI."""

from larouter.testing.openai_families import chat_complaint, effort_of, family_of


def test_what_a_model_refuses_in_chat_completions_is_named() -> None:
    tools = [{"type": "function", "function": {"name": "f"}}]
    assert chat_complaint({"model": "gpt-6-luna", "tools": tools, "reasoning_effort": "none"}) is None
    for members, param in (
        ({"model": "gpt-6-luna", "tools": tools}, "reasoning_effort"),
        ({"model": "gpt-6-luna", "max_tokens": 3}, "max_tokens"),
        ({"model": "gpt-6-luna", "temperature": 0.3}, "temperature"),
        ({"model": "gpt-4.1", "reasoning_effort": "low"}, "reasoning_effort"),
        ({"model": "gpt-5-pro"}, "model"),
    ):
        wrong = chat_complaint(members)
        assert wrong is not None
        assert wrong.param == param


def test_an_effort_is_that_of_the_request_or_of_the_model() -> None:
    assert effort_of({"model": "gpt-6-luna"}) == "medium"
    assert effort_of({"model": "gpt-6-luna", "reasoning_effort": "low"}) == "low"
    assert effort_of({"model": "gpt-4o"}) == "none"
    assert family_of("gpt-6.1-sol").efforts[0] == "low"
