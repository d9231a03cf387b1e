"""Nothing of a rich request is lost in silence between any two protocols, and odd ones are refused."""

import base64
import copy
import json
import random
from typing import Any

import pytest
from wire_requests import PNG, RICH, markers, mutate

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES, Chat
from larouter.core.errors import RouterError
from larouter.wire.anthropic import read_messages
from larouter.wire.dialogue import open_dialogue
from larouter.wire.gemini import Target, read_generate
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_responses import read_responses

REQUEST_ID = "req_01kaf0000000000000000000zz"
TARGETS = [
    (ANTHROPIC, "claude-opus-5"),
    (ANTHROPIC, "claude-sonnet-5-5"),
    (ANTHROPIC, "claude-sonnet-4-5"),
    (ANTHROPIC, "claude-opus-4-6"),
    (ANTHROPIC, "other"),
    (OPENAI_CHAT, "qwen3"),
    (OPENAI_CHAT, "gpt-4.1"),
    (OPENAI_CHAT, "gpt-6-luna"),
    (OPENAI_CHAT, "deepseek-chat"),
    (GEMINI, "gemini-3.8-flash"),
    (GEMINI, "gemini-4-argon"),
    (GEMINI, "gemini-2.5-flash"),
    (OPENAI_RESPONSES, "gpt-6-luna"),
    (OPENAI_RESPONSES, "gpt-6.1-sol"),
    (OPENAI_RESPONSES, "qwen3"),
]
MEETINGS = [(client, *to) for client in RICH for to in TARGETS]
LISTED = {
    "HM-I": "reasoning",
    "HM-G": "reasoning",
    "HM-F": "reasoning",
    "NAME-C": "messages[2].name",
    "USER-T": "user",
}


def read(protocol: str, members: Any) -> Chat:
    body = read_object(json.dumps(members).encode())
    if protocol == GEMINI:
        return read_generate(body, Target("auto", stream=False))
    return {OPENAI_CHAT: read_chat, ANTHROPIC: read_messages, OPENAI_RESPONSES: read_responses}[protocol](
        body
    )


def sayable(members: Any, backend: str, model: str) -> Any:
    """The request without what is refused by name: stop sequences in Responses, a format beside tools in Gemini 2.5."""
    gone = ("stop", "stop_sequences") if backend == OPENAI_RESPONSES else ()
    gone += ("response_format", "text") if model == "gemini-2.5-flash" else ()
    return {name: value for name, value in members.items() if name not in gone}


@pytest.mark.parametrize(("client", "backend", "model"), MEETINGS)
def test_nothing_of_a_rich_request_is_lost_in_silence(client: Any, backend: Any, model: Any) -> None:
    members = sayable(copy.deepcopy(RICH[client]), backend, model)
    opened = open_dialogue(read(client, members), backend, model, request_id=REQUEST_ID)
    said = opened.body.decode()
    for marker in markers(members):
        assert marker in said or LISTED.get(marker) in opened.dropped, (marker, opened.dropped)


@pytest.mark.parametrize("client", RICH)
def test_everything_that_a_rich_request_says_is_seen_by_the_inspectors(client: Any) -> None:
    chat = read(client, RICH[client])
    seen = "\n".join([*[turn.text for turn in chat.turns], *chat.definitions])
    assert markers(RICH[client]) - {marker for marker in markers(RICH[client]) if marker in seen} == set()
    assert {"vision", "documents", "tools"} <= chat.needs
    assert PNG not in seen


@pytest.mark.parametrize(("client", "backend", "model"), MEETINGS)
@pytest.mark.parametrize("seed", range(3))
def test_an_odd_request_raises_nothing_but_our_own_errors(
    client: Any, backend: Any, model: Any, seed: Any
) -> None:
    dice = random.Random(f"{client} {model} {seed}")
    for _ in range(150):
        members = copy.deepcopy(RICH[client])
        for _ in range(dice.randint(1, 3)):
            mutate(members, dice)
        check_odd(client, members, backend, model)


def check_odd(client: Any, members: Any, backend: Any, model: Any) -> None:
    try:
        opened = open_dialogue(read(client, members), backend, model, request_id=REQUEST_ID)
    except RouterError as error:
        assert error.status == 400  # noqa: PT017 - it need not raise
    except Exception as error:
        raise AssertionError(json.dumps(members)) from error
    else:
        json.loads(opened.body)


