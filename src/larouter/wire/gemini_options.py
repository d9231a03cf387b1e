"""Google Gemini: the parameters of a request, apart from its contents, in neutral words.

Source: `GenerationConfig`, `Tool` and `ToolConfig` of the `google-genai` package. Tools that run at Google
have no counterpart elsewhere and are refused by name.
"""

from collections.abc import Mapping
from typing import Literal, cast

import msgspec

from larouter.core.errors import BadRequest
from larouter.core.prices import service_named
from larouter.wire.gemini_names import member, object_of, objects_of, text_of
from larouter.wire.gemini_schema import json_schema_of
from larouter.wire.neutral import Conversation, Format, Object, Reasoning, Sampling, Tool, ToolChoice
from larouter.wire.profiles import unsayable

_KNOWN = {
    *("contents", "systemInstruction", "generationConfig", "tools", "toolConfig", "model"),
    *("serviceTier", "labels", "store"),
}
_CONFIG = {
    *("temperature", "topP", "topK", "candidateCount", "maxOutputTokens", "stopSequences"),
    *("presencePenalty", "frequencyPenalty", "seed", "responseLogprobs", "logprobs"),
    *("responseMimeType", "responseSchema", "responseJsonSchema", "_responseJsonSchema", "thinkingConfig"),
}
_TIERS = frozenset({"flex", "priority"})
_encode = msgspec.json.Encoder().encode


def parse_options(members: Object) -> Conversation:
    """The request without its contents.

    Raises:
        BadRequest: A member is of the wrong kind; the error names it.
        Unsayable: A tool is Google's own.
    """
    config = object_of(members, "generationConfig")
    return Conversation(
        messages=(),
        max_tokens=cast("int | None", member(config, "maxOutputTokens")),
        tools=_tools(members),
        choice=_choice(members),
        format=_format(config),
        sampling=sampling_of(config),
        reasoning=reasoning_of(config),
        extras=_extras(members, config),
    )


def sampling_of(config: Object) -> Sampling:
    """How tokens are to be drawn; `read_generate` has checked the kinds and ranges."""
    top_k = cast("float | None", member(config, "topK"))
    top = cast("int | None", member(config, "logprobs"))
    return Sampling(
        temperature=cast("float | None", member(config, "temperature")),
        top_p=cast("float | None", member(config, "topP")),
        top_k=None if top_k is None else round(top_k),
        seed=cast("int | None", member(config, "seed")),
        frequency_penalty=cast("float | None", member(config, "frequencyPenalty")),
        presence_penalty=cast("float | None", member(config, "presencePenalty")),
        stop=tuple(cast("list[str]", member(config, "stopSequences") or ())),
        answers=cast("int | None", member(config, "candidateCount")) or 1,
        logprobs=member(config, "responseLogprobs") is True,
        top_logprobs=top,
    )


def reasoning_of(config: Object) -> Reasoning:
    """How much to think: a budget of 0 switches it off, -1 leaves it to the model."""
    thinking = object_of(config, "thinkingConfig", "generationConfig.")
    budget, level = member(thinking, "thinkingBudget"), member(thinking, "thinkingLevel")
    show = member(thinking, "includeThoughts")
    seen = show if isinstance(show, bool) else None
    if isinstance(level, str) and level.upper() != "THINKING_LEVEL_UNSPECIFIED":
        return Reasoning("on", level.lower(), show=seen)
    if isinstance(budget, int):
        mode: Literal["off", "on", "auto"] = "on" if budget > 0 else "auto" if budget < 0 else "off"
        return Reasoning(mode, budget=budget if budget > 0 else None, show=seen)
    return Reasoning("auto" if seen else "", show=seen)


