"""Fit the parameters of a conversation to a model: what every protocol's `ask` does in the same way."""

from dataclasses import replace

import msgspec

from larouter.wire.exchange import Exchange
from larouter.wire.neutral import (
    Conversation,
    Format,
    Message,
    Reasoning,
    Seal,
    Text,
    Tool,
    ToolChoice,
)
from larouter.wire.profiles import Losses, effort_of, nearest_effort, unsayable

_SAMPLING = ("temperature", "top_p", "top_k", "seed", "frequency_penalty", "presence_penalty")
_DEFAULTS = {"temperature": 1, "top_p": 1, "frequency_penalty": 0, "presence_penalty": 0}


def sampling_for(conversation: Conversation, exchange: Exchange, losses: Losses) -> dict[str, float | int]:
    """The sampling parameters that the model takes, by their name in chat completions.

    A default that the model refuses is simply not sent; a temperature over its highest is lowered to that and
    listed.

    Raises:
        Unsayable: One is refused by the model, and leaving it out is not known to be right.
    """
    profile, found = exchange.profile, {}
    free = not profile.sampling_needs_off or is_off(conversation, exchange)
    for name in _SAMPLING:
        value = getattr(conversation.sampling, name)
        if value is None:
            continue
        if name in profile.sampling and free:
            if name == "temperature" and value > profile.most_temperature:
                losses.drop(name)
                value = profile.most_temperature
            found[name] = value
        elif value != _DEFAULTS.get(name):
            losses.lose(name)
    return found


def is_off(conversation: Conversation, exchange: Exchange) -> bool:
    """Whether the model will answer without reasoning."""
    if conversation.reasoning.mode:
        return conversation.reasoning.mode == "off" and exchange.profile.off != ""
    return not exchange.profile.thinks_unasked


def quiet_for_tools(conversation: Conversation, exchange: Exchange, losses: Losses) -> Conversation:
    """The conversation without reasoning, where the model cannot reason and call tools in this protocol.

    Raises:
        Unsayable: It cannot stop reasoning either.
    """
    profile = exchange.profile
    if not conversation.tools or profile.tools_need in ("", exchange.backend):
        return conversation
    if profile.off == "":
        raise unsayable("tools", f"{profile.family} models take tools in another protocol only")
    if conversation.reasoning.mode in ("on", "auto"):
        losses.drop("reasoning_effort")
    return replace(conversation, reasoning=Reasoning("off"))


def effort_for(conversation: Conversation, exchange: Exchange, losses: Losses) -> str:
    """The effort to ask for, of those that the model knows; empty to say nothing, `none` to switch it off."""
    asked, profile = conversation.reasoning, exchange.profile
    if not asked.mode and not asked.effort:
        return ""
    if asked.mode == "off":
        if profile.off == "none":
            return "none"
        if not profile.thinks_unasked:
            if profile.family == "OpenAI-compatible":  # which may well think, and has no word for it
                losses.drop("reasoning_effort")
            return ""
        if profile.off == "":
            losses.drop("reasoning_effort")
            return profile.efforts[0] if profile.efforts else ""
        return ""
    effort = asked.effort or (effort_of(asked.budget) if asked.budget else "")
    found = nearest_effort(effort, profile) if effort else ""
    if effort and found != effort:
        losses.drop("reasoning_effort")
    return found


def tools_for(conversation: Conversation, losses: Losses) -> tuple[Tool, ...]:
    """The tools, as strict as the model can be; only the permitted ones where the choice names some.

    Raises:
        Unsayable: A tool takes free text, and the model cannot.
    """
    profile, names = losses.profile, conversation.choice.names if conversation.choice else ()
    tools = []
    for at, tool in enumerate(conversation.tools):
        if names and tool.name not in names:
            continue
        if tool.custom is not None and not profile.custom_tools:
            raise unsayable(f"tools[{at}].type", "it takes no tools with free text; give the tool a schema")
        if tool.strict and not profile.strict:
            losses.drop(f"tools[{at}].function.strict")
            tool = replace(tool, strict=None)  # noqa: PLW2901 - the same tool, less strict
        tools.append(tool)
    for name in names:
        if all(tool.name != name for tool in tools):
            raise unsayable("tool_choice", f"it names the tool {name!r}, which is not among the tools")
    return tuple(tools)


def choice_for(conversation: Conversation, losses: Losses) -> tuple[ToolChoice | None, str]:
    """How tools are to be used, and an instruction instead of force for a model that refuses force."""
    choice = conversation.choice
    if choice is None or choice.mode != "required" or losses.profile.forced_tools:
        return choice, ""
    losses.lose("tool_choice")
    what = f"the tool {choice.names[0]}" if len(choice.names) == 1 else "one of the tools"
    return ToolChoice("auto", choice.names), f"Answer by calling {what}; do not answer in plain text."


def json_instruction(wanted: Format) -> str:
    """What to tell a model that cannot be held to the format."""
    if wanted.kind == "json":
        return "Answer with one JSON object and nothing else: no explanation, no code fence."
    schema = msgspec.json.encode(wanted.schema).decode()
    return (
        "Answer with one JSON value and nothing else: no explanation, no code fence. "
        f"It must be valid against this JSON schema: {schema}"
    )


def names_json(messages: tuple[Message, ...]) -> bool:
    """Whether the word JSON stands in a message, without which OpenAI and DeepSeek refuse to answer in JSON."""
    return any(
        [
            "json" in part.text.lower()
            for message in messages
            for part in message.parts
            if isinstance(part, Text)
        ]
    )


def with_instruction(messages: tuple[Message, ...], instruction: str) -> tuple[Message, ...]:
    """The messages with one more instruction after the leading system messages."""
    if not instruction:
        return messages
    at = next(
        (i for i, message in enumerate(messages) if message.role not in ("system", "developer")),
        len(messages),
    )
    return (*messages[:at], Message("system", (Text(instruction),)), *messages[at:])


def output_limit(conversation: Conversation, exchange: Exchange) -> int | None:
    """The longest answer in tokens, kept to what was reserved; None when nobody says."""
    limits = [limit for limit in (conversation.max_tokens, exchange.max_output) if limit]
    return min(limits) if limits else None


def seal_for(seal: Seal | None, exchange: Exchange, losses: Losses) -> str:
    """The signature, if the model made it; else empty, and listed."""
    if seal is None:
        return ""
    if exchange.accepts(seal):
        return seal.value
    losses.drop("reasoning")
    return ""


def refuse_answers(conversation: Conversation) -> None:
    """Refuse what only chat completions can say of an answer.

    Raises:
        Unsayable: Several answers or log probabilities are wanted.
    """
    if conversation.sampling.answers > 1:
        raise unsayable("n", "it gives one answer; ask several times")
    if conversation.sampling.logprobs:
        raise unsayable("logprobs", "it does not tell log probabilities")


def lose_extras(conversation: Conversation, losses: Losses) -> None:
    """List the members that the protocol has no word for.

    Raises:
        Unsayable: One that may not be left out.
    """
    for name, value in conversation.extras.items():
        if name != "store" or value is not False:  # what need not be stored is not stored anyhow
            losses.lose(name)
