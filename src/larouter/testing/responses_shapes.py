"""What OpenAI's Responses API accepts, as shapes.

Source: `ResponseCreateParams` and `ResponseInputItemParam` of `openai.types.responses`, release 3.50.
"""

from larouter.testing.shapes import (
    ANYTHING,
    NUMBER,
    OBJECT,
    TEXT,
    TEXT_OR_NULL,
    YES_NO,
    Items,
    Leaf,
    Members,
    Shape,
    Table,
    Tagged,
    TextOr,
    one_of,
)

_YES_NO_OR_NULL = Leaf((bool,), null=True)
_WHOLE_OR_NULL = Leaf((int,), null=True)
_NUMBER_OR_NULL = Leaf((int, float), null=True)
_MARK = {"prompt_cache_breakpoint": Members({"mode": one_of("explicit")}, {"ttl": one_of("30m", "12h")})}
_TYPED = {"type": TEXT}
_DETAIL = Leaf((str,), ("low", "high", "auto", "original"), null=True)
_GIVEN: dict[str, Shape] = {
    "input_text": Members({**_TYPED, "text": TEXT}, _MARK),
    "input_image": Members(
        _TYPED, {"detail": _DETAIL, "file_id": TEXT_OR_NULL, "image_url": TEXT_OR_NULL, **_MARK}
    ),
    "input_file": Members(
        _TYPED,
        {
            "detail": one_of("auto", "low", "high"),
            "file_data": TEXT,
            "file_id": TEXT_OR_NULL,
            "file_url": TEXT,
            "filename": TEXT,
            **_MARK,
        },
    ),
}
_SAID: dict[str, Shape] = {
    "output_text": Members(
        {**_TYPED, "text": TEXT}, {"annotations": Items(OBJECT), "logprobs": Items(OBJECT, null=True)}
    ),
    "refusal": Members({**_TYPED, "refusal": TEXT}),
}
_KNOWN_ITEM = {
    "id": TEXT_OR_NULL,
    "status": Leaf((str,), ("in_progress", "completed", "incomplete"), null=True),
}
_CALLER = Tagged(
    "type",
    {"direct": Members(_TYPED), "program": Members({**_TYPED, "caller_id": TEXT})},
    shown=False,
    null=True,
)
_OUTPUT = TextOr(Items(Tagged("type", _GIVEN, shown=False)))
_GIVEN_MESSAGE = Members(
    {"role": TEXT, "content": TextOr(Items(Tagged("type", _GIVEN, shown=False)))},
    {**_TYPED, **_KNOWN_ITEM},
)
_SAID_MESSAGE = Members(
    {"role": TEXT, "content": TextOr(Items(Tagged("type", _SAID, shown=False)))},
    {**_TYPED, **_KNOWN_ITEM, "phase": Leaf((str,), ("commentary", "final_answer"), null=True)},
)
_MESSAGE = Tagged(
    "role",
    {**dict.fromkeys(("user", "system", "developer"), _GIVEN_MESSAGE), "assistant": _SAID_MESSAGE},
    shown=False,
)
_CALLED: dict[str, Shape] = {**_KNOWN_ITEM, "caller": _CALLER, "namespace": TEXT, "async": YES_NO}
# What tools that run at OpenAI leave behind; a fake has none of them, and looks no deeper.
_HOSTED = (
    *(
        "additional_tools",
        "apply_patch_call",
        "apply_patch_call_output",
        "code_interpreter_call",
        "compaction",
    ),
    *(
        "compaction_trigger",
        "computer_call",
        "computer_call_output",
        "configuration_update",
        "file_search_call",
    ),
    *("image_generation_call", "local_shell_call", "local_shell_call_output", "mcp_approval_request"),
    *("mcp_approval_response", "mcp_call", "mcp_list_tools", "program", "program_output", "shell_call"),
    *("shell_call_output", "tool_search_call", "tool_search_output", "web_search_call"),
)
_ITEM = Tagged(
    "type",
    {
        "message": _MESSAGE,
        "function_call": Members({**_TYPED, "call_id": TEXT, "name": TEXT, "arguments": TEXT}, _CALLED),
        "function_call_output": Members(
            {**_TYPED, "call_id": TEXT, "output": _OUTPUT}, {**_CALLED, "name": TEXT_OR_NULL}
        ),
        "custom_tool_call": Members({**_TYPED, "call_id": TEXT, "name": TEXT, "input": TEXT}, _CALLED),
        "custom_tool_call_output": Members(
            {**_TYPED, "call_id": TEXT, "output": _OUTPUT}, {**_KNOWN_ITEM, "caller": _CALLER}
        ),
        "reasoning": Members(
            {**_TYPED, "summary": Items(Members({**_TYPED, "text": TEXT}))},
            {
                "content": Items(Members({**_TYPED, "text": TEXT}), null=True),
                "encrypted_content": TEXT_OR_NULL,
                **_KNOWN_ITEM,
            },
        ),
        "item_reference": Members({"id": TEXT}, _TYPED),
        **dict.fromkeys(_HOSTED, OBJECT),
    },
    default="message",
    shown=False,
)

