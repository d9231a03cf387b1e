"""Nothing of a request is lost in silence between Gemini, Responses and the others, and odd ones are refused."""

import copy
import json
import random
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES, Chat
from larouter.core.errors import RouterError
from larouter.wire.anthropic import read_messages
from larouter.wire.dialogue import open_dialogue
from larouter.wire.gemini import Target, read_generate
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat
from larouter.wire.openai_responses import read_responses

REQUEST_ID = "req_01kaf0000000000000000000zz"
PNG = "iVBORw0KGgo="
FLASH, ARGON, LUNA = "gemini-3.8-flash", "gemini-4-argon", "gpt-6-luna"
SCHEMA = {"type": "object", "properties": {"a": {"type": "string", "description": "DESC-Q"}}}
RICH: dict[str, dict[str, Any]] = {
    GEMINI: {
        "system_instruction": {"parts": [{"text": "SYSTEM-A"}]},
        "contents": [
            {"role": "user", "parts": [{"text": "USER-B"}]},
            {
                "role": "user",
                "parts": [
                    {"text": "PART-C"},
                    {"inline_data": {"mime_type": "image/png", "data": PNG}},
                    {"fileData": {"mimeType": "image/png", "fileUri": "https://example.com/D.png"}},
                    {
                        "inlineData": {
                            "mimeType": "application/pdf",
                            "data": "UERGLUc=",
                            "displayName": "E.pdf",
                        }
                    },
                ],
            },
            {
                "role": "model",
                "parts": [
                    {"text": "HM-F", "thought": True},
                    {"text": "TEXT-G"},
                    {"functionCall": {"name": "tool_k", "args": {"a": "ARG-H"}}, "thoughtSignature": "U0lH"},
                    {"functionCall": {"id": "I2", "name": "tool_k", "args": {}}},
                ],
            },
            {
                "role": "user",
                "parts": [
                    {"functionResponse": {"id": "I2", "name": "tool_k", "response": {"output": "RESULT-J"}}},
                    {"function_response": {"name": "tool_k", "response": {"KEY-K": "RESULT-L"}}},
                    {"text": "USER-M"},
                ],
            },
        ],
        "tools": [
            {
                "functionDeclarations": [
                    {"name": "tool_k", "description": "DESC-P", "parametersJsonSchema": SCHEMA},
                    {
                        "name": "tool_l",
                        "parameters": {
                            "type": "OBJECT",
                            "properties": {
                                "b": {"type": "STRING", "nullable": True, "description": "DESC-R"}
                            },
                        },
                    },
                ]
            }
        ],
        "toolConfig": {
            "functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["tool_k", "tool_l"]}
        },
        "generationConfig": {
            "temperature": 1,
            "maxOutputTokens": 5000,
            "thinkingConfig": {"thinkingLevel": "HIGH", "includeThoughts": True},
        },
        "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
    },
    OPENAI_RESPONSES: {
        "model": "auto",
        "instructions": "SYSTEM-A",
        "input": [
            {"role": "user", "content": "USER-B"},
            {
                "type": "message",
                "role": "user",
                "content": [
                    {"type": "input_text", "text": "PART-C"},
                    {"type": "input_image", "detail": "auto", "image_url": f"data:image/png;base64,{PNG}"},
                    {"type": "input_image", "detail": "low", "image_url": "https://example.com/D.png"},
                    {
                        "type": "input_file",
                        "filename": "E.pdf",
                        "file_data": "data:application/pdf;base64,UERGLUc=",
                    },
                ],
            },
            {"id": "rs_1", "type": "reasoning", "summary": [{"type": "summary_text", "text": "HM-F"}]},
            {
                "id": "msg_1",
                "type": "message",
                "role": "assistant",
                "status": "completed",
                "content": [
                    {"type": "output_text", "text": "TEXT-G", "annotations": []},
                    {"type": "refusal", "refusal": "NO-G"},
                ],
            },
            {"type": "function_call", "call_id": "I1", "name": "tool_k", "arguments": '{"a":"ARG-H"}'},
            {"type": "function_call", "call_id": "I2", "name": "tool_k", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "I2", "output": "RESULT-J"},
            {
                "type": "function_call_output",
                "call_id": "I1",
                "output": [{"type": "input_text", "text": "RESULT-L"}],
            },
            {"role": "developer", "content": "DEV-M"},
            {"role": "user", "content": "USER-N"},
        ],
        "tools": [
            {
                "type": "function",
                "name": "tool_k",
                "description": "DESC-P",
                "parameters": SCHEMA,
                "strict": True,
            }
        ],
        "tool_choice": {
            "type": "allowed_tools",
            "mode": "auto",
            "tools": [{"type": "function", "name": "tool_k"}],
        },
        "parallel_tool_calls": True,
        "text": {
            "format": {
                "type": "json_schema",
                "name": "n",
                "schema": {"type": "object", "properties": {"PROP-R": {"type": "number"}}},
            }
        },
        "reasoning": {"effort": "high", "summary": "auto"},
        "max_output_tokens": 5000,
        "temperature": 1,
        "metadata": {"k": "v"},
        "store": False,
        "include": ["reasoning.encrypted_content"],
    },
    OPENAI_CHAT: {
        "model": "auto",
        "messages": [
            {"role": "system", "content": "SYSTEM-A"},
            {"role": "user", "name": "NAME-C", "content": "USER-D"},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "PART-E"},
                    {
                        "type": "image_url",
                        "image_url": {"url": f"data:image/png;base64,{PNG}", "detail": "low"},
                    },
                    {"type": "image_url", "image_url": {"url": "https://example.com/F.png"}},
                    {
                        "type": "file",
                        "file": {"file_data": "data:application/pdf;base64,UERGLUc=", "filename": "G.pdf"},
                    },
                ],
            },
            {
                "role": "assistant",
                "content": "TEXT-H",
                "reasoning_content": "HM-I",
                "tool_calls": [
                    {
                        "id": "J1",
                        "type": "function",
                        "function": {"name": "tool_k", "arguments": '{"a":"ARG-L"}'},
                    },
                    {"id": "J2", "type": "function", "function": {"name": "tool_k", "arguments": "{}"}},
                ],
            },
            {"role": "tool", "tool_call_id": "J2", "content": "RESULT-M"},
            {"role": "tool", "tool_call_id": "J1", "content": [{"type": "text", "text": "RESULT-N"}]},
            {"role": "user", "content": "USER-O"},
        ],
        "tools": [
            {
                "type": "function",
                "function": {"name": "tool_k", "description": "DESC-P", "strict": True, "parameters": SCHEMA},
            }
        ],
        "tool_choice": {"type": "function", "function": {"name": "tool_k"}},
        "max_tokens": 5000,
        "reasoning_effort": "high",
        "user": "USER-T",
    },
    ANTHROPIC: {
        "model": "auto",
        "max_tokens": 5000,
        "system": [{"type": "text", "text": "SYSTEM-A", "cache_control": {"type": "ephemeral"}}],
        "messages": [
            {"role": "user", "content": "USER-B"},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "PART-C"},
                    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}},
                    {"type": "image", "source": {"type": "url", "url": "https://example.com/D.png"}},
                    {
                        "type": "document",
                        "title": "TITLE-E",
                        "source": {"type": "text", "media_type": "text/plain", "data": "DOC-F"},
                    },
                ],
            },
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "HM-G", "signature": "S"},
                    {"type": "text", "text": "TEXT-H"},
                    {"type": "tool_use", "id": "J1", "name": "tool_k", "input": {"a": "ARG-L"}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "J1", "content": "RESULT-M", "is_error": True},
                    {"type": "text", "text": "USER-P"},
                ],
            },
        ],
        "tools": [{"name": "tool_k", "description": "DESC-Q", "input_schema": SCHEMA}],
        "tool_choice": {"type": "any"},
        "thinking": {"type": "adaptive"},
        "metadata": {"user_id": "USER-T"},
    },
}
TARGETS = [
    (ANTHROPIC, "claude-opus-5"),
    (ANTHROPIC, "claude-sonnet-4-5"),
    (OPENAI_CHAT, "qwen3"),
    (OPENAI_CHAT, "gpt-6-luna"),
    (GEMINI, FLASH),
    (GEMINI, ARGON),
    (GEMINI, "gemini-2.5-flash"),
    (OPENAI_RESPONSES, LUNA),
    (OPENAI_RESPONSES, "qwen3"),
]
MINE = (GEMINI, OPENAI_RESPONSES)
MEETINGS = [(client, *to) for client in RICH for to in TARGETS if client in MINE or to[0] in MINE]
LISTED = {
    "HM-I": "reasoning",
    "HM-G": "reasoning",
    "HM-F": "reasoning",
    "NAME-C": "messages[1].name",
    "USER-T": "user",
}


