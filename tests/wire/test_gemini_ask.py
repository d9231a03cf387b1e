"""What a Gemini backend is asked, judged by the types of Google's client."""

from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_RESPONSES
from larouter.core.errors import Unsayable
from larouter.wire.gemini import path_of

FLASH = "gemini-3.8-flash"
HELLO = [{"role": "user", "content": "hello"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "f",
        "description": "does",
        "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}},
    },
}


def call(identifier: Any, arguments: Any = "{}") -> Any:
    return {"id": identifier, "type": "function", "function": {"name": "f", "arguments": arguments}}


def request(**members: Any) -> Any:
    return {"model": "auto", "messages": HELLO, **members}


def test_the_path_names_the_model_and_how_it_answers() -> None:
    assert path_of(FLASH, stream=False) == f"/v1beta/models/{FLASH}:generateContent"
    assert path_of(f"models/{FLASH}", stream=True) == f"/v1beta/models/{FLASH}:streamGenerateContent?alt=sse"


def test_system_messages_become_the_system_instruction(ask: Any) -> None:
    messages = [{"role": "system", "content": "A"}, *HELLO, {"role": "developer", "content": "B"}]
    body, dropped = ask(request(messages=messages), GEMINI, FLASH)
    assert body["systemInstruction"] == {"parts": [{"text": "A"}, {"text": "B"}]}
    assert body["contents"] == [{"role": "user", "parts": [{"text": "hello"}]}]
    assert dropped == ()


def test_neighbours_of_one_role_become_one_turn_and_the_first_turn_is_the_users(ask: Any) -> None:
    messages = [{"role": "assistant", "content": "A"}, *HELLO, {"role": "user", "content": "B"}]
    body, _ = ask(request(messages=messages), GEMINI, FLASH)
    assert [turn["role"] for turn in body["contents"]] == ["user", "model", "user"]
    assert body["contents"][2]["parts"] == [{"text": "hello"}, {"text": "B"}]


def test_files_go_inline_or_by_address(ask: Any) -> None:
    parts = [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.jpg?x=1"}},
        {"type": "input_audio", "input_audio": {"data": "BBBB", "format": "wav"}},
        {"type": "file", "file": {"file_data": "data:application/pdf;base64,CCCC", "filename": "c.pdf"}},
    ]
    body, _ = ask(request(messages=[{"role": "user", "content": parts}]), GEMINI, FLASH)
    assert body["contents"][0]["parts"] == [
        {"inlineData": {"mimeType": "image/png", "data": "AAAA"}},
        {"fileData": {"fileUri": "https://example.com/a.jpg?x=1", "mimeType": "image/jpeg"}},
        {"inlineData": {"mimeType": "audio/wav", "data": "BBBB"}},
        {"inlineData": {"mimeType": "application/pdf", "data": "CCCC"}},
    ]


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image_url", "image_url": {"url": "data:image/gif;base64,AAAA"}},
        {"type": "image_url", "image_url": {"url": "https://example.com/picture"}},
        {"type": "file", "file": {"file_id": "file-1"}},
    ],
)
def test_a_file_that_cannot_be_passed_on_is_refused_with_its_place(ask: Any, part: Any) -> None:
    with pytest.raises(Unsayable) as found:
        ask(request(messages=[{"role": "user", "content": [part]}]), GEMINI, FLASH)
    assert found.value.param == "messages[0].content"


def test_parallel_calls_and_their_results_in_any_order_keep_their_ids(ask: Any) -> None:
    messages = [
        *HELLO,
        {"role": "assistant", "content": None, "tool_calls": [call("c1", '{"a":1}'), call("c2", "no json")]},
        {"role": "tool", "tool_call_id": "c2", "content": "two"},
        {"role": "tool", "tool_call_id": "c1", "content": '{"one": 1}'},
        {"role": "user", "content": "go on"},
    ]
    body, _ = ask(request(messages=messages, tools=[TOOL]), GEMINI, "gemini-2.5-flash")
    assert body["contents"][1]["parts"] == [
        {"functionCall": {"id": "c1", "name": "f", "args": {"a": 1}}},
        {"functionCall": {"id": "c2", "name": "f", "args": {"input": "no json"}}},
    ]
    assert body["contents"][2]["parts"] == [
        {"functionResponse": {"id": "c2", "name": "f", "response": {"output": "two"}}},
        {"functionResponse": {"id": "c1", "name": "f", "response": {"one": 1}}},
        {"text": "go on"},
    ]


def test_a_step_that_the_model_did_not_make_is_signed_as_such_where_signatures_are_demanded(ask: Any) -> None:
    history = [
        *HELLO,
        {"role": "assistant", "content": None, "tool_calls": [call("c1"), call("c2")]},
        {"role": "tool", "tool_call_id": "c1", "content": "x"},
        {"role": "tool", "tool_call_id": "c2", "content": "y"},
    ]
    body, _ = ask(request(messages=history, tools=[TOOL]), GEMINI, FLASH)
    first, second = body["contents"][1]["parts"]
    assert first["thoughtSignature"] == "skip_thought_signature_validator"
    assert "thoughtSignature" not in second


