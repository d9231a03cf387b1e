"""One request for each field that the official SDKs know, beside the smallest request that holds its surroundings.

`FIELDS` is, by protocol and name of the field: the members with it, and what it stands beside (members without it).
A name with a dot is a field inside another. Every field of the SDKs' request types is here, or in `ELSEWHERE`.
"""

from collections.abc import Mapping
from typing import Any

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES

Json = dict[str, Any]
HI: Json = {"role": "user", "content": "hi"}
OBJECT: Json = {
    "type": "object",
    "properties": {"a": {"type": "string"}},
    "required": ["a"],
    "additionalProperties": False,
}
FUNCTION: Json = {"name": "f", "description": "d", "parameters": OBJECT}
CHAT_TOOL: Json = {"type": "function", "function": FUNCTION}
ITEM_TOOL: Json = {"type": "function", **FUNCTION, "strict": False}
TOOL: Json = {"name": "f", "description": "d", "input_schema": OBJECT}
DECLARED: Json = {"name": "f", "description": "d", "parametersJsonSchema": OBJECT}
GOOGLE_HI: Json = {"role": "user", "parts": [{"text": "hi"}]}
PICTURE: Json = {"inlineData": {"mimeType": "image/png", "data": "AAAA"}}
BASES: Mapping[str, Json] = {
    OPENAI_CHAT: {"model": "auto", "messages": [HI]},
    OPENAI_RESPONSES: {"model": "auto", "input": [HI]},
    ANTHROPIC: {"model": "auto", "max_tokens": 9000, "messages": [HI]},
    GEMINI: {"contents": [GOOGLE_HI]},
}


def _said(part: Json, role: str = "user") -> Json:
    return {"messages": [HI, {"role": role, "content": [part]}, HI] if role == "assistant" else
            [{"role": role, "content": [part]}]}  # fmt: skip


def _item(part: Json) -> Json:
    return {"input": [HI, {"type": "message", "role": "assistant", "content": [part]}, HI]}


def _called(call: Json, **result: Any) -> Json:
    use = {"type": "tool_use", "id": "t1", "name": "f", "input": {}, **call}
    answer = {"type": "tool_result", "tool_use_id": "t1", "content": "e", **result}
    turns = [HI, {"role": "assistant", "content": [use]}, {"role": "user", "content": [answer]}]
    return {"messages": turns, "tools": [TOOL]}


def _part(part: Json) -> Json:
    return {"contents": [{"role": "user", "parts": [part]}]}


def _config(**members: Any) -> Json:
    return {"generationConfig": members}