def read(protocol: str, members: Any) -> Chat:
    body = read_object(json.dumps(members).encode())
    if protocol == GEMINI:
        return read_generate(body, Target("auto", stream=False))
    return {OPENAI_CHAT: read_chat, ANTHROPIC: read_messages, OPENAI_RESPONSES: read_responses}[protocol](
        body
    )


@pytest.mark.parametrize(("client", "backend", "model"), MEETINGS)
def test_nothing_of_a_rich_request_is_lost_in_silence(client: Any, backend: Any, model: Any) -> None:
    members = copy.deepcopy(RICH[client])
    opened = open_dialogue(read(client, members), backend, model, request_id=REQUEST_ID)
    said = opened.body.decode()
    for marker in markers(members):
        assert marker in said or LISTED.get(marker) in opened.dropped, (marker, opened.dropped)


def markers(value: Any) -> Any:
    if isinstance(value, dict):
        return {found for key, one in value.items() for found in (*markers(one), *markers(key))}
    if isinstance(value, list):
        return {found for one in value for found in markers(one)}
    if not isinstance(value, str):
        return set()
    return {value} if value[:-1].endswith("-") and value.isupper() else set()


@pytest.mark.parametrize("client", [GEMINI, OPENAI_RESPONSES])
def test_everything_that_a_rich_request_says_is_seen_by_the_inspectors(client: Any) -> None:
    chat = read(client, RICH[client])
    seen = "\n".join([*[turn.text for turn in chat.turns], *chat.definitions])
    assert markers(RICH[client]) - {marker for marker in markers(RICH[client]) if marker in seen} == set()
    assert {"vision", "documents", "tools"} <= chat.needs
    assert PNG not in seen


ODD = (
    None, True, False, 0, 1, -1, 1.5, "", "x", "none", "data:image/png;base64,", [], {}, [{}], [None], ["x"], [[]],
    {"type": "text"}, {"type": "x"}, {"type": None}, {"text": "x"}, {"name": "x"}, {"parts": []}, {"role": "model"},
    {"type": "reasoning"}, {"type": "function_call"}, {"functionCall": {"name": "f"}}, {"functionResponse": {}},
)  # fmt: skip


def mutate(value: Any, dice: Any) -> None:
    """Put something odd somewhere inside."""
    spot, keys = value, []
    while isinstance(spot, dict | list) and spot:
        keys.append(
            (spot, dice.choice(sorted(spot)) if isinstance(spot, dict) else dice.randrange(len(spot)))
        )
        spot = spot[keys[-1][1]]
    holder, key = dice.choice(keys)
    holder[key] = copy.deepcopy(dice.choice(ODD))


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