def test_a_signature_goes_back_to_the_model_that_made_it_and_to_no_other(ask: Any) -> None:
    signed = {**call("c1"), "extra_content": {"google": {"thought_signature": "U0lH", "model": FLASH}}}
    messages = [
        *HELLO,
        {"role": "assistant", "content": None, "tool_calls": [signed]},
        {"role": "tool", "tool_call_id": "c1", "content": "x"},
    ]
    own, _ = ask(request(messages=messages, tools=[TOOL]), GEMINI, FLASH)
    other, dropped = ask(request(messages=messages, tools=[TOOL]), GEMINI, "gemini-4-argon")
    assert own["contents"][1]["parts"][0]["thoughtSignature"] == "U0lH"
    assert other["contents"][1]["parts"][0]["thoughtSignature"] == "skip_thought_signature_validator"
    assert dropped == ("reasoning",)


@pytest.mark.parametrize(
    ("choice", "config"),
    [
        ("auto", {"mode": "AUTO"}),
        ("none", {"mode": "NONE"}),
        ("required", {"mode": "ANY"}),
        ({"type": "function", "function": {"name": "f"}}, {"mode": "ANY", "allowedFunctionNames": ["f"]}),
    ],
)
def test_a_choice_of_tools_is_a_mode(ask: Any, choice: Any, config: Any) -> None:
    body, _ = ask(request(tools=[TOOL], tool_choice=choice), GEMINI, FLASH)
    assert body["toolConfig"] == {"functionCallingConfig": config}


def test_a_strict_tool_is_called_with_valid_arguments_only(ask: Any) -> None:
    strict = {"type": "function", "function": {**TOOL["function"], "strict": True}}
    body, _ = ask(request(tools=[strict]), GEMINI, FLASH)
    assert body["toolConfig"] == {"functionCallingConfig": {"mode": "VALIDATED"}}


def test_one_call_at_a_time_is_asked_for_in_words_and_listed(ask: Any) -> None:
    body, dropped = ask(request(tools=[TOOL], parallel_tool_calls=False), GEMINI, FLASH)
    assert body["systemInstruction"]["parts"] == [{"text": "Call at most one tool at a time."}]
    assert dropped == ("parallel_tool_calls",)


def test_sampling_goes_by_its_own_names_and_penalties_are_listed(ask: Any) -> None:
    asked = request(
        temperature=0.5, top_p=0.9, top_k=5, seed=7, stop=["a"], n=2, max_tokens=9, presence_penalty=1,
        logprobs=True, top_logprobs=3,
    )  # fmt: skip
    body, dropped = ask(asked, GEMINI, FLASH)
    assert body["generationConfig"] == {
        "temperature": 0.5, "topP": 0.9, "topK": 5, "seed": 7, "stopSequences": ["a"], "candidateCount": 2,
        "maxOutputTokens": 9, "responseLogprobs": True, "logprobs": 3,
    }  # fmt: skip
    assert dropped == ("presence_penalty",)


def test_more_stop_sequences_than_it_takes_are_refused(ask: Any) -> None:
    with pytest.raises(Unsayable) as found:
        ask(request(stop=list("abcdef")), GEMINI, FLASH)
    assert found.value.param == "stop"


def test_no_more_is_asked_for_than_was_reserved(ask: Any) -> None:
    body, _ = ask(request(max_tokens=500), GEMINI, FLASH, max_output=100)
    assert body["generationConfig"]["maxOutputTokens"] == 100


@pytest.mark.parametrize(
    ("model", "effort", "config", "listed"),
    [
        (FLASH, "high", {"thinkingLevel": "HIGH", "includeThoughts": True}, ()),
        (FLASH, "none", {"thinkingLevel": "MINIMAL"}, ("reasoning_effort",)),
        (
            "gemini-4-argon",
            "minimal",
            {"thinkingLevel": "LOW", "includeThoughts": True},
            ("reasoning_effort",),
        ),
        ("gemini-4-argon", "max", {"thinkingLevel": "HIGH", "includeThoughts": True}, ("reasoning_effort",)),
        ("gemini-2.5-flash", "low", {"thinkingBudget": 2048, "includeThoughts": True}, ()),
        ("gemini-2.5-flash", "none", {"thinkingBudget": 0}, ()),
        ("gemini-2.5-pro", "none", {"thinkingBudget": 128}, ("reasoning_effort",)),
    ],
)
def test_effort_is_a_level_or_a_budget_by_the_family(
    ask: Any, model: Any, effort: Any, config: Any, listed: Any
) -> None:
    body, dropped = ask(request(reasoning_effort=effort), GEMINI, model)
    assert body["generationConfig"]["thinkingConfig"] == config
    assert dropped == listed


