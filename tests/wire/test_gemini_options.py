"""The parameters of a Gemini request in neutral words."""

import pytest

from larouter.core.errors import BadRequest, Unsayable
from larouter.wire.gemini_options import parse_options, reasoning_of, sampling_of
from larouter.wire.neutral import Format, Reasoning, Sampling, Tool, ToolChoice


def test_sampling_has_its_neutral_names_in_either_spelling():
    config = {"temperature": 0.5, "top_p": 0.9, "topK": 40.0, "stop_sequences": ["x"], "candidateCount": 2}
    assert sampling_of(config) == Sampling(temperature=0.5, top_p=0.9, top_k=40, stop=("x",), answers=2)
    assert sampling_of({}) == Sampling()


@pytest.mark.parametrize(
    ("thinking", "asked"),
    [
        ({}, Reasoning()),
        ({"thinkingBudget": 0}, Reasoning("off")),
        ({"thinkingBudget": -1}, Reasoning("auto")),
        ({"thinking_budget": 500, "includeThoughts": True}, Reasoning("on", budget=500, show=True)),
        ({"thinkingLevel": "HIGH"}, Reasoning("on", "high")),
        ({"thinkingLevel": "THINKING_LEVEL_UNSPECIFIED"}, Reasoning()),
        ({"includeThoughts": True}, Reasoning("auto", show=True)),
    ],
)
def test_a_budget_of_nothing_is_off_and_less_is_left_to_the_model(thinking, asked):
    assert reasoning_of({"thinkingConfig": thinking}) == asked


@pytest.mark.parametrize(
    ("config", "form"),
    [
        ({}, None),
        ({"responseMimeType": "text/plain"}, None),
        ({"responseMimeType": "application/json"}, Format("json")),
        (
            {"response_mime_type": "application/json", "responseSchema": {"type": "STRING"}},
            Format("schema", schema={"type": "string"}),
        ),
        (
            {"responseMimeType": "application/json", "responseJsonSchema": {"type": "string"}},
            Format("schema", schema={"type": "string"}),
        ),
    ],
)
def test_the_form_of_the_answer(config, form):
    assert parse_options({"generationConfig": config}).format == form


def test_a_form_that_nobody_else_has_is_refused():
    with pytest.raises(Unsayable, match="text or JSON"):
        parse_options({"generationConfig": {"responseMimeType": "text/x.enum"}})


def test_functions_are_tools_and_what_they_return_is_described():
    declared = {
        "name": "f",
        "description": "D.",
        "parameters": {"type": "OBJECT"},
        "response": {"type": "STRING"},
    }
    options = parse_options({"tools": {"function_declarations": declared}})
    assert options.tools == (Tool("f", 'D.\nIt returns: {"type":"STRING"}', {"type": "object"}),)


def test_a_tool_that_runs_at_google_is_refused_by_its_place():
    with pytest.raises(Unsayable) as refused:
        parse_options({"tools": [{"googleSearch": {}}]})
    assert refused.value.param == "tools[0].googleSearch"


@pytest.mark.parametrize(
    ("calling", "choice"),
    [
        ({"mode": "AUTO"}, ToolChoice("auto")),
        ({"mode": "NONE"}, ToolChoice("none")),
        ({"mode": "any", "allowedFunctionNames": ["f"]}, ToolChoice("required", ("f",))),
    ],
)
def test_a_mode_of_calling_is_a_choice(calling, choice):
    assert parse_options({"toolConfig": {"functionCallingConfig": calling}}).choice == choice


@pytest.mark.parametrize("calling", [{"mode": "SOMETIMES"}, {"mode": "ANY", "allowedFunctionNames": "f"}])
def test_a_mode_that_is_none_is_refused(calling):
    with pytest.raises(BadRequest, match="functionCallingConfig"):
        parse_options({"toolConfig": {"functionCallingConfig": calling}})


def test_what_has_no_neutral_name_is_kept_apart_so_that_nothing_is_lost_in_silence():
    members = {"safetySettings": [], "labels": {"a": "b"}, "serviceTier": "FLEX", "cachedContent": "c"}
    extras = parse_options(members | {"generationConfig": {"mediaResolution": "HIGH"}}).extras
    assert extras == {
        "safetySettings": [],
        "cachedContent": "c",
        "generationConfig.mediaResolution": "HIGH",
        "service_tier": "flex",
        "metadata": {"a": "b"},
    }


def test_what_is_said_and_means_nothing_is_no_extra():
    config = {"responseModalities": ["TEXT"], "enableEnhancedCivicAnswers": False}
    assert parse_options({"generationConfig": config}).extras == {}