def _format(config: Object) -> Format | None:
    kind = member(config, "responseMimeType")
    schema = member(config, "responseJsonSchema") or member(config, "_responseJsonSchema")
    older = member(config, "responseSchema")
    if not kind and older is None and schema is None:
        return None
    if kind == "text/plain":
        return None
    if kind and kind != "application/json":
        raise unsayable("generationConfig.responseMimeType", f"it answers in text or JSON, not in {kind}")
    if isinstance(older, Mapping):
        return Format("schema", schema=json_schema_of(older), strict=None)
    if isinstance(schema, Mapping):
        return Format("schema", schema=schema)
    return Format("json")


def _tools(members: Object) -> tuple[Tool, ...]:
    tools: list[Tool] = []
    for at, tool in enumerate(objects_of(members, "tools")):
        for name in tool:
            if name not in ("functionDeclarations", "function_declarations"):
                raise unsayable(f"tools[{at}].{name}", "it is a tool that runs at Google")
        for inner, declared in enumerate(objects_of(tool, "functionDeclarations", f"tools[{at}].")):
            tools.append(_tool(declared, f"tools[{at}].functionDeclarations[{inner}]"))
    return tuple(tools)


def _tool(declared: Object, where: str) -> Tool:
    older, schema = member(declared, "parameters"), member(declared, "parametersJsonSchema")
    if older is not None and not isinstance(older, Mapping):
        raise BadRequest(f"{where}.parameters must be a schema", param=f"{where}.parameters")
    if schema is not None and not isinstance(schema, Mapping):
        raise BadRequest(
            f"{where}.parametersJsonSchema must be an object", param=f"{where}.parametersJsonSchema"
        )
    said = str(member(declared, "description") or "")
    answers = member(declared, "responseJsonSchema") or member(declared, "response")
    if answers is not None:
        said = f"{said}\nIt returns: {_encode(answers).decode()}".strip()
    return Tool(
        text_of(declared, "name", where), said, json_schema_of(older) if older is not None else schema
    )


_MODES: Mapping[str, Literal["auto", "none", "required"]] = {
    "AUTO": "auto",
    "VALIDATED": "auto",
    "MODE_UNSPECIFIED": "auto",
    "NONE": "none",
    "ANY": "required",
}


def _choice(members: Object) -> ToolChoice | None:
    config = object_of(members, "toolConfig")
    calling = object_of(config, "functionCallingConfig", "toolConfig.")
    if not calling:
        return None
    mode = _MODES.get(str(member(calling, "mode") or "AUTO").upper())
    if mode is None:
        where = "toolConfig.functionCallingConfig.mode"
        raise BadRequest(f"{where} must be AUTO, ANY, NONE or VALIDATED", param=where)
    names = member(calling, "allowedFunctionNames") or []
    if not isinstance(names, list):
        where = "toolConfig.functionCallingConfig.allowedFunctionNames"
        raise BadRequest(f"{where} must be an array of names", param=where)
    return ToolChoice(mode, tuple([str(name) for name in names]))


def _extras(members: Object, config: Object) -> dict[str, object]:
    extras = {
        name: value for name, value in members.items() if value is not None and _camel(name) not in _KNOWN
    }
    extras |= {
        f"generationConfig.{name}": value
        for name, value in config.items()
        if value is not None and _camel(name) not in _CONFIG and not _is_default(_camel(name), value)
    }
    if isinstance(tier := member(members, "serviceTier"), str):
        name = service_named(tier)
        if not name or name in _TIERS:
            extras["service_tier"] = name or "default"
    if labels := member(members, "labels"):
        extras["metadata"] = labels
    if (store := member(members, "store")) is not None:
        extras["store"] = store
    retrieval = member(object_of(members, "toolConfig"), "retrievalConfig")
    if retrieval is not None:
        extras["toolConfig.retrievalConfig"] = retrieval
    return extras


def _is_default(name: str, value: object) -> bool:
    if name == "responseModalities":
        return isinstance(value, list) and [str(one).upper() for one in value] == ["TEXT"]
    return value is False


def _camel(name: str) -> str:
    first, *rest = name.lstrip("_").split("_")
    prefix = "_" if name.startswith("_") else ""
    return prefix + first + "".join([word.capitalize() for word in rest])