def test_a_budget_stays_one_where_the_model_knows_it_and_is_a_level_where_not(ask: Any) -> None:
    asked = {
        "model": "auto",
        "max_tokens": 9,
        "messages": HELLO,
        "thinking": {"type": "enabled", "budget_tokens": 4000},
    }
    older, _ = ask(asked, GEMINI, "gemini-2.5-flash", ANTHROPIC)
    newer, dropped = ask(asked, GEMINI, FLASH, ANTHROPIC)
    assert older["generationConfig"]["thinkingConfig"] == {"thinkingBudget": 4000, "includeThoughts": True}
    assert newer["generationConfig"]["thinkingConfig"] == {"thinkingLevel": "MEDIUM", "includeThoughts": True}
    assert dropped == ("thinking.budget_tokens",)


def test_a_schema_is_kept_to_and_what_it_cannot_say_is_listed_with_its_place(ask: Any) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "pattern": "^x"}}, "required": ["a"]}
    asked = request(response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": schema}})
    body, dropped = ask(asked, GEMINI, FLASH)
    kept = {**schema, "properties": {"a": {"type": "string", "description": '{pattern: "^x"}'}}}
    assert body["generationConfig"] == {"responseMimeType": "application/json", "responseJsonSchema": kept}
    assert dropped == ("response_format.json_schema.schema.properties.a.pattern",)


def test_a_strict_schema_with_a_keyword_it_does_not_know_is_refused_by_its_name(ask: Any) -> None:
    schema = {"type": "object", "properties": {"a": {"not": {"type": "null"}}}}
    form = {"type": "json_schema", "json_schema": {"name": "n", "schema": schema, "strict": True}}
    with pytest.raises(Unsayable, match="'not'") as found:
        ask(request(response_format=form), GEMINI, FLASH)
    assert found.value.param == "response_format.json_schema.schema.properties.a.not"


def test_a_format_beside_tools_is_asked_for_in_words_of_a_model_that_takes_not_both(ask: Any) -> None:
    asked = request(tools=[TOOL], response_format={"type": "json_object"})
    older, dropped = ask(asked, GEMINI, "gemini-2.5-flash")
    newer, _ = ask(asked, GEMINI, FLASH)
    assert "generationConfig" not in older
    assert "JSON" in older["systemInstruction"]["parts"][0]["text"]
    assert dropped == ("response_format",)
    assert newer["generationConfig"] == {"responseMimeType": "application/json"}


def test_hints_are_passed_on_or_listed_and_the_unknown_is_refused(ask: Any) -> None:
    asked = request(service_tier="flex", store=False, user="u", metadata={"a": "b"})
    body, dropped = ask(asked, GEMINI, FLASH)
    assert (body["serviceTier"], body["store"]) == ("flex", False)
    assert set(dropped) == {"user", "metadata"}
    with pytest.raises(Unsayable) as found:
        ask(request(logit_bias={"1": 2}), GEMINI, FLASH)
    assert found.value.param == "logit_bias"


def test_pictures_of_a_tools_result_stand_in_it_or_beside_it(ask: Any) -> None:
    blocks = [
        {"type": "text", "text": "see"},
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}},
    ]
    messages = [
        *HELLO,
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "f", "input": {}}]},
        {
            "role": "user",
            "content": [{"type": "tool_result", "tool_use_id": "t1", "content": blocks, "is_error": True}],
        },
    ]
    asked = {"model": "auto", "max_tokens": 9, "messages": messages}
    newer, _ = ask(asked, GEMINI, FLASH, ANTHROPIC)
    older, _ = ask(asked, GEMINI, "gemini-2.5-flash", ANTHROPIC)
    picture = {"inlineData": {"mimeType": "image/png", "data": "AAAA"}}
    said = {"id": "t1", "name": "f", "response": {"error": "see"}}
    assert newer["contents"][2]["parts"] == [{"functionResponse": {**said, "parts": [picture]}}]
    assert older["contents"][2]["parts"] == [{"functionResponse": said}, picture]


def test_a_request_in_responses_is_asked_of_gemini(ask: Any) -> None:
    asked = {"model": "auto", "instructions": "S", "input": "hello", "reasoning": {"effort": "low"}}
    body, dropped = ask(asked, GEMINI, FLASH, OPENAI_RESPONSES)
    assert body == {
        "contents": [{"role": "user", "parts": [{"text": "hello"}]}],
        "systemInstruction": {"parts": [{"text": "S"}]},
        "generationConfig": {"thinkingConfig": {"thinkingLevel": "LOW", "includeThoughts": True}},
    }
    assert dropped == ()
