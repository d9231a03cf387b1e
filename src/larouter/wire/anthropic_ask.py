"""Anthropic Messages: a neutral conversation as a request to a backend.

Source: `MessageCreateParams` of the `anthropic` package and platform.claude.com/docs/en/api/messages. System
messages are hoisted to the top, as Anthropic's own OpenAI-compatible layer does, except where the model takes
them in their place.
"""

from larouter.wire.anthropic_blocks import Blocks
from larouter.wire.anthropic_schema import keepable
from larouter.wire.anthropic_thinking import thinking_for
from larouter.wire.exchange import ANSWER_TOOL, Exchange, stands_in
from larouter.wire.fitting import (
    choice_for,
    json_instruction,
    lose_extras,
    output_limit,
    refuse_answers,
    sampling_for,
    tools_for,
    with_instruction,
)
from larouter.wire.neutral import Conversation, Tool, ToolCall, ToolChoice
from larouter.wire.profiles import Losses, unsayable

Json = dict[str, object]
_TIERS = {"auto": "auto", "default": "standard_only", "standard_only": "standard_only"}


def ask_messages(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    """The body of the request.

    Raises:
        Unsayable: Something cannot be said in the Messages API, or not to this model.
    """
    refuse_answers(conversation)
    limit = output_limit(conversation, exchange) or exchange.profile.default_max_tokens
    tools, choice, instruction = _tools(conversation, exchange, losses)
    form, spoken = _format(conversation, exchange, losses)
    notes = " ".join(note for note in (instruction, spoken) if note)
    blocks = Blocks(exchange, losses)
    system, messages = blocks.messages(with_instruction(conversation.messages, notes))
    body: Json = {"model": exchange.upstream_id, "max_tokens": limit, "messages": messages}
    if system:
        only = system[0]
        plain = len(system) == 1 and only.keys() == {"type", "text"}
        body["system"] = only["text"] if plain else system
    if tools:
        body["tools"] = tools
        if choice:
            body["tool_choice"] = choice
    thinking, output = thinking_for(conversation, exchange, losses, limit=limit, forced=_is_forced(choice))
    if thinking:
        body["thinking"] = thinking
    if output := {**output, **form}:
        body["output_config"] = output
    body |= _sampling(conversation, exchange, losses, thinks=thinking.get("type") == "enabled")
    if conversation.stream:
        body["stream"] = True
    return body | _rest(conversation, exchange, losses)


def _is_forced(choice: Json) -> bool:
    return choice.get("type") in ("any", "tool")


def _sampling(conversation: Conversation, exchange: Exchange, losses: Losses, *, thinks: bool) -> Json:
    found: Json = {**sampling_for(conversation, exchange, losses)}
    if thinks:
        # A thinking budget goes with the default temperature only.
        # Source: platform.claude.com/docs/en/build-with-claude/extended-thinking.
        for name in [name for name in ("temperature", "top_p", "top_k") if name in found]:
            del found[name]
            losses.drop(name)
    if "temperature" in found and "top_p" in found and exchange.profile.schema:
        # From 4.5 on either may be sent, not both.
        del found["top_p"]
        losses.drop("top_p")
    stop = conversation.sampling.stop
    if any(not one.strip() for one in stop):
        raise unsayable("stop", "a stop sequence must have a character that is not white space")
    return found | ({"stop_sequences": list(stop)} if stop else {})


def _tools(conversation: Conversation, exchange: Exchange, losses: Losses) -> tuple[list[Json], Json, str]:
    choice, instruction = choice_for(conversation, losses)
    tools = [_tool(tool, at, losses) for at, tool in enumerate(tools_for(conversation, losses))]
    if not tools and (names := _called(conversation)):
        # A conversation with tool calls is refused without tools, so those that were called are named.
        tools = [{"name": name, "input_schema": {"type": "object"}} for name in names]
        choice = ToolChoice("none")
    if stands_in(conversation, exchange) and conversation.format is not None:
        moved: list[str] = []
        schema = keepable(conversation.format.schema, "response_format.json_schema.schema", moved)
        only = not conversation.tools
        answer: Json = {"name": ANSWER_TOOL, "description": "Give your final answer.", "input_schema": schema}
        return (
            [*tools, answer],
            {"type": "tool", "name": ANSWER_TOOL} if only else {"type": "any"},
            instruction,
        )
    return tools, _choice(choice, conversation), instruction


def _called(conversation: Conversation) -> list[str]:
    calls = (
        part for message in conversation.messages for part in message.parts if isinstance(part, ToolCall)
    )
    return sorted({call.name for call in calls})


def _tool(tool: Tool, at: int, losses: Losses) -> Json:
    schema: Json = {"type": "object", **(tool.schema or {"properties": {}})}
    if tool.strict:
        moved: list[str] = []
        schema = keepable(schema, f"tools[{at}].function.parameters", moved)
        for place in moved:
            losses.drop(place)
    written: Json = {"name": tool.name, "input_schema": schema}
    if tool.description:
        written["description"] = tool.description
    if tool.strict is not None and losses.profile.strict:
        written["strict"] = tool.strict
    return Blocks.marked(written, tool.cache)


def _choice(choice: ToolChoice | None, conversation: Conversation) -> Json:
    single = conversation.parallel is False
    if choice is None:
        return {"type": "auto", "disable_parallel_tool_use": True} if single and conversation.tools else {}
    if choice.mode == "none":
        return {"type": "none"}
    written: Json = {"type": "auto"}
    if choice.mode == "required":
        written = {"type": "tool", "name": choice.names[0]} if len(choice.names) == 1 else {"type": "any"}
    return written | ({"disable_parallel_tool_use": True} if single else {})


def _format(conversation: Conversation, exchange: Exchange, losses: Losses) -> tuple[Json, str]:
    wanted = conversation.format
    if wanted is None or stands_in(conversation, exchange):
        return {}, ""
    if wanted.kind == "grammar":
        raise unsayable("grammar", "it cannot be held to a grammar; use a JSON schema")
    if wanted.kind == "json":
        return {}, json_instruction(wanted)
    moved: list[str] = []
    schema = keepable(wanted.schema, "response_format.json_schema.schema", moved)
    for place in moved:
        losses.drop(place)
    return {"format": {"type": "json_schema", "schema": schema}}, ""


def _rest(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    extras, body = dict(conversation.extras), Json()
    if exchange.client == exchange.backend:
        return extras | ({"metadata": {"user_id": conversation.user}} if conversation.user else {})
    identifier = extras.pop("safety_identifier", None)
    user = conversation.user or (identifier if isinstance(identifier, str) else "")
    if user:
        body["metadata"] = {"user_id": user}
    if (tier := extras.get("service_tier")) in _TIERS:
        body["service_tier"] = _TIERS[str(tier)]
        del extras["service_tier"]
    if extras.get("modalities") == ["text"]:
        del extras["modalities"]
    if extras.get("store") is False:
        del extras["store"]
    lose_extras(Conversation((), extras=extras), losses)
    return body
