"""What Anthropic refuses in a request to its Messages API, and in which words.

Sources: the official SDK's types; the migration guides and the pages on thinking, tool use, prompt caching and
structured outputs at platform.claude.com; the texts of errors as users reported them in public issues.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from larouter.testing.anthropic_shapes import COUNT, MESSAGES
from larouter.testing.anthropic_turns import wrong_turns
from larouter.testing.shapes import Deviation, deviations

Body = Mapping[str, Any]
Verify = Callable[[str, str, str], bool]

VERSIONS = ("2023-01-01", "2023-06-01", "2026-10-21")
LATEST = VERSIONS[-1]
_ALL = ("enabled", "adaptive", "disabled")
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_SCHEMA_LIMITS = ("minimum", "maximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems")


@dataclass(frozen=True, slots=True)
class Family:
    """What differs from model to model.

    Attributes:
        sampling: Whether temperature, top_p and top_k may differ from their defaults.
        thinking: The values of `thinking.type` that are accepted.
        thinks: Whether it thinks when `thinking` is left out.
        shown: Whether thinking is shown when `display` is left out.
        forced: Whether a tool may be forced.
        prefill: Whether the last message may be the assistant's.
        tied: Whether thinking is only taken back by the model that made it.
    """

    sampling: bool = True
    thinking: tuple[str, ...] = ("enabled", "disabled")
    thinks: bool = False
    shown: bool = True
    forced: bool = True
    prefill: bool = True
    tied: bool = False


_OPUS_5_5 = Family(False, ("adaptive",), True, False, False, False, True)
_FOUR_SEVEN = Family(False, ("adaptive", "disabled"), shown=False, prefill=False)
_FIVE = Family(False, ("adaptive", "disabled"), thinks=True, shown=False, prefill=False)
# The first beginning that fits; "What's new" and the migration guide of each model say so.
FAMILIES: Mapping[str, Family] = {
    "claude-fable-5": _OPUS_5_5,
    "claude-mythos-5": _OPUS_5_5,
    "claude-opus-5-5": _OPUS_5_5,
    "claude-sonnet-5-5": Family(False, ("adaptive", "between_tools"), True, False, False, False, True),
    "claude-haiku-5-5": Family(False, ("adaptive", "disabled"), True, False, True, False, True),
    "claude-opus-5": _FIVE,
    "claude-sonnet-5": _FIVE,
    "claude-opus-4-8": _FOUR_SEVEN,
    "claude-opus-4-7": _FOUR_SEVEN,
    "claude-opus-4-6": Family(thinking=_ALL, prefill=False),
    "claude-sonnet-4-6": Family(thinking=_ALL, prefill=False),
}


def family_of(model: str) -> Family:
    """What is particular to a model; the oldest behaviour where nothing is known."""
    return next((family for start, family in FAMILIES.items() if model.startswith(start)), Family())


def complaint(body: Body, version: str, verify: Verify) -> str | None:
    """The first thing that `POST /v1/messages` would refuse, in its words, or None.

    Args:
        body: The request.
        version: Of the API, from the header `anthropic-version`.
        verify: Whether a signature was made for a model and a text: called with signature, model and text.
    """
    for deviation in deviations(MESSAGES, body):
        return _words(deviation)
    family = family_of(body["model"])
    found = (
        *(_outdated(body) if version >= LATEST else ()),
        *_wrong_numbers(body),
        *_wrong_sampling(body, family),
        *_wrong_thinking(body, family),
        *_wrong_tools(body, family),
        *_wrong_format(body),
        *_wrong_marks(body),
        *wrong_turns(body, prefill=family.prefill),
        *_wrong_signatures(body, family, verify),
    )
    return found[0] if found else None


def _outdated(body: Body) -> Iterator[str]:
    """What version 2026-10-21 no longer accepts: "Migrating to API version 2026-10-21"."""
    for name in ("temperature", "top_p", "top_k"):
        if name in body:
            yield f"{name}: Extra inputs are not permitted"
    for at, message in enumerate(body["messages"]):
        for index, block in enumerate(message["content"] if isinstance(message["content"], list) else ()):
            where = f"messages.{at}.content.{index}"
            if block["type"] == "document" and message["role"] == "assistant":
                yield f"{where}: `document` blocks are not permitted in `assistant` messages"
            if block["type"] == "text" and block.get("citations") and message["role"] == "user":
                yield f"{where}.text.citations: citations are not permitted in `user` messages"


def complaint_of_count(body: Body) -> str | None:
    """The first thing that `POST /v1/messages/count_tokens` would refuse, or None."""
    for deviation in deviations(COUNT, body):
        return _words(deviation)
    return next(wrong_turns(body, prefill=True), None)


def shows_thinking(body: Body) -> bool | None:
    """Whether the text of thinking comes back: None when the model does not think."""
    family = family_of(str(body["model"]))
    given = body.get("thinking") or {}
    kind = given.get("type") or ("adaptive" if family.thinks else "disabled")
    if kind in ("disabled", "between_tools"):
        return None
    display = given.get("display")
    return family.shown if display is None else bool(display == "summarized")


def _words(found: Deviation) -> str:
    where = ".".join(map(str, found.path))
    match found.kind:
        case "missing":
            return f"{where}: Field required"
        case "unknown":
            return f"{where}: Extra inputs are not permitted"
        case "value":
            return f"{where}: Input should be {found.expected}"
        case _:
            return f"{where}: Input should be a valid {found.expected}"


def _wrong_numbers(body: Body) -> Iterator[str]:
    if body["max_tokens"] < 1:
        yield "max_tokens: Input should be greater than or equal to 1"
    for name in ("temperature", "top_p"):
        if not 0 <= body.get(name, 0) <= 1:
            yield f"{name}: range: 0..1"
    for sequence in body.get("stop_sequences", ()):
        if not sequence.strip():
            yield "stop_sequences: each stop sequence must contain non-whitespace"


def _wrong_sampling(body: Body, family: Family) -> Iterator[str]:
    usual = {"temperature": 1, "top_p": 1}
    for name in ("temperature", "top_p", "top_k"):
        if name in body and not family.sampling and body[name] != usual.get(name):
            yield f"`{name}` is deprecated for this model."
    if family.sampling and "temperature" in body and "top_p" in body:
        yield "`temperature` and `top_p` cannot both be specified for this model. Please use only one."


def _wrong_thinking(body: Body, family: Family) -> Iterator[str]:
    given = body.get("thinking") or {}
    kind = given.get("type", "disabled")
    if given and kind not in family.thinking:
        yield (
            f'"thinking.type.{kind}" is not supported for this model. Use "thinking.type.{family.thinking[0]}" and '
            '"output_config.effort" to control thinking behavior.'
        )
    if kind == "enabled":
        if given["budget_tokens"] < 1024:
            yield "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"
        if given["budget_tokens"] >= body["max_tokens"]:
            yield "`max_tokens` must be greater than `thinking.budget_tokens`."
    if kind in ("enabled", "adaptive"):
        if body.get("temperature", 1) != 1:
            yield "`temperature` may only be set to 1 when thinking is enabled."
        if (body.get("tool_choice") or {}).get("type") in ("any", "tool"):
            yield "Thinking may not be enabled when tool_choice forces tool use."


def _wrong_tools(body: Body, family: Family) -> Iterator[str]:
    tools = body.get("tools", ())
    names = [tool.get("name", "") for tool in tools]
    for index, tool in enumerate(tools):
        if not _NAME.fullmatch(names[index]):
            yield f"tools.{index}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'"
        if tool.get("type", "custom") == "custom":
            yield from _wrong_input_schema(tool, index)
    if len(set(names)) < len(names):
        yield "tools: Tool names must be unique."
    choice = body.get("tool_choice") or {}
    if choice and not tools:
        yield "tool_choice: tool_choice may only be specified while providing tools."
    if choice.get("type") in ("any", "tool") and not family.forced:
        yield "tool_choice: forced tool use is not supported for this model."
    if choice.get("type") == "tool" and choice["name"] not in names:
        yield f"Tool '{choice['name']}' not found in provided tools"


def _wrong_input_schema(tool: Body, index: int) -> Iterator[str]:
    schema = tool["input_schema"]
    if schema.get("type") != "object":
        yield f"tools.{index}.custom.input_schema.type: Input should be 'object'"
    for word in ("oneOf", "allOf", "anyOf"):
        if word in schema:
            yield (
                f"tools.{index}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the "
                "top level"
            )
    if tool.get("strict"):
        for problem in _wrong_schema(schema):
            yield f"tools.{index}.custom: {problem}"


def _wrong_format(body: Body) -> Iterator[str]:
    wanted = (body.get("output_config") or {}).get("format")
    for problem in _wrong_schema(wanted["schema"]) if wanted else ():
        yield f"output_config.format.schema: {problem}"


def _wrong_schema(schema: object) -> Iterator[str]:
    """What structured outputs do not take in a schema."""
    if isinstance(schema, list):
        for item in schema:
            yield from _wrong_schema(item)
    if not isinstance(schema, dict):
        return
    kind = schema.get("type")
    if kind == "object" and schema.get("additionalProperties") is not False:
        yield "For 'object' type, 'additionalProperties' must be explicitly set to false"
    unwelcome = [word for word in _SCHEMA_LIMITS if word in schema and schema.get(word) not in (0, 1)]
    if unwelcome and isinstance(kind, str):
        yield f"For '{kind}' type, properties {', '.join(unwelcome)} are not supported"
    for name in ("properties", "$defs"):
        for child in (schema.get(name) or {}).values():
            yield from _wrong_schema(child)
    for name in ("items", "anyOf", "allOf"):
        yield from _wrong_schema(schema.get(name))


def _wrong_marks(body: Body) -> Iterator[str]:
    count = _marks({name: body.get(name) for name in ("system", "tools", "messages", "cache_control")})
    if count > 4:
        yield f"A maximum of 4 blocks with cache_control may be provided. Found {count}."


def _marks(value: object) -> int:
    if isinstance(value, list):
        return sum(map(_marks, value))
    if not isinstance(value, dict):
        return 0
    inner = sum(_marks(value.get(name)) for name in ("content", "system", "tools", "messages"))
    return inner + (value.get("cache_control") is not None)


def _wrong_signatures(body: Body, family: Family, verify: Verify) -> Iterator[str]:
    for at, message in enumerate(body["messages"]):
        blocks = message["content"] if isinstance(message["content"], list) else ()
        for index, block in enumerate(blocks):
            if block["type"] != "thinking":
                continue
            maker = body["model"] if family.tied else ""
            if not verify(block["signature"], maker, block["thinking"]):
                yield f"messages.{at}.content.{index}: Invalid `signature` in `thinking` block"