_TEXT: Json = {"type": "text", "text": "hi"}
_DOCUMENT: Json = {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "T"}}
_FOUND: Json = {"type": "search_result", "source": "S", "title": "T", "content": [_TEXT]}
_OUT: Json = {"type": "output_text", "text": "x"}
_CALLED: Json = {"role": "assistant", "content": None, "tool_calls": [
    {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}  # fmt: skip
_ANSWERED: Json = {"type": "functionResponse", "name": "f", "response": {"output": "x"}}

Case = tuple[Json, Json]
_NONE: Json = {}


def _top(**members: Any) -> Mapping[str, Case]:
    return {name: ({name: value}, _NONE) for name, value in members.items()}


_CHAT: Mapping[str, Case] = {
    **_top(
        frequency_penalty=0.5, functions=[FUNCTION], logit_bias={"5": 1}, max_completion_tokens=50, max_tokens=50,
        metadata={"a": "b"}, modalities=["text", "audio"], moderation={"model": "m"}, n=2,
        prediction={"type": "content", "content": "x"}, presence_penalty=0.5, prompt_cache_key="k",
        prompt_cache_options={"ttl": "30m"}, prompt_cache_retention="24h", reasoning_effort="high",
        response_format={"type": "json_object"}, safety_identifier="s", seed=1, service_tier="flex", stop=["X"],
        store=True, temperature=0.3, tools=[CHAT_TOOL], top_p=0.5, user="u", verbosity="low",
        web_search_options={"search_context_size": "low"}, audio={"voice": "alloy", "format": "wav"},
        parallel_tool_calls=False, top_k=5, min_p=0.1, grammar="root ::= 'a'", cache_control={"type": "ephemeral"},
        chat_template_kwargs={"enable_thinking": False}, reasoning={"effort": "high"}, nobody_knows_this=1,
        thinking={"type": "enabled", "budget_tokens": 2000},
    ),
    "logprobs": ({"logprobs": True, "top_logprobs": 2}, _NONE),
    "function_call": ({"functions": [FUNCTION], "function_call": {"name": "f"}}, {"functions": [FUNCTION]}),
    "tool_choice": ({"tools": [CHAT_TOOL], "tool_choice": "required"}, {"tools": [CHAT_TOOL]}),
    "parallel_tool_calls": ({"tools": [CHAT_TOOL], "parallel_tool_calls": False}, {"tools": [CHAT_TOOL]}),
    "tools.strict": ({"tools": [{**CHAT_TOOL, "function": {**FUNCTION, "strict": True}}]}, {"tools": [CHAT_TOOL]}),
    "tools.cache_control": (
        {"tools": [{**CHAT_TOOL, "cache_control": {"type": "ephemeral"}}]},
        {"tools": [CHAT_TOOL]},
    ),
    "tools.nobody_knows_this": ({"tools": [{**CHAT_TOOL, "nobody_knows_this": 1}]}, {"tools": [CHAT_TOOL]}),
    "messages.name": ({"messages": [{**HI, "name": "bob"}]}, _NONE),
    "messages.cache_control": ({"messages": [{**HI, "cache_control": {"type": "ephemeral"}}]}, _NONE),
    "messages.nobody_knows_this": ({"messages": [{**HI, "nobody_knows_this": 1}]}, _NONE),
    "messages.content.cache_control": (_said({**_TEXT, "cache_control": {"type": "ephemeral"}}), _said(_TEXT)),
    "messages.content.input_audio": (
        _said({"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}}), _NONE,
    ),
    "messages.tool_calls.extra_content": (
        {"messages": [HI, {**_CALLED, "tool_calls": [{**_CALLED["tool_calls"][0], "extra_content": {
            "google": {"thought_signature": "c2lnbmVk", "model": "gemini-1"}}}]},
            {"role": "tool", "tool_call_id": "c1", "content": "r"}], "tools": [CHAT_TOOL]},
        {"messages": [HI, _CALLED, {"role": "tool", "tool_call_id": "c1", "content": "r"}], "tools": [CHAT_TOOL]},
    ),
    "messages.content.image_url in a tool's": (
        {"messages": [HI, _CALLED, {"role": "tool", "tool_call_id": "c1", "content": [
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]}], "tools": [CHAT_TOOL]},
        {"messages": [HI, _CALLED, {"role": "tool", "tool_call_id": "c1", "content": ""}], "tools": [CHAT_TOOL]},
    ),
}  # fmt: skip
_RESPONSES: Mapping[str, Case] = {
    **_top(
        access_programs={"a": True}, background=True, context_management=[{"type": "compaction"}],
        instructions="I", max_output_tokens=50, metadata={"a": "b"}, moderation={"model": "m"},
        prompt_cache_key="k", prompt_cache_options={"ttl": "30m"}, prompt_cache_retention="24h",
        reasoning={"effort": "high", "summary": "auto"}, safety_identifier="s", service_tier="flex", store=True,
        temperature=0.3, text={"format": {"type": "json_object"}}, tools=[ITEM_TOOL], top_logprobs=2, top_p=0.5,
        truncation="auto", user="u", image={"a": 1}, nobody_knows_this=1,
    ),
    "text.verbosity": ({"text": {"verbosity": "low"}}, _NONE),
    "tool_choice": ({"tools": [ITEM_TOOL], "tool_choice": "required"}, {"tools": [ITEM_TOOL]}),
    "parallel_tool_calls": ({"tools": [ITEM_TOOL], "parallel_tool_calls": False}, {"tools": [ITEM_TOOL]}),
    "tools.defer_loading": ({"tools": [{**ITEM_TOOL, "defer_loading": True}]}, {"tools": [ITEM_TOOL]}),
    "tools.output_schema": ({"tools": [{**ITEM_TOOL, "output_schema": OBJECT}]}, {"tools": [ITEM_TOOL]}),
    "tools.allowed_callers": (
        {"tools": [{**ITEM_TOOL, "allowed_callers": ["programmatic"]}]},
        {"tools": [ITEM_TOOL]},
    ),
    "input.phase": (
        {"input": [HI, {"role": "assistant", "content": "x", "phase": "commentary"}, HI]},
        {"input": [HI, {"role": "assistant", "content": "x"}, HI]},
    ),
    "input.content.annotations": (
        _item({**_OUT, "annotations": [{"type": "url_citation", "url": "https://x.org", "title": "t",
                                        "start_index": 0, "end_index": 1}]}),
        _item(_OUT),
    ),
}  # fmt: skip
_MESSAGES: Mapping[str, Case] = {
    **_top(
        cache_control={"type": "ephemeral"}, container="c", diagnostics={"previous_message_id": "msg_1"},
        inference_geo="us", metadata={"user_id": "u"}, max_tokens=50, output_config={"effort": "high"},
        service_tier="standard_only", speed="fast", stop_sequences=["X"], thinking={"type": "adaptive"},
        system=[{**_TEXT, "cache_control": {"type": "ephemeral", "ttl": "1h"}}], tools=[TOOL], top_k=5,
        temperature=0.3, user_profile_id="u", workspace_id="w", compaction={"a": 1},
        context_management={"edits": [{"type": "clear_tool_uses_20250919"}]}, fallbacks=[{"model": "m"}],
        mcp_servers=[{"type": "url", "url": "https://x.org", "name": "m"}], thread={"a": 1},
        fallback_credit_token="t", nobody_knows_this=1,
    ),
    "output_config.format": ({"output_config": {"format": {"type": "json_schema", "schema": OBJECT}}}, _NONE),
    "output_config.task_budget": ({"output_config": {"task_budget": {"type": "tokens", "total": 20_000}}}, _NONE),
    "thinking.enabled": ({"thinking": {"type": "enabled", "budget_tokens": 2000}}, _NONE),
    "tool_choice": ({"tools": [TOOL], "tool_choice": {"type": "any"}}, {"tools": [TOOL]}),
    "tool_choice.disable_parallel_tool_use": (
        {"tools": [TOOL], "tool_choice": {"type": "auto", "disable_parallel_tool_use": True}}, {"tools": [TOOL]},
    ),
    **{
        f"tools.{name}": ({"tools": [{**TOOL, name: value}]}, {"tools": [TOOL]})
        for name, value in {
            "strict": True, "cache_control": {"type": "ephemeral"}, "defer_loading": True,
            "eager_input_streaming": True, "input_examples": [{"a": "x"}],
            "allowed_callers": ["code_execution_20260120"], "nobody_knows_this": 1,
        }.items()
    },
    "messages.content.citations": (
        _said({**_TEXT, "citations": [{"type": "char_location", "cited_text": "C", "document_index": 0,
               "document_title": "t", "start_char_index": 0, "end_char_index": 1}]}, "assistant"),
        _said(_TEXT, "assistant"),
    ),
    "messages.content.title": (_said({**_DOCUMENT, "title": "T", "context": "C"}), _said(_DOCUMENT)),
    "messages.content.citations of a document": (
        _said({**_DOCUMENT, "citations": {"enabled": True}}), _said(_DOCUMENT),
    ),
    "messages.content.citations of a result": (_said({**_FOUND, "citations": {"enabled": True}}), _said(_FOUND)),
    "messages.content.is_error": (_called({}, is_error=True), _called({})),
    "messages.content.caller": (
        _called({"caller": {"type": "code_execution_20260120", "tool_id": "s1"}}), _called({}),
    ),
}  # fmt: skip
_GENERATE: Mapping[str, Case] = {
    **_top(
        safetySettings=[{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
        cachedContent="cachedContents/1", labels={"a": "b"}, store=True, serviceTier="flex",
        systemInstruction={"parts": [{"text": "S"}]}, tools=[{"functionDeclarations": [DECLARED]}],
        modelArmorConfig={"a": 1}, nobody_knows_this=1, automaticContinuation={"a": 1}, continuationToken="t",
    ),
    **{
        f"generationConfig.{name}": (_config(**{name: value}), _NONE)
        for name, value in {
            "mediaResolution": "MEDIA_RESOLUTION_LOW", "responseModalities": ["IMAGE"],
            "imageConfig": {"aspectRatio": "1:1"}, "speechConfig": {"languageCode": "de"}, "audioTimestamp": True,
            "audioTranscriptionConfig": {"languageCodes": ["de"]}, "enableAffectiveDialog": True,
            "enableEnhancedCivicAnswers": True, "routingConfig": {"a": 1}, "modelSelectionConfig": {"a": 1},
            "responseFormat": [{"type": "text"}], "translationConfig": {"a": 1}, "generationOutputConfig": {"a": 1},
            "stopSequences": ["X"], "topK": 5, "topP": 0.5, "seed": 1, "candidateCount": 2, "presencePenalty": 0.5,
            "frequencyPenalty": 0.5, "maxOutputTokens": 50, "temperature": 0.3, "nobody_knows_this": 1,
            "responseMimeType": "application/json", "responseJsonSchema": OBJECT,
            "thinkingConfig": {"thinkingLevel": "HIGH"},
        }.items()
    },
    "generationConfig.responseSchema": (
        _config(responseMimeType="application/json", responseSchema={"type": "STRING"}), _NONE,
    ),
    "generationConfig.responseLogprobs": (_config(responseLogprobs=True, logprobs=2), _NONE),
    "generationConfig.thinkingConfig.thinkingBudget": (_config(thinkingConfig={"thinkingBudget": 2000}), _NONE),
    **{
        f"tools.functionDeclarations.{name}": (
            {"tools": [{"functionDeclarations": [{**DECLARED, name: value}]}]},
            {"tools": [{"functionDeclarations": [DECLARED]}]},
        )
        for name, value in {"behavior": "NON_BLOCKING", "response": {"type": "STRING"}}.items()
    },
    "toolConfig.functionCallingConfig": (
        {"tools": [{"functionDeclarations": [DECLARED]}], "toolConfig": {"functionCallingConfig": {"mode": "ANY"}}},
        {"tools": [{"functionDeclarations": [DECLARED]}]},
    ),
    "toolConfig.includeServerSideToolInvocations": (
        {"toolConfig": {"includeServerSideToolInvocations": True}}, _NONE,
    ),
    "toolConfig.retrievalConfig": ({"toolConfig": {"retrievalConfig": {"languageCode": "de"}}}, _NONE),
    "contents.parts.mediaResolution": (
        _part({**PICTURE, "mediaResolution": {"level": "MEDIA_RESOLUTION_LOW"}}), _part(PICTURE),
    ),
    "contents.parts.partMetadata": (_part({"text": "hi", "partMetadata": {"a": 1}}), _part({"text": "hi"})),
    "contents.parts.mediaProcessing": (_part({**PICTURE, "mediaProcessing": {"a": 1}}), _part(PICTURE)),
    "contents.parts.videoMetadata": (
        _part({"inlineData": {"mimeType": "video/mp4", "data": "AAAA"}, "videoMetadata": {"fps": 1}}), _NONE,
    ),
    "contents.parts.speechMetadata": (_part({"text": "hi", "speechMetadata": {"a": 1}}), _part({"text": "hi"})),
    "contents.parts.executableCode": (
        {"contents": [GOOGLE_HI, {"role": "model", "parts": [{"executableCode": {"code": "1"}}]}, GOOGLE_HI]}, _NONE,
    ),
}  # fmt: skip
FIELDS: Mapping[str, Mapping[str, Case]] = {
    OPENAI_CHAT: _CHAT,
    OPENAI_RESPONSES: _RESPONSES,
    ANTHROPIC: _MESSAGES,
    GEMINI: _GENERATE,
}
# Read before a model is chosen, or no part of a request's body.
ELSEWHERE: Mapping[str, frozenset[str]] = {
    OPENAI_CHAT: frozenset({"messages", "model", "stream_options", "top_logprobs"}),
    # `include` and `max_tool_calls` speak of tools that run at OpenAI, which are refused by name.
    OPENAI_RESPONSES: frozenset(
        {
            *("input", "model", "stream_options", "include", "max_tool_calls"),
            *("conversation", "previous_response_id", "prompt"),
        }
    ),
    ANTHROPIC: frozenset({"messages", "model", "betas"}),
    GEMINI: frozenset(
        {"http_options", "should_return_http_response", "automatic_function_calling", "tool_config"}
    ),
}
