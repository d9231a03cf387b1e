"""What OpenAI refuses in a request to its Responses API, and in which words.

Sources: the official SDK's types; the guides on reasoning, function calling, structured output and deployment at
developers.openai.com; the texts of errors as users reported them in public issues.
"""

from collections.abc import Iterator, Sequence

from larouter.testing.openai_families import effort_of, family_of, unsupported, wrong_family
from larouter.testing.responses_shapes import RESPONSE
from larouter.testing.shapes import deviations
from larouter.testing.strict import Complaint
from larouter.testing.strict_chat import worded
from larouter.testing.strict_responses_items import Body, Verify, wrong_items, wrong_name

LEAST_TOKENS = 16
_RANGES = {"temperature": (0, 2), "top_p": (0, 1), "top_logprobs": (0, 20)}


def complaint(body: Body, verify: Verify) -> Complaint | None:
    """The first thing that `POST /v1/responses` would refuse, or None.

    Args:
        body: The request.
        verify: Whether encrypted reasoning was made by a model: called with the encrypted content and the model.
    """
    for deviation in deviations(RESPONSE, body):
        return worded(deviation)
    items = [] if isinstance(body.get("input"), str) else body.get("input") or []
    found = (
        *_nothing_kept(body, items),
        *_wrong_numbers(body),
        *_wrong_tools(body),
        *_wrong_format(body, items),
        *wrong_family(body, family_of(body["model"])),
        *_wrong_reasoning(body),
        *wrong_items(items, body["model"], verify),
    )
    return found[0] if found else None


def _nothing_kept(body: Body, items: Sequence[Body]) -> Iterator[Complaint]:
    if (previous := body.get("previous_response_id")) is not None:
        message = f"Previous response with id '{previous}' not found."
        yield Complaint(400, message, "previous_response_id", "previous_response_not_found")
    if (conversation := body.get("conversation")) is not None:
        named = conversation.get("id") if isinstance(conversation, dict) else conversation
        yield Complaint(404, f"Conversation with id '{named}' not found.", None)
    if body.get("background") and body.get("store") is False:
        yield Complaint(400, "Background mode requires 'store' to be true.", "background")
    for item in items:
        if item.get("type") == "item_reference":
            message = (
                f"Item with id '{item['id']}' not found. Items are not persisted when `store` is set to false. "
                "Try again with `store` set to true, or remove this item from your input."
            )
            yield Complaint(404, message, "input")
    if not body.get("input") and not body.get("previous_response_id") and not body.get("prompt"):
        message = (
            "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation_id' must be provided."
        )
        yield Complaint(400, message, "input", "missing_required_parameter")


def _wrong_numbers(body: Body) -> Iterator[Complaint]:
    limit = body.get("max_output_tokens")
    if limit is not None and limit < LEAST_TOKENS:
        message = (
            f"Invalid 'max_output_tokens': integer below minimum value. Expected a value >= {LEAST_TOKENS}, "
            f"but got {limit} instead."
        )
        yield Complaint(400, message, "max_output_tokens", "integer_below_min_value")
    for name, (least, most) in _RANGES.items():
        value = body.get(name)
        if value is not None and not least <= value <= most:
            yield Complaint(400, f"Invalid '{name}': expected a value from {least} to {most}.", name)
    if body.get("stream_options") is not None and body.get("stream") is not True:
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        yield Complaint(400, message, "stream_options")


def _wrong_tools(body: Body) -> Iterator[Complaint]:
    names: list[str] = []
    for at, tool in enumerate(body.get("tools") or ()):
        names += [tool.get("name", tool["type"]), *[one["name"] for one in tool.get("tools", ())]]
        for where, one in (
            (f"tools[{at}]", tool),
            *[(f"tools[{at}].tools[{i}]", it) for i, it in enumerate(tool.get("tools", ()))],
        ):
            if "name" in one:
                yield from wrong_name(one["name"], f"{where}.name")
            if one["type"] == "function":
                yield from _wrong_function(one, f"{where}.parameters")
    choice = body.get("tool_choice")
    if isinstance(choice, str) and choice not in ("auto", "none", "required"):
        yield Complaint(400, f"Invalid value: '{choice}'.", "tool_choice", "invalid_value")
    if choice not in (None, "auto", "none") and not names:
        yield Complaint(400, "Tool choices must be specified with 'tools' parameter.", "tool_choice")
    if isinstance(choice, dict) and choice.get("name") and choice["name"] not in names:
        message = f"Tool choice '{choice['name']}' not found in 'tools' parameter."
        yield Complaint(400, message, "tool_choice")


def _wrong_function(tool: Body, where: str) -> Iterator[Complaint]:
    schema = tool.get("parameters")
    if schema is None:
        return
    said = f"Invalid schema for function '{tool['name']}'"
    if schema.get("type") != "object":
        message = f"{said}: schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{schema.get('type')}\"'."
        yield Complaint(400, message, where, "invalid_function_parameters")
    elif tool.get("strict") is not False:  # left out, it is strict here
        for problem in _loose(schema, ()):
            yield Complaint(400, f"{said}: {problem}", where, "invalid_function_parameters")


def _loose(schema: object, path: tuple[str, ...]) -> Iterator[str]:
    """What a strict schema may not leave open."""
    if not isinstance(schema, dict):
        return
    inside = f"In context={path!r}"
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            yield f"{inside}, 'additionalProperties' is required to be supplied and to be false."
        missing = schema.get("properties", {}).keys() - set(schema.get("required", ()))
        if missing:
            yield (
                f"{inside}, 'required' is required to be supplied and to be an array including every key in "
                f"properties. Missing '{min(missing)}'."
            )
    for name in ("properties", "$defs"):
        for key, child in (schema.get(name) or {}).items():
            yield from _loose(child, (*path, name, key))
    yield from _loose(schema.get("items"), (*path, "items"))
    for at, child in enumerate(schema.get("anyOf") or ()):
        yield from _loose(child, (*path, "anyOf", str(at)))


def _wrong_format(body: Body, items: Sequence[Body]) -> Iterator[Complaint]:
    wanted = (body.get("text") or {}).get("format") or {}
    if wanted.get("type") == "json_schema":
        yield from wrong_name(wanted["name"], "text.format.name")
        for problem in _loose(wanted["schema"], ()) if wanted.get("strict") else ():
            message = f"Invalid schema for response_format '{wanted['name']}': {problem}"
            yield Complaint(400, message, "text.format.schema", "invalid_json_schema")
    if wanted.get("type") == "json_object":
        told = [body.get("instructions"), body.get("input"), *[item.get("content") for item in items]]
        if "json" not in str(told).lower():
            message = (
                "Response input messages must contain the word 'json' in some form to use 'text.format' of type "
                "'json_object'."
            )
            yield Complaint(400, message, "input")


def _wrong_reasoning(body: Body) -> Iterator[Complaint]:
    if not family_of(body["model"]).efforts:
        if "reasoning.encrypted_content" in (body.get("include") or ()):
            yield Complaint(400, "Encrypted content is not supported with this model.", "include")
        if (body.get("reasoning") or {}).get("summary"):
            yield unsupported("reasoning.summary")
    elif effort_of(body) != "none" and "message.output_text.logprobs" in (body.get("include") or ()):
        yield unsupported("include")
