"""The arguments of the tools, as a model sends them."""

import msgspec
import pytest

from larouter.mcp.asked import Delegate, Delegated, Models, Nothing, read, schema


def test_the_schema_names_every_argument_as_agents_write_it() -> None:
    told = schema(Delegate)
    assert told["type"] == "object"
    assert told["required"] == ["prompt"]
    assert set(told["properties"]) == {"prompt", "tier", "model", "maxTokens", "system", "localOnly"}
    assert told["properties"]["maxTokens"]["default"] == 4096
    assert told["additionalProperties"] is False


def test_parts_of_a_schema_are_found_in_it() -> None:
    told = schema(Models)
    assert told["properties"]["models"]["items"]["$ref"].rpartition("/")[2] in told["$defs"]
    assert "$defs" not in schema(Delegated)


def test_numbers_are_taken_as_models_write_them() -> None:
    for written in (16, 16.0, "16"):
        assert read(Delegate, {"prompt": "x", "maxTokens": written}).max_tokens == 16


@pytest.mark.parametrize(
    "arguments", [{}, {"prompt": ""}, {"prompt": "x", "maxTokens": 0}, {"prompt": "x", "max_tokens": 1}]
)
def test_what_means_nothing_is_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(Delegate, arguments)


def test_a_tool_without_arguments_takes_none() -> None:
    assert read(Nothing, {}) == Nothing()
    with pytest.raises(msgspec.ValidationError):
        read(Nothing, {"any": 1})