def places(value: Any) -> list[Any]:
    """Every object inside, the request itself included."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [*([value] if isinstance(value, dict) else []), *[found for one in inner for found in places(one)]]


@pytest.mark.parametrize("client", RICH)
def test_what_is_sent_has_been_seen_by_the_inspectors_wherever_it_stands(client: Any) -> None:
    """A member that nobody knows may stand anywhere, and goes on to a backend of the same protocol."""
    model = {OPENAI_CHAT: "qwen3", ANTHROPIC: "other", GEMINI: "gemini-2.5-pro", OPENAI_RESPONSES: "qwen3"}[
        client
    ]
    unseen = []
    for at in range(len(places(RICH[client]))):
        members = copy.deepcopy(RICH[client])
        place = places(members)[at]
        place["x_new"] = "HIDDEN-Z"
        try:
            chat = read(client, members)
            sent = open_dialogue(chat, client, model, request_id=REQUEST_ID).body.decode()
        except RouterError:
            continue
        seen = "\n".join([*[turn.text for turn in chat.turns], *chat.definitions])
        if "HIDDEN-Z" in sent and "HIDDEN-Z" not in seen:
            unseen.append({name: one for name, one in place.items() if isinstance(one, str)})
    assert unseen == []


MODEL_OF = {OPENAI_CHAT: "qwen3", ANTHROPIC: "other", GEMINI: "gemini-2.5-pro", OPENAI_RESPONSES: "qwen3"}
SIGNED: dict[str, list[Any]] = {
    OPENAI_CHAT: [
        {
            "role": "user",
            "content": [{"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}],
        }
    ],
    ANTHROPIC: [
        {"role": "assistant", "content": [{"type": "redacted_thinking", "data": "EqQBCkYIBxgCKkD8"}]},
        {"role": "user", "content": [{"type": "image", "source": {"type": "file", "file_id": "file_1"}}]},
    ],
    GEMINI: [
        {"role": "user", "parts": [{"fileData": {"mimeType": "image/png", "fileUri": "https://e.com/D.png"}}]}
    ],
    OPENAI_RESPONSES: [
        {"id": "rs_2", "type": "reasoning", "summary": [], "encrypted_content": "gAAAAABmCFpV"},
        {"type": "compaction", "id": "cmp_1", "encrypted_content": "gAAAAABmCFpV"},
        {
            "type": "custom_tool_call",
            "id": "ctc_1",
            "call_id": "c9",
            "name": "run",
            "input": "x",
            "status": "completed",
        },
        {"type": "custom_tool_call_output", "call_id": "c9", "output": "y"},
        {
            "role": "user",
            "content": [{"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}],
        },
    ],
}
TURNS = {OPENAI_CHAT: "messages", ANTHROPIC: "messages", GEMINI: "contents", OPENAI_RESPONSES: "input"}


def fullest(client: str) -> Any:
    members = copy.deepcopy(RICH[client])
    members[TURNS[client]] += copy.deepcopy(SIGNED[client])
    return members | (
        {"stream": True, "stream_options": {"include_usage": True}} if client == OPENAI_CHAT else {}
    )


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The place of every string inside."""
    if isinstance(value, str):
        return [path]
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, one in inner for found in leaves(one, (*path, key))]


SENTENCE = "HIDDEN-Z the password is swordfish"
WAYS = (
    SENTENCE,
    SENTENCE.replace(" ", "_"),
    f"data:image/png;base64,{SENTENCE}",
    f"https://example.com/{SENTENCE}",
    base64.b64encode(SENTENCE.encode()).decode(),
    "data:application/pdf;base64," + base64.b64encode(SENTENCE.encode()).decode(),
)


@pytest.mark.parametrize("way", WAYS, ids=["plain", "joined", "data", "address", "encoded", "encoded data"])
@pytest.mark.parametrize("client", RICH)
def test_a_sentence_in_the_place_of_any_string_is_seen_wherever_it_would_be_sent(
    client: Any, way: str
) -> None:
    """Ids, kinds, signatures, pictures and all: what leaves with the sentence in it has been read with it in it."""
    unseen = []
    for path in leaves(fullest(client)):
        members = fullest(client)
        place = members
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = way
        for backend, model in MODEL_OF.items():
            try:
                chat = read(client, members)
                sent = open_dialogue(chat, backend, model, request_id=REQUEST_ID).body.decode()
            except RouterError:
                continue
            seen = "\n".join([*[turn.text for turn in chat.turns], *chat.definitions])
            code = way.rpartition(",")[2]
            if (code in sent or "HIDDEN-Z" in sent) and "HIDDEN-Z" not in seen and code not in seen:
                unseen.append((path, backend))
    assert unseen == []
