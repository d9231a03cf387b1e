"""Whatever field a client of today may send: said to the model, listed as left out, or refused by its name."""

import copy
import json
import warnings
from typing import Any

import pytest
from anthropic.types import beta, message_create_params
from anthropic.types.beta import message_create_params as beta_params
from openai.types.chat import completion_create_params
from openai.types.responses import response_create_params
from wire_fields import BASES, ELSEWHERE, FIELDS

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES, Chat
from larouter.core.errors import Unsayable
from larouter.testing import (
    openai_families,
    strict,
    strict_anthropic,
    strict_chat,
    strict_gemini,
    strict_responses,
)
from larouter.wire.anthropic import read_messages
from larouter.wire.dialogue import Dialogue, open_dialogue
from larouter.wire.gemini import Target, read_generate
from larouter.wire.habits import habits_of
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_responses import read_responses

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from google.genai import types as google

READ = {OPENAI_CHAT: read_chat, ANTHROPIC: read_messages, OPENAI_RESPONSES: read_responses}
MODELS = {
    "qwen3": ("llamacpp", OPENAI_CHAT),
    "gpt-4.1": ("openai", OPENAI_CHAT),
    "gpt-5-mini": ("openai", OPENAI_CHAT),
    "gpt-6-luna": ("openai", OPENAI_CHAT),
    "gpt-5-codex": ("openai", OPENAI_CHAT),
    "claude-opus-5-5": ("anthropic", ANTHROPIC),
    "claude-haiku-4-5": ("anthropic", ANTHROPIC),
    "gemini-4-argon": ("gemini", GEMINI),
    "gemini-2.5-flash": ("gemini", GEMINI),
}
CASES = [(client, name, model) for client, fields in FIELDS.items() for name in fields for model in MODELS]
# The answer is the same with and without them, so that there is nothing to list.
NO_DIFFERENCE = {
    ("thinking", "qwen3"),  # adaptive: the model thinks as it sees fit, which it does anyhow
    ("thinking", "gpt-4.1"),
    ("thinking", "gpt-5-mini"),
    ("thinking", "gpt-6-luna"),
    ("thinking", "gpt-5-codex"),
}
WATCHED_FOR = {"stop", "stop_sequences", "generationConfig.stopSequences"}


def read(protocol: str, members: Any) -> Chat:
    body = read_object(json.dumps(members).encode())
    if protocol == GEMINI:
        return read_generate(body, Target("auto", stream=False))
    return READ[protocol](body)


def opened(client: str, members: Any, model: str) -> Dialogue:
    server, backend = MODELS[model]
    chat = read(client, copy.deepcopy(BASES[client]) | members)
    return open_dialogue(chat, backend, model, request_id="req_1", habits=habits_of(server))


def opened_or_refused(client: str, members: Any, model: str) -> Dialogue | Unsayable:
    """The dialogue, or why there is none."""
    try:
        return opened(client, members, model)
    except Unsayable as error:
        return error


@pytest.mark.parametrize(("client", "name", "model"), CASES)
def test_a_field_is_said_or_listed_or_refused_by_its_name(client: str, name: str, model: str) -> None:
    with_it, without = FIELDS[client][name]
    said = opened_or_refused(client, with_it, model)
    if isinstance(said, Unsayable):
        assert said.param
        return
    plain = opened(client, without, model)
    told = said.body != plain.body or said.dropped != plain.dropped
    assert told or (name in WATCHED_FOR and said.cuts) or (name, model) in NO_DIFFERENCE


def complaint(path: str, body: Any, model: str) -> object:
    """What the provider's stand-in refuses; None when it accepts."""
    if path.endswith("/chat/completions"):
        return (
            strict.complaint(body)
            or strict_chat.exact_complaint(body)
            or openai_families.chat_complaint(body)
        )
    if path.endswith("/responses"):
        return strict_responses.complaint(body, lambda *_: True)
    if path.endswith("/messages"):
        return strict_anthropic.complaint(body, "2023-06-01", lambda *_: True)
    return strict_gemini.unknown_names(body) or strict_gemini.complaint(body, model)


@pytest.mark.parametrize(
    ("client", "name", "model"), [case for case in CASES if MODELS[case[2]][0] != "llamacpp"]
)
def test_what_a_provider_is_told_it_accepts(client: str, name: str, model: str) -> None:
    said = opened_or_refused(client, FIELDS[client][name][0], model)
    if isinstance(said, Unsayable):
        return
    own = said.passes and (client != OPENAI_CHAT or "nobody_knows_this" in name)
    problem = None if own else complaint(said.path, json.loads(said.body), model)
    assert problem is None, problem


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join([word.capitalize() for word in rest])


def known(client: str) -> set[str]:
    """The fields of a request, as the official SDK has them."""
    if client == OPENAI_CHAT:
        return set(completion_create_params.CompletionCreateParamsBase.__annotations__)
    if client == OPENAI_RESPONSES:
        return set(response_create_params.ResponseCreateParamsBase.__annotations__)
    if client == ANTHROPIC:
        assert beta is not None
        params = (message_create_params.MessageCreateParamsBase, beta_params.MessageCreateParamsBase)
        return {name for one in params for name in one.__annotations__}
    return {*google.GenerateContentConfig.model_fields, *google.GenerationConfig.model_fields}


@pytest.mark.parametrize("client", FIELDS)
def test_no_field_of_the_official_sdk_is_without_a_case(client: str) -> None:
    covered = {part for name in FIELDS[client] for part in name.split(".")} | {"logprobs"}
    missing = {
        name
        for name in known(client) - ELSEWHERE[client]
        if name not in covered and camel(name) not in covered
    }
    assert missing == set()
