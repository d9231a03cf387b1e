"""OpenAI's older completions: what a request says, passed on to a server that offers them, or turned into a chat.

Source: `CreateCompletionRequest` of OpenAI's published API description. Members that are not known here are kept
and passed on.
"""

import json
from collections.abc import Callable, Mapping
from typing import cast

from larouter.core.chat import OPENAI_COMPLETIONS, Body, Chat, Turn
from larouter.core.errors import BadRequest
from larouter.wire.checks import check_members, kind, read_model, texts_beside, whole
from larouter.wire.exchange import Exchange
from larouter.wire.neutral import Conversation, Message, Text
from larouter.wire.openai_chat import CHECKS, MOST_ANSWERS, MOST_TOKENS, read_streaming
from larouter.wire.openai_chat_options import sampling_of
from larouter.wire.openai_embeddings import are_tokens
from larouter.wire.openai_stream import AnswerReader
from larouter.wire.profiles import unsayable

COMPLETIONS_PATH = "/v1/completions"
_NO_TEXT = frozenset({"prompt", "model", "stream", "stream_options"})
_KNOWN = frozenset(
    {
        *("prompt", "model", "stream", "stream_options", "max_tokens", "n", "stop", "temperature", "top_p"),
        *("top_k", "seed", "frequency_penalty", "presence_penalty", "user", "echo", "suffix", "best_of"),
        "logprobs",
    }
)
_WRONG = "prompt must be a string, an array of strings, an array of token ids or an array of such arrays"
_EMPTY: Mapping[str, object] = {}


def read_completions(body: Body) -> Chat:
    """The request in `body`: every prompt is a turn; token ids cannot be read, which makes the request opaque.

    Raises:
        BadRequest: A member is missing or of the wrong kind; the error names it and the cure.
    """
    members = body.members
    check_members(members, _CHECKS)
    streaming = read_streaming(members)
    prompts, count = _prompts(members.get("prompt"))
    each = max(cast("int", members.get("n") or 1), cast("int", members.get("best_of") or 1))
    return Chat(
        protocol=OPENAI_COMPLETIONS,
        model=read_model(members.get("model")),
        stream=streaming.wanted,
        turns=[Turn("user", prompt) for prompt in prompts] or [Turn("user", "")],
        needs=frozenset(),
        tools=(),
        definitions=texts_beside(body, _NO_TEXT, 2) + streaming.texts,
        max_tokens=cast("int", members.get("max_tokens") or 0),
        answers=each * count,
        wants_usage=streaming.with_usage,
        body=body,
        opaque=not prompts,
    )


def _prompts(given: object) -> tuple[tuple[str, ...], int]:
    """The prompts that can be read, none for token ids, and how many there are."""
    if isinstance(given, str):
        return (given,), 1
    if not isinstance(given, list) or not given:
        raise BadRequest(f"{_WRONG}, and not empty", param="prompt")
    if all(isinstance(prompt, str) for prompt in given):
        return tuple(given), len(given)
    if are_tokens(given):
        return (), 1
    if all(are_tokens(prompt) for prompt in given):
        return (), len(given)
    raise BadRequest(_WRONG, param="prompt")


def pass_completions(chat: Chat, exchange: Exchange) -> tuple[bytes, AnswerReader]:
    """The client's body for this model, and a reader that passes the answer through."""
    members = chat.body.members
    edits = {"model": json.dumps(exchange.upstream_id)}
    hidden = chat.stream and not chat.wants_usage
    if hidden:
        options = cast("Mapping[str, object]", members.get("stream_options") or _EMPTY)
        edits["stream_options"] = json.dumps({**options, "include_usage": True})
    wanted, most = cast("int | None", members.get("max_tokens")), exchange.max_output
    if most and (wanted is None or wanted > most):
        edits["max_tokens"] = str(most)
    return chat.body.with_members(edits), AnswerReader(hide_usage=hidden)


def parse_completions(body: Body) -> Conversation:
    """The request as a conversation of one user message.

    Raises:
        Unsayable: Something that no chat can do is wanted.
    """
    members = body.members
    prompts, count = _prompts(members.get("prompt"))
    if not prompts:
        raise unsayable("prompt", "it takes text, not the token ids of another model")
    if count > 1:
        raise unsayable("prompt", "it answers one prompt at a time; send each in a request of its own")
    answers = cast("int", members.get("n") or 1)
    if members.get("max_tokens") == 0:
        raise unsayable("max_tokens", "it writes one token at least")
    if members.get("suffix"):
        raise unsayable("suffix", "it writes what comes next, and does not fill gaps")
    if members.get("best_of") not in (None, 0, answers):
        raise unsayable("best_of", "it gives every answer that it makes; ask for n of them")
    if members.get("logprobs") is not None:
        raise unsayable("logprobs", "its log probabilities have another form in chats; ask it in a chat")
    return Conversation(
        messages=(Message("user", (Text(prompts[0]),), where="prompt"),),
        stream=members.get("stream") is True,
        max_tokens=cast("int | None", members.get("max_tokens")),
        sampling=sampling_of(members),
        user=cast("str", members.get("user") or ""),
        extras={name: value for name, value in members.items() if value is not None and name not in _KNOWN},
    )


_CHECKS: Mapping[str, Callable[[str, object], None]] = {
    **CHECKS,
    "max_tokens": whole(0, MOST_TOKENS),
    "best_of": whole(0, MOST_ANSWERS),
    "logprobs": whole(0, 100),
    "echo": kind(bool, "true or false"),
    "suffix": kind(str, "a string"),
}
