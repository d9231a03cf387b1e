"""What Gemini's requests look like, in both ways to spell their members."""

from hypothesis import given
from hypothesis import strategies as st

from larouter.testing.gemini_shapes import REQUEST, camel, in_camel_case, snake
from larouter.testing.shapes import deviations


def test_snake_case_is_as_good_as_camel_case() -> None:
    body = {"generation_config": {"max_output_tokens": 3, "thinkingConfig": {"include_thoughts": True}}}
    assert in_camel_case(body) == {
        "generationConfig": {"maxOutputTokens": 3, "thinkingConfig": {"includeThoughts": True}}
    }
    assert not list(deviations(REQUEST, in_camel_case(body)))


def test_what_callers_name_stays_as_it_is() -> None:
    part = {"function_call": {"name": "f", "args": {"my_name": {"in_side": 1}}}}
    declared = {
        "parameters": {"type": "object", "properties": {"my_name": {"type": "string", "max_length": 3}}}
    }
    assert in_camel_case(part) == {"functionCall": {"name": "f", "args": {"my_name": {"in_side": 1}}}}
    assert in_camel_case(declared) == {
        "parameters": {"type": "object", "properties": {"my_name": {"type": "string", "maxLength": 3}}}
    }
    schema = {"parametersJsonSchema": {"$defs": {"a_b": {}}, "additional_properties": 1}}
    assert in_camel_case(schema) == schema


@given(st.from_regex(r"[a-z]+(_[a-z]+){0,3}", fullmatch=True))
def test_names_go_from_one_case_to_the_other_and_back(name: str) -> None:
    assert snake(camel(name)) == name
