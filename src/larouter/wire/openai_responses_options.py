"""OpenAI Responses: the parameters of a request, apart from its input, in neutral words.

Source: `ResponseCreateParams` of the `openai` package. Tools that run at OpenAI have no counterpart elsewhere
and are refused by name. `include`, `max_tool_calls` and `stream_options` mean nothing without them.
"""

from collections.abc import Mapping
from typing import cast

import msgspec

from larouter.core.errors import BadRequest
from larouter.wire.neutral import Conversation, Format, Object, Reasoning, Sampling, Tool, ToolChoice
from larouter.wire.openai_chat_options import text_of
from larouter.wire.openai_responses_names import chosen, homes_in, tools_in
from larouter.wire.profiles import unsayable

_KNOWN = frozenset(
    {
        *("input", "instructions", "model", "stream", "max_output_tokens", "temperature", "top_p", "text"),
        *("top_logprobs", "tools", "tool_choice", "parallel_tool_calls", "reasoning", "user", "include"),
        *("max_tool_calls", "stream_options", "previous_response_id", "conversation", "prompt"),
    }
)
_LOGPROBS = "message.output_text.logprobs"
_EMPTY: Object = {}
_encode = msgspec.json.Encoder().encode


def parse_options(members: Object) -> Conversation:
    """The request without its input.

    Raises:
        BadRequest: A member is of the wrong kind; the error names it.
        Unsayable: A tool is OpenAI's own.
    """
    text = cast("Object", members.get("text") or _EMPTY)
    return Conversation(
        messages=(),
        stream=members.get("stream") is True,
        max_tokens=cast("int | None", members.get("max_output_tokens")),
        tools=tools_of(members),
        choice=choice_of(members),
        parallel=cast("bool | None", members.get("parallel_tool_calls")),
        format=_format(text),
        sampling=sampling_of(members),
        reasoning=reasoning_of(members),
        user=cast("str", members.get("user") or ""),
        extras=_extras(members, text),
    )


def sampling_of(members: Object) -> Sampling:
    """How tokens are to be drawn; `read_responses` has checked the kinds and ranges."""
    top = cast("int | None", members.get("top_logprobs"))
    return Sampling(
        temperature=cast("float | None", members.get("temperature")),
        top_p=cast("float | None", members.get("top_p")),
        logprobs=bool(top) or _LOGPROBS in cast("list[object]", members.get("include") or ()),
        top_logprobs=top,
    )


def reasoning_of(members: Object) -> Reasoning:
    """How much to think; a summary is shown to those who ask for one."""
    asked = cast("Object", members.get("reasoning") or _EMPTY)
    effort = asked.get("effort")
    show = True if asked.get("summary") or asked.get("generate_summary") else None
    if not isinstance(effort, str):
        return Reasoning(show=show)
    return Reasoning("off" if effort == "none" else "on", effort, show=show)


def tools_of(members: Object) -> tuple[Tool, ...]:
    """The tools on offer."""
    return tuple([_tool(tool, where) for where, tool in tools_in(members)])


def _tool(tool: Object, where: str) -> Tool:
    kind, description = tool["type"], str(tool.get("description") or "")
    if kind == "custom":
        form = tool.get("format")
        return Tool(
            text_of(tool, "name", where), description, custom=form if isinstance(form, Mapping) else _EMPTY
        )
    if kind != "function":
        raise unsayable(f"{where}.type", f"{kind} is a tool that runs at OpenAI")
    schema, strict = tool.get("parameters"), tool.get("strict")
    if schema is not None and not isinstance(schema, Mapping):
        raise BadRequest(f"{where}.parameters must be an object", param=f"{where}.parameters")
    if (answers := tool.get("output_schema")) is not None:
        description = f"{description}\nIt returns: {_encode(answers).decode()}".strip()
    return Tool(
        text_of(tool, "name", where), description, schema, strict if isinstance(strict, bool) else None
    )


def choice_of(members: Object) -> ToolChoice | None:
    """How tools are to be used.

    Raises:
        BadRequest: It is no choice.
        Unsayable: It names a tool that runs at OpenAI.
    """
    value = members.get("tool_choice")
    if value is None:
        return None
    if value in ("auto", "none", "required"):
        return ToolChoice(value)
    kind = value.get("type") if isinstance(value, Mapping) else None
    if isinstance(value, Mapping) and kind == "allowed_tools":
        named = tools if isinstance(tools := value.get("tools"), list) else []
        names = tuple([str(tool["name"]) for tool in named if isinstance(tool, Mapping) and tool.get("name")])
        return ToolChoice("required" if value.get("mode") == "required" else "auto", _full(names, members))
    if isinstance(value, Mapping) and kind in ("function", "custom"):
        return ToolChoice("required", _full((text_of(value, "name", "tool_choice"),), members))
    if isinstance(kind, str):
        raise unsayable("tool_choice", f"{kind} is a tool that runs at OpenAI")
    raise BadRequest(
        'tool_choice must be "auto", "none", "required" or name a tool: {"type": "function", "name": "..."}',
        param="tool_choice",
    )


def _full(names: tuple[str, ...], members: Object) -> tuple[str, ...]:
    homes = homes_in(members)
    return chosen(names, homes) if homes else names


def _format(text: Object) -> Format | None:
    form = text.get("format")
    kind = form.get("type", "text") if isinstance(form, Mapping) else "text"
    if not isinstance(form, Mapping) or kind == "text":
        return None
    if kind == "json_object":
        return Format("json")
    schema, strict = form.get("schema"), form.get("strict")
    if kind != "json_schema" or not isinstance(schema, Mapping):
        raise BadRequest(
            "text.format.type must be text, json_object or json_schema, which needs a schema",
            param="text.format",
        )
    name, description = str(form.get("name") or ""), str(form.get("description") or "")
    return Format("schema", name, description, schema, strict if isinstance(strict, bool) else None)


def _extras(members: Object, text: Object) -> dict[str, object]:
    extras = {name: value for name, value in members.items() if value is not None and name not in _KNOWN}
    if extras.get("truncation") == "disabled":
        del extras["truncation"]
    if extras.get("background") is False:
        del extras["background"]
    if (verbosity := text.get("verbosity")) is not None:
        extras["verbosity"] = verbosity
    asked = cast("Object", members.get("reasoning") or _EMPTY)
    if asked.get("context") not in (None, "auto"):
        extras["reasoning.context"] = asked["context"]
    if asked.get("mode") not in (None, "standard"):
        extras["reasoning.mode"] = asked["mode"]
    return extras
