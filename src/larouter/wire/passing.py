"""OpenAI chat completions to a backend that speaks them: the bytes as they came, but for what it refuses."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from larouter.core.chat import Body, Chat
from larouter.wire.call_ids import MOST_IN_CHATS
from larouter.wire.exchange import Exchange
from larouter.wire.fitting import (
    choice_for,
    effort_for,
    is_off,
    json_instruction,
    quiet_for_tools,
    sampling_for,
)
from larouter.wire.mending import MendingReader
from larouter.wire.neutral import Conversation
from larouter.wire.openai_chat_options import choice_of, format_of, reasoning_of, sampling_of, tools_of
from larouter.wire.openai_stream import AnswerReader
from larouter.wire.profiles import NOT_OPENAI, Losses, Profile, unsayable
from larouter.wire.tool_names import is_foreign

Edits = dict[str, str | None]
_LIMITS = ("max_completion_tokens", "max_tokens")
_json = lru_cache(maxsize=512)(json.dumps)  # of names of models, of which there are few
_PLAIN = frozenset({"role", "content"})
_OTHER_WORDS = ('"cache_control"', '"extra_content"')
_REASONING = ("reasoning_details", "reasoning_content", "reasoning")


def pass_chat(chat: Chat, exchange: Exchange, losses: Losses) -> tuple[bytes, AnswerReader]:
    """The client's body for this model, and a reader that passes the answer through.

    Raises:
        Unsayable: The model refuses a parameter that may not be left out.
    """
    members = chat.body.members
    edits: Edits = {"model": _json(exchange.upstream_id)}
    if chat.stream and not chat.wants_usage:
        options = members.get("stream_options")
        asked = options if isinstance(options, dict) else {}
        edits["stream_options"] = json.dumps({**asked, "include_usage": True})
    _limit(members, exchange, edits)
    instruction = _fit(chat, exchange, losses, edits)
    _mend_messages(chat.body, exchange, losses, edits)
    if instruction:
        start, end = chat.body.spans["messages"]
        messages = edits.get("messages") or chat.body.text[start:end]
        edits["messages"] = (
            f'[{{"role":"system","content":{json.dumps(instruction)}}},{messages.lstrip()[1:]}'
        )
    hidden = chat.stream and not chat.wants_usage
    if exchange.mends and chat.tools:
        return edited(chat.body, edits), MendingReader(hide_usage=hidden, suffix=exchange.suffix)
    return edited(chat.body, edits), AnswerReader(hide_usage=hidden)


def has_other_words(body: Body, profile: Profile) -> bool:
    """Whether something has to be said in OpenAI's own words that other servers, and other clients, say otherwise.

    Args:
        body: A chat completion request.
        profile: Of a model of OpenAI's.
    """
    members = body.members
    if members.get("thinking") is not None or (members.get("stop") and "stop" not in profile.sampling):
        return True
    messages = cast("list[dict[str, object]]", members["messages"])
    if "tools" not in members and all(
        [it.keys() <= _PLAIN and type(it.get("content")) is str for it in messages]
    ):
        return False
    if any([word in body.text for word in _OTHER_WORDS]) or any(
        [is_foreign(tool.name) for tool in tools_of(members)]
    ):
        return True
    return any([_is_other(message) for message in messages])


def _is_other(message: Mapping[str, object]) -> bool:
    """Whether a message has an id that is too long, or a tool's result that is more than text."""
    content, calls = message.get("content"), message.get("tool_calls")
    if message["role"] == "tool":
        if len(cast("str", message["tool_call_id"])) > MOST_IN_CHATS:
            return True
        return isinstance(content, list) and any([part.get("type") != "text" for part in content])
    called = calls if isinstance(calls, list) else ()
    return any([len(str(call.get("id") or "")) > MOST_IN_CHATS for call in called])


def _limit(members: Mapping[str, object], exchange: Exchange, edits: Edits) -> None:
    names = [name for name in _LIMITS if members.get(name) is not None]
    name, profile = names[0] if names else "max_tokens", exchange.profile
    # Of two limits both hold, which the smaller one says.
    wanted = min([cast("int", members[one]) for one in names], default=None)
    if profile.family != "OpenAI-compatible":
        edits.update(dict.fromkeys([one for one in names if one != profile.tokens_name]))
        name = profile.tokens_name
    if names == [name] and exchange.max_output is None:
        return  # the one limit that there is stays as it is
    limits = [limit for limit in (wanted, exchange.max_output) if limit]
    # Of two limits some backends read the one and some the other.
    for one in {name, *names} - edits.keys():
        if limits and members.get(one) != min(limits):
            edits[one] = str(min(limits))


