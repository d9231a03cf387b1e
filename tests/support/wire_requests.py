"""Rich requests of each protocol, what marks their parts, and something odd put anywhere inside."""

import copy
from typing import Any

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES

ODD = (
    None, True, False, 0, 1, -1, 1.5, "", "x", "none", "data:image/png;base64,", [], {}, [{}], [None], ["x"], [[]],
    {"type": "text"}, {"type": "x"}, {"type": None}, {"text": "x"}, {"name": "x"}, {"parts": []}, {"role": "model"},
    {"type": "tool_result"}, {"type": "reasoning"}, {"type": "function_call"},
    {"functionCall": {"name": "f"}}, {"functionResponse": {}},
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


PNG = "iVBORw0KGgo="
SCHEMA = {"type": "object", "properties": {"a": {"type": "string", "description": "DESC-Q"}}}
RICH: dict[str, dict[str, Any]] = {
    OPENAI_CHAT: {
        "model": "auto",
        "messages": [
            {"role": "system", "content": "SYSTEM-A"},
            {
                "role": "developer",
                "content": [{"type": "text", "text": "DEV-B", "cache_control": {"type": "ephemeral"}}],
            },
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
                "reasoning_details": [
                    {
                        "type": "reasoning.text",
                        "text": "HM-I",
                        "signature": "S",
                        "model": "claude-opus-5",
                        "index": 0,
                    }
                ],
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
                "function": {
                    "name": "tool_k",
                    "description": "DESC-P",
                    "strict": True,
                    "parameters": {
                        "type": "object",
                        "properties": {"a": {"type": "string", "description": "DESC-Q"}},
                    },
                },
            }
        ],
        "tool_choice": {"type": "function", "function": {"name": "tool_k"}},
        "parallel_tool_calls": False,
        "response_format": {
            "type": "json_schema",
            "json_schema": {
                "name": "n",
                "schema": {"type": "object", "properties": {"PROP-R": {"type": "number"}}},
            },
        },
        "max_tokens": 5000,
        "temperature": 0.5,
        "stop": ["STOP-S"],
        "reasoning_effort": "high",
        "user": "USER-T",
        "metadata": {"k": "v"},
    },
    ANTHROPIC: {
        "model": "auto",
        "max_tokens": 5000,
        "system": [{"type": "text", "text": "SYSTEM-A", "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
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
                    {"type": "tool_use", "id": "J2", "name": "tool_k", "input": {}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "J2", "content": "RESULT-M", "is_error": True},
                    {
                        "type": "tool_result",
                        "tool_use_id": "J1",
                        "content": [
                            {"type": "text", "text": "RESULT-N"},
                            {
                                "type": "image",
                                "source": {"type": "base64", "media_type": "image/png", "data": "PIC-O="},
                            },
                        ],
                    },
                    {"type": "text", "text": "USER-P"},
                ],
            },
        ],
        "tools": [
            {"name": "tool_k", "description": "DESC-Q", "input_schema": {"type": "object", "properties": {}}}
        ],
        "tool_choice": {"type": "any", "disable_parallel_tool_use": True},
        "stop_sequences": ["STOP-S"],
        "thinking": {"type": "adaptive"},
        "output_config": {"effort": "high"},
        "metadata": {"user_id": "USER-T"},
        "temperature": 1,
    },
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
}


def markers(value: Any) -> Any:
    if isinstance(value, dict):
        return {found for key, one in value.items() for found in (*markers(one), *markers(key))}
    if isinstance(value, list):
        return {found for one in value for found in markers(one)}
    if not isinstance(value, str):
        return set()
    return {value} if value[:-1].endswith("-") and value.isupper() else set()