_CALLERS = Items(one_of("direct", "programmatic"), null=True)
_OFFERED: dict[str, Shape] = {"allowed_callers": _CALLERS, "async": YES_NO, "defer_loading": YES_NO}
_FUNCTION = Members(
    {**_TYPED, "name": TEXT},
    {
        **_OFFERED,
        "description": TEXT_OR_NULL,
        "output_schema": Table(null=True),
        "parameters": Table(null=True),
        "strict": _YES_NO_OR_NULL,
    },
)
_GRAMMAR = Members({**_TYPED, "definition": TEXT, "syntax": one_of("lark", "regex")})
_CUSTOM = Members(
    {**_TYPED, "name": TEXT},
    {
        **_OFFERED,
        "description": TEXT,
        "format": Tagged("type", {"text": Members(_TYPED), "grammar": _GRAMMAR}, shown=False),
    },
)
_OWN = Tagged("type", {"function": _FUNCTION, "custom": _CUSTOM}, shown=False)
_HOSTED_TOOLS = (
    *(
        "apply_patch",
        "code_interpreter",
        "computer",
        "computer_use_preview",
        "file_search",
        "image_generation",
    ),
    *("local_shell", "mcp", "programmatic_tool_calling", "shell", "tool_search", "web_search"),
    *("web_search_preview", "web_search_preview_2025_03_11", "web_search_2025_08_26"),
)
_TOOL = Tagged(
    "type",
    {
        "function": _FUNCTION,
        "custom": _CUSTOM,
        "namespace": Members({**_TYPED, "name": TEXT, "description": TEXT, "tools": Items(_OWN)}),
        **dict.fromkeys(_HOSTED_TOOLS, OBJECT),
    },
    shown=False,
)
_NAMED = Members({**_TYPED, "name": TEXT})
_CHOICE = TextOr(
    Tagged(
        "type",
        {
            "function": _NAMED,
            "custom": _NAMED,
            "allowed_tools": Members({**_TYPED, "mode": one_of("auto", "required"), "tools": Items(OBJECT)}),
            **dict.fromkeys(_HOSTED_TOOLS, OBJECT),
        },
        shown=False,
    )
)
_FORMAT = Tagged(
    "type",
    {
        "text": Members(_TYPED),
        "json_object": Members(_TYPED),
        "json_schema": Members(
            {**_TYPED, "name": TEXT, "schema": OBJECT}, {"description": TEXT, "strict": _YES_NO_OR_NULL}
        ),
    },
    shown=False,
)
_SUMMARY = Leaf((str,), ("auto", "concise", "detailed"), null=True)
_REASONING = Members(
    {},
    {
        "context": Leaf((str,), ("auto", "current_turn", "all_turns"), null=True),
        "effort": Leaf((str,), ("none", "minimal", "low", "medium", "high", "xhigh", "max"), null=True),
        "generate_summary": _SUMMARY,
        "mode": TEXT,
        "summary": _SUMMARY,
    },
    null=True,
)
_INCLUDED = one_of(
    "code_interpreter_call.outputs",
    "computer_call_output.output.image_url",
    "file_search_call.results",
    "message.input_image.image_url",
    "message.output_text.logprobs",
    "reasoning.encrypted_content",
    "web_search_call.action.sources",
    "web_search_call.results",
)
RESPONSE = Members(
    {"model": TEXT},
    {
        "access_programs": OBJECT,
        "background": _YES_NO_OR_NULL,
        # Codex sends it to OpenAI (github.com/openai/codex, codex-rs/codex-api), and the SDK does not know it.
        "client_metadata": Table(TEXT, null=True),
        "context_management": Items(OBJECT, null=True),
        "conversation": ANYTHING,
        "image": OBJECT,
        "include": Items(_INCLUDED, null=True),
        "input": TextOr(Items(_ITEM)),
        "instructions": TEXT_OR_NULL,
        "max_output_tokens": _WHOLE_OR_NULL,
        "max_tool_calls": _WHOLE_OR_NULL,
        "metadata": Table(TEXT, null=True),
        "moderation": Table(null=True),
        "parallel_tool_calls": _YES_NO_OR_NULL,
        "previous_response_id": TEXT_OR_NULL,
        "prompt": Members({"id": TEXT}, {"variables": Table(null=True), "version": TEXT_OR_NULL}, null=True),
        "prompt_cache_key": TEXT_OR_NULL,
        "prompt_cache_options": OBJECT,
        "prompt_cache_retention": Leaf((str,), ("in_memory", "24h"), null=True),
        "reasoning": _REASONING,
        "safety_identifier": TEXT_OR_NULL,
        "service_tier": Leaf(
            (str,), ("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"), null=True
        ),
        "store": _YES_NO_OR_NULL,
        "stream": _YES_NO_OR_NULL,
        "stream_options": Members({}, {"include_obfuscation": YES_NO}, null=True),
        "temperature": _NUMBER_OR_NULL,
        "text": Members(
            {}, {"format": _FORMAT, "verbosity": Leaf((str,), ("low", "medium", "high"), null=True)}
        ),
        "tool_choice": _CHOICE,
        "tools": Items(_TOOL),
        "top_logprobs": _WHOLE_OR_NULL,
        "top_p": NUMBER,
        "truncation": Leaf((str,), ("auto", "disabled"), null=True),
        "user": TEXT,
    },
)
