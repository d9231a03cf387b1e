"""Conversations of any shape from every protocol to every other: nothing is lost, and the provider would accept it."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from wire_conversations import REQUEST, Talk, talks

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES, Chat
from larouter.testing import strict, strict_anthropic, strict_gemini, strict_responses
from larouter.testing.strict_chat import exact_complaint
from larouter.wire.anthropic import read_messages
from larouter.wire.dialogue import open_dialogue
from larouter.wire.gemini import Target, read_generate
from larouter.wire.habits import UNKNOWN, habits_of
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_responses import read_responses

TARGETS = [
    (OPENAI_CHAT, "qwen3"),
    (OPENAI_CHAT, "gpt-4o"),
    (OPENAI_CHAT, "deepseek-chat"),
    (ANTHROPIC, "claude-opus-5-5"),
    (ANTHROPIC, "claude-haiku-4-5"),
    (GEMINI, "gemini-4-argon"),
    (GEMINI, "gemini-2.5-flash"),
    (OPENAI_RESPONSES, "gpt-6-luna"),
    (OPENAI_CHAT, "gpt-5-codex"),
    (OPENAI_CHAT, "gpt-6.1-sol"),
]
QUIET = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
ID = re.compile(r"[a-zA-Z0-9_-]+")


def read(protocol: str, members: Any) -> Chat:
    body = read_object(json.dumps(members).encode())
    if protocol == GEMINI:
        return read_generate(body, Target("auto", stream=False))
    readers = {OPENAI_CHAT: read_chat, ANTHROPIC: read_messages, OPENAI_RESPONSES: read_responses}
    return readers[protocol](body)


def refused_by_claude(body: Mapping[str, Any], _model: str) -> object:
    return strict_anthropic.complaint(body, "2023-06-01", lambda *_: True)


def refused_by_gemini(body: Mapping[str, Any], model: str) -> object:
    return strict_gemini.unknown_names(body) or strict_gemini.complaint(body, model)


def refused_by_openai(body: Mapping[str, Any], _model: str) -> object:
    return strict.complaint(body) or exact_complaint(body)


def refused_in_responses(body: Mapping[str, Any], _model: str) -> object:
    return strict_responses.complaint(body, lambda *_: True)


JUDGES: Mapping[str, Callable[[Mapping[str, Any], str], object]] = {
    OPENAI_CHAT: refused_by_openai,
    ANTHROPIC: refused_by_claude,
    GEMINI: refused_by_gemini,
    OPENAI_RESPONSES: refused_in_responses,
}


@pytest.mark.parametrize(("backend", "model"), TARGETS)
@pytest.mark.parametrize("client", REQUEST)
@given(talk=talks())
@QUIET
def test_nothing_is_lost_and_the_provider_would_accept_it(
    client: str, backend: str, model: str, talk: Talk
) -> None:
    habits = habits_of("openai") if model.startswith("gpt") else UNKNOWN
    chat = read(client, REQUEST[client](talk))
    opened = open_dialogue(chat, backend, model, request_id="req_x", habits=habits)
    if opened.passes:
        return  # passed on as it came, which test_dialogue judges
    body = json.loads(opened.body)
    judge = JUDGES[OPENAI_RESPONSES if opened.path == "/v1/responses" else backend]
    assert judge(body, model) is None, (judge(body, model), body)
    said = json.dumps(body, ensure_ascii=False)
    assert [marker for marker in talk.markers if said.count(marker) != 1] == []
    assert opened.dropped == ()


@pytest.mark.parametrize("client", REQUEST)
@given(talk=talks())
@QUIET
def test_the_inspectors_see_all_of_it(client: str, talk: Talk) -> None:
    chat = read(client, REQUEST[client](talk))
    seen = "\n".join([*[turn.text for turn in chat.turns], *chat.definitions])
    assert [marker for marker in talk.markers if marker not in seen] == []
    assert ("vision" in chat.needs) == any(step.picture for step in talk.steps)


@pytest.mark.parametrize("client", [OPENAI_CHAT, OPENAI_RESPONSES, GEMINI])
@given(talk=talks())
@QUIET
def test_every_result_goes_to_claude_under_the_id_of_its_own_call(client: str, talk: Talk) -> None:
    chat = read(client, REQUEST[client](talk))
    body = json.loads(open_dialogue(chat, ANTHROPIC, "claude-opus-5-5", request_id="req_x").body)
    blocks = [
        block
        for message in body["messages"]
        if isinstance(message["content"], list)
        for block in message["content"]
    ]
    uses = {block["id"]: block["input"]["said"] for block in blocks if block["type"] == "tool_use"}
    results = {block["tool_use_id"]: block["content"] for block in blocks if block["type"] == "tool_result"}
    wanted = {step.calls[at][2]: said for step in talk.steps for at, said in step.results}
    assert {uses[identifier]: said for identifier, said in results.items()} == wanted
    assert all(ID.fullmatch(identifier) for identifier in uses)
