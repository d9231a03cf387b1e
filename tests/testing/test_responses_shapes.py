"""The shapes of the Responses API know every member and every item that the official SDK knows."""

import typing

from openai.types.responses import response_create_params as params
from openai.types.responses import response_input_item_param as items
from openai.types.responses import tool_param as tools

from larouter.testing.responses_shapes import RESPONSE
from larouter.testing.shapes import Items, Members, Tagged, TextOr


def named(union: object) -> set[str]:
    """The values of `type` of the members of a union."""
    found: set[str] = set()
    for one in typing.get_args(union):
        hint = typing.get_type_hints(one).get("type")
        while hint is not None and typing.get_origin(hint) is not typing.Literal:
            hint = next(iter(typing.get_args(hint)), None)
        found |= set(typing.get_args(hint))
    return found


def test_every_parameter_is_known() -> None:
    sdk = typing.get_type_hints(params.ResponseCreateParamsStreaming).keys()
    known = {*RESPONSE.required, *RESPONSE.optional}
    assert sdk == known - {"client_metadata"}


def test_every_item_and_every_tool_is_known() -> None:
    given = RESPONSE.optional["input"]
    assert isinstance(given, TextOr)
    assert isinstance(given.other, Items)
    assert isinstance(given.other.of, Tagged)
    assert named(items.ResponseInputItemParam) - given.other.of.kinds.keys() == set()
    offered = RESPONSE.optional["tools"]
    assert isinstance(offered, Items)
    assert isinstance(offered.of, Tagged)
    assert named(tools.ToolParam) - offered.of.kinds.keys() == set()


def test_members_of_what_a_caller_says_are_those_of_the_sdk() -> None:
    given = RESPONSE.optional["input"]
    assert isinstance(given, TextOr)
    assert isinstance(given.other, Items)
    assert isinstance(given.other.of, Tagged)
    call = given.other.of.kinds["function_call"]
    assert isinstance(call, Members)
    sdk = typing.get_type_hints(items.ResponseFunctionToolCallParam)
    assert sdk.keys() - {*call.required, *call.optional} == set()