def _fit(chat: Chat, exchange: Exchange, losses: Losses, edits: Edits) -> str:
    """Edit the parameters that this family does not take; returns what to tell the model instead."""
    if exchange.profile.family == "OpenAI-compatible":
        return ""
    members = chat.body.members
    asked = Conversation(
        (),
        tools=tools_of(members),
        choice=choice_of(members),
        format=format_of(members),
        sampling=sampling_of(members),
        reasoning=reasoning_of(members),
    )
    if exchange.profile.developer:
        for name in NOT_OPENAI & members.keys():
            losses.lose(name)
            edits[name] = None
        if members.get("logprobs") is False:
            edits["logprobs"] = None
    asked = quiet_for_tools(asked, exchange, losses)
    taken = sampling_for(asked, exchange, losses)
    for name in ("temperature", "top_p", "top_k", "seed", "frequency_penalty", "presence_penalty"):
        if members.get(name) is not None and taken.get(name) != members[name]:
            edits[name] = str(taken[name]) if name in taken else None
    if asked.sampling.stop and "stop" not in exchange.profile.sampling:
        losses.lose("stop", "it takes no stop sequences")
        edits["stop"] = None
    if asked.sampling.logprobs and exchange.profile.thinks_unasked and not is_off(asked, exchange):
        raise unsayable("logprobs", "it tells no log probabilities while it reasons")
    if members.get("reasoning_effort") is not None or asked.reasoning.mode:
        effort = effort_for(asked, exchange, losses)
        edits["reasoning_effort"] = json.dumps(effort) if effort else None
    start, end = chat.body.spans["messages"]
    return _instead(asked, losses, edits, chat.body.text[start:end])


def _instead(asked: Conversation, losses: Losses, edits: Edits, text: str) -> str:
    choice, instruction = choice_for(asked, losses)
    if choice is not None and choice != asked.choice:
        edits["tool_choice"] = json.dumps(choice.mode)
    if asked.format is not None and asked.format.kind == "json" and "json" not in text.lower():
        return f"{instruction} {json_instruction(asked.format)}".strip()
    if asked.format is None or asked.format.kind != "schema" or losses.profile.schema:
        return instruction
    losses.drop("response_format.json_schema")
    edits["response_format"] = '{"type":"json_object"}'
    return f"{instruction} {json_instruction(asked.format)}".strip()


def _mend_messages(body: Body, exchange: Exchange, losses: Losses, edits: Edits) -> None:
    """Take out reasoning that another model made, and roles that the model does not know."""
    given = cast("list[dict[str, object]]", body.members["messages"])
    foreign = not all([it.keys() <= _PLAIN for it in given]) and '"reasoning_' in body.text
    unknown = not exchange.profile.developer and any([it.get("role") == "developer" for it in given])
    if not foreign and not unknown:
        return
    messages, changed = [], False
    for message in given:
        mended = _without_foreign(message, exchange, losses) if foreign else message
        if unknown and mended.get("role") == "developer":
            mended = {**mended, "role": "system"}
        changed = changed or mended is not message
        messages.append(mended)
    if changed:
        edits["messages"] = json.dumps(messages, ensure_ascii=False)


def _without_foreign(message: dict[str, object], exchange: Exchange, losses: Losses) -> dict[str, object]:
    details = message.get("reasoning_details")
    if isinstance(details, list):
        own = [
            detail
            for detail in details
            if not isinstance(detail, dict) or detail.get("model") in (None, "", exchange.upstream_id)
        ]
        if len(own) == len(details) and not exchange.profile.developer:
            return message
    elif not exchange.profile.developer or not message.keys() & {*_REASONING}:
        return message
    losses.drop("reasoning")
    return {name: value for name, value in message.items() if name not in _REASONING}


def edited(body: Body, edits: Edits) -> bytes:
    """The body with members replaced, added or, for None, removed; what stays, stays byte for byte."""
    if None not in edits.values():
        return body.with_members(cast("dict[str, str]", edits))
    changes = {name: value for name, value in edits.items() if value is not None}
    gone = edits.keys() - changes.keys()
    if not gone & body.spans.keys():
        return body.with_members(changes)
    kept = {name: body.text[start:end] for name, (start, end) in body.spans.items() if name not in gone}
    return (
        "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in (kept | changes).items()) + "}"
    ).encode()
