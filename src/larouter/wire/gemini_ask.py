"""Google Gemini: a neutral conversation as a request to a backend.

Source: `_GenerateContentParameters_to_mldev` of the `google-genai` package and
ai.google.dev/api/generate-content.
"""

import re

from larouter.wire.exchange import Exchange
from larouter.wire.fitting import (
    choice_for,
    json_instruction,
    lose_extras,
    output_limit,
    sampling_for,
    tools_for,
    with_instruction,
)
from larouter.wire.gemini_contents import Contents
from larouter.wire.gemini_schema import SchemaWriter
from larouter.wire.gemini_thinking import thinking_for
from larouter.wire.neutral import Conversation, Tool, ToolChoice
from larouter.wire.profiles import Losses, unsayable

Json = dict[str, object]
MOST_STOPS = 5
MOST_ANSWERS = 8
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}")
_TIERS = {"default": "standard", "standard_only": "standard", "flex": "flex", "priority": "priority"}
_ONE_CALL = "Call at most one tool at a time."
_SAMPLING = {
    "temperature": "temperature",
    "top_p": "topP",
    "top_k": "topK",
    "seed": "seed",
    "presence_penalty": "presencePenalty",
    "frequency_penalty": "frequencyPenalty",
}


def ask_generate(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    """The body of the request; the path names the model and says whether it streams.

    Raises:
        Unsayable: Something cannot be said to Gemini, or not to this model.
    """
    choice, instruction = choice_for(conversation, losses)
    tools = [_tool(tool, at, losses) for at, tool in enumerate(tools_for(conversation, losses))]
    form, spoken = _format(conversation, losses)
    single = conversation.parallel is False and bool(tools)
    if single:
        losses.drop("parallel_tool_calls")
    notes = " ".join(note for note in (instruction, spoken, _ONE_CALL if single else "") if note)
    system, contents = Contents(exchange, losses).contents(with_instruction(conversation.messages, notes))
    body: Json = {"contents": contents}
    if system:
        body["systemInstruction"] = {"parts": system}
    if tools:
        body["tools"] = [{"functionDeclarations": tools}]
        if calling := _calling(choice, conversation):
            body["toolConfig"] = {"functionCallingConfig": calling}
    config = _config(conversation, exchange, losses) | form
    if config:
        body["generationConfig"] = config
    return body | _rest(conversation, losses)


def _config(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    sampling = conversation.sampling
    taken = sampling_for(conversation, exchange, losses)
    config: Json = {_SAMPLING[name]: value for name, value in taken.items()}
    if (limit := output_limit(conversation, exchange)) is not None:
        config["maxOutputTokens"] = limit
    if sampling.stop:
        if len(sampling.stop) > MOST_STOPS:
            raise unsayable("stop", f"it takes at most {MOST_STOPS} stop sequences")
        config["stopSequences"] = list(sampling.stop)
    if sampling.answers > 1:
        if sampling.answers > MOST_ANSWERS:
            raise unsayable("n", f"it gives at most {MOST_ANSWERS} answers")
        config["candidateCount"] = sampling.answers
    if sampling.logprobs:
        config["responseLogprobs"] = True
        if sampling.top_logprobs:
            config["logprobs"] = sampling.top_logprobs
    if thinking := thinking_for(conversation, exchange, losses):
        config["thinkingConfig"] = thinking
    return config


def _tool(tool: Tool, at: int, losses: Losses) -> Json:
    where = f"tools[{at}].function"
    if not _NAME.fullmatch(tool.name):
        raise unsayable(
            f"{where}.name", "it wants a letter or an underscore first, then letters, digits and _.:-"
        )
    if tool.cache is not None:
        losses.lose("cache_control")
    declared: Json = {"name": tool.name}
    if tool.description:
        declared["description"] = tool.description
    if tool.schema and tool.schema.get("properties") != {}:
        moved: list[str] = []
        writer = SchemaWriter(moved, strict=tool.strict is True)
        declared["parametersJsonSchema"] = writer.write(
            {"type": "object", **tool.schema}, f"{where}.parameters"
        )
        for place in moved:
            losses.drop(place)
    return declared


def _calling(choice: ToolChoice | None, conversation: Conversation) -> Json:
    strict = any(tool.strict for tool in conversation.tools)
    if choice is None or choice.mode == "auto":
        return {"mode": "VALIDATED"} if strict else {"mode": "AUTO"} if choice else {}
    if choice.mode == "none":
        return {"mode": "NONE"}
    return {"mode": "ANY", **({"allowedFunctionNames": list(choice.names)} if choice.names else {})}


def _format(conversation: Conversation, losses: Losses) -> tuple[Json, str]:
    wanted = conversation.format
    if wanted is None:
        return {}, ""
    if wanted.kind == "grammar":
        raise unsayable("grammar", "it cannot be held to a grammar; use a JSON schema")
    if conversation.tools and not losses.profile.tools_with_format:
        losses.drop("response_format")
        return {}, json_instruction(wanted)
    form: Json = {"responseMimeType": "application/json"}
    if wanted.kind == "json":
        return form, ""
    moved: list[str] = []
    writer = SchemaWriter(moved, strict=wanted.strict is True)
    form["responseJsonSchema"] = writer.write(wanted.schema, "response_format.json_schema.schema")
    for place in moved:
        losses.drop(place)
    return form, ""


def _rest(conversation: Conversation, losses: Losses) -> Json:
    extras, body = dict(conversation.extras), Json()
    if conversation.user:
        losses.lose("user")
    tier = extras.get("service_tier")
    if tier in _TIERS:
        body["serviceTier"] = _TIERS[str(tier)]
    if tier in _TIERS or tier == "auto":
        del extras["service_tier"]
    if extras.get("modalities") == ["text"]:
        del extras["modalities"]
    if extras.get("store") is False:
        body["store"] = extras.pop("store")
    lose_extras(Conversation((), extras=extras), losses)
    return body
