"""OpenAI Responses: a neutral conversation as a request to a backend.

Source: `ResponseCreateParams` of the `openai` package. Nothing is to be kept by the provider, so reasoning is
asked for in the encrypted form that can be given back.
"""

from larouter.core.chat import OPENAI_CHAT
from larouter.wire.exchange import Exchange
from larouter.wire.fitting import (
    choice_for,
    effort_for,
    is_off,
    json_instruction,
    lose_extras,
    names_json,
    output_limit,
    sampling_for,
    tools_for,
    with_instruction,
)
from larouter.wire.neutral import Conversation, Format, Tool, ToolChoice
from larouter.wire.openai_responses_input import Input
from larouter.wire.profiles import Losses, unsayable

Json = dict[str, object]
LEAST_TOKENS = 16
_NO_WORD = ("top_k", "seed", "frequency_penalty", "presence_penalty")
_OPENAI = frozenset(
    {
        *("metadata", "service_tier", "safety_identifier", "prompt_cache_key", "prompt_cache_retention"),
        "prompt_cache_options",
    }
)


def ask_responses(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    """The body of the request.

    Raises:
        Unsayable: Something cannot be said in the Responses API, or not to this model.
    """
    choice, instruction = choice_for(conversation, losses)
    tools = tools_for(conversation, losses)
    wanted = conversation.format
    if wanted is not None and wanted.kind == "json" and not names_json(conversation.messages):
        instruction = f"{instruction} {json_instruction(wanted)}".strip()
    messages = with_instruction(conversation.messages, instruction)
    body: Json = {
        "model": exchange.upstream_id,
        "input": Input(exchange, losses).items(messages),
        "store": False,
        **_answer(conversation, exchange, losses),
    }
    if tools:
        body["tools"] = [_tool(tool, losses) for tool in tools]
        if choice is not None:
            body["tool_choice"] = _choice(choice, tools)
        if conversation.parallel is not None:
            body["parallel_tool_calls"] = conversation.parallel
    if text := _text(conversation, exchange):
        body["text"] = text
    if conversation.user:
        body["user"] = conversation.user
    if conversation.stream:
        body["stream"] = True
    return body | _rest(conversation, exchange, losses)


def _answer(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    sampling, profile = conversation.sampling, exchange.profile
    body: Json = {}
    for name, value in sampling_for(conversation, exchange, losses).items():
        if name in _NO_WORD:
            losses.lose(name)
        else:
            body[name] = value
    if sampling.stop:
        losses.lose("stop", "the Responses API takes no stop sequences")
    if sampling.answers > 1:
        raise unsayable("n", "it gives one answer; ask several times")
    body |= _logprobs(conversation, exchange)
    include = ["message.output_text.logprobs"] if sampling.logprobs else []
    if profile.thinks:
        include.append("reasoning.encrypted_content")
    if include:
        body["include"] = include
    if (limit := output_limit(conversation, exchange)) is not None:
        body["max_output_tokens"] = _limit(limit, exchange, losses)
    effort = effort_for(conversation, exchange, losses)
    reasoning: Json = {"effort": effort} if effort else {}
    if conversation.reasoning.show and profile.thinks:
        reasoning["summary"] = "auto"
    return body | ({"reasoning": reasoning} if reasoning else {})


def _logprobs(conversation: Conversation, exchange: Exchange) -> Json:
    sampling = conversation.sampling
    if sampling.logprobs and exchange.profile.thinks_unasked and not is_off(conversation, exchange):
        raise unsayable("logprobs", "it tells no log probabilities while it reasons")
    top = sampling.top_logprobs if sampling.logprobs else None
    return {} if top is None else {"top_logprobs": top}


def _limit(limit: int, exchange: Exchange, losses: Losses) -> int:
    """The API refuses less than 16; more is asked for only where no more was reserved than that."""
    if limit >= LEAST_TOKENS or (exchange.max_output or LEAST_TOKENS) < LEAST_TOKENS:
        return limit
    losses.drop("max_tokens")
    return LEAST_TOKENS


def _text(conversation: Conversation, exchange: Exchange) -> Json:
    text: Json = {}
    if conversation.format is not None:
        text["format"] = _format(conversation.format)
    verbosity = conversation.extras.get("verbosity")
    if verbosity is not None and exchange.client == OPENAI_CHAT:
        text["verbosity"] = verbosity
    return text


def _format(wanted: Format) -> Json:
    if wanted.kind == "grammar":
        raise unsayable("grammar", "it cannot be held to a grammar; use a JSON schema")
    if wanted.kind == "json":
        return {"type": "json_object"}
    form: Json = {"type": "json_schema", "name": wanted.name or "answer", "schema": wanted.schema}
    if wanted.description:
        form["description"] = wanted.description
    return form | ({"strict": wanted.strict} if wanted.strict is not None else {})


def _tool(tool: Tool, losses: Losses) -> Json:
    if tool.cache is not None:
        losses.lose("cache_control")
    if tool.custom is not None:
        custom: Json = {"type": "custom", "name": tool.name, "description": tool.description}
        return custom | ({"format": tool.custom} if tool.custom else {})
    # Without the word, a tool of this API is strict.
    function: Json = {"type": "function", "name": tool.name, "strict": tool.strict or False}
    if tool.description:
        function["description"] = tool.description
    return {**function, "parameters": tool.schema or {"type": "object", "properties": {}}}


def _choice(choice: ToolChoice, tools: tuple[Tool, ...]) -> object:
    """Tools that may not be used are not offered, so that a mode is enough for several."""
    if choice.mode != "required" or len(choice.names) != 1:
        return choice.mode
    tool = next(tool for tool in tools if tool.name == choice.names[0])
    return {"type": "function" if tool.custom is None else "custom", "name": tool.name}


def _rest(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    extras, body = dict(conversation.extras), Json()
    if exchange.client == OPENAI_CHAT:
        body = {name: extras.pop(name) for name in _OPENAI & extras.keys()}
        extras.pop("verbosity", None)
        if extras.get("modalities") == ["text"]:
            del extras["modalities"]
    if extras.get("store") is False:
        del extras["store"]
    lose_extras(Conversation((), extras=extras), losses)
    return body
