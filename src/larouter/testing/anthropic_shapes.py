"""What Anthropic's Messages API accepts, as shapes.

Source: the parameter types of the official SDK, `anthropic.types.*_param` of release 2.8.
"""

from larouter.testing.shapes import (
    ANYTHING,
    NUMBER,
    OBJECT,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    YES_NO,
    Items,
    Leaf,
    Members,
    Shape,
    Tagged,
    TextOr,
    one_of,
)

_MARK = Members({"type": one_of("ephemeral")}, {"ttl": one_of("5m", "1h")}, null=True)
_KEPT = {"cache_control": _MARK}
_CITATIONS = Members({}, {"enabled": YES_NO}, null=True)

_TEXT_BLOCK = Members({"type": TEXT, "text": TEXT}, {**_KEPT, "citations": Items(OBJECT, null=True)})
_PICTURES = one_of("image/jpeg", "image/png", "image/gif", "image/webp")
_IMAGE = Members(
    {
        "type": TEXT,
        "source": Tagged(
            "type",
            {
                "base64": Members({"type": TEXT, "media_type": _PICTURES, "data": TEXT}),
                "url": Members({"type": TEXT, "url": TEXT}),
                "file": Members({"type": TEXT, "file_id": TEXT}),
            },
        ),
    },
    {**_KEPT, "transformations": Members({}, {"oversized_image": one_of("downsize", "error")}, null=True)},
)
_DOCUMENT = Members(
    {
        "type": TEXT,
        "source": Tagged(
            "type",
            {
                "base64": Members({"type": TEXT, "media_type": one_of("application/pdf"), "data": TEXT}),
                "text": Members({"type": TEXT, "media_type": one_of("text/plain"), "data": TEXT}),
                "content": Members({"type": TEXT, "content": TextOr(Items(OBJECT))}),
                "url": Members({"type": TEXT, "url": TEXT}),
                "file": Members({"type": TEXT, "file_id": TEXT}),
            },
        ),
    },
    {**_KEPT, "citations": _CITATIONS, "context": TEXT_OR_NULL, "title": TEXT_OR_NULL},
)
_SEARCH_RESULT = Members(
    {"type": TEXT, "content": Items(_TEXT_BLOCK), "source": TEXT, "title": TEXT},
    {**_KEPT, "citations": _CITATIONS},
)
_RESULT_CONTENT = Tagged(
    "type",
    {
        "text": _TEXT_BLOCK,
        "image": _IMAGE,
        "document": _DOCUMENT,
        "search_result": _SEARCH_RESULT,
        "tool_reference": Members({"type": TEXT, "tool_name": TEXT}, _KEPT),
    },
)
_TOOL_USE = Members(
    {"type": TEXT, "id": TEXT, "name": TEXT, "input": OBJECT},
    {**_KEPT, "caller": OBJECT, "toolset_name": TEXT_OR_NULL},
)
_TOOL_RESULT = Members(
    {"type": TEXT, "tool_use_id": TEXT},
    {
        **_KEPT,
        "content": TextOr(Items(_RESULT_CONTENT)),
        "is_error": YES_NO,
        "toolset_name": TEXT_OR_NULL,
    },
)
_BLOCK = Tagged(
    "type",
    {
        "text": _TEXT_BLOCK,
        "image": _IMAGE,
        "document": _DOCUMENT,
        "search_result": _SEARCH_RESULT,
        "thinking": Members({"type": TEXT, "thinking": TEXT, "signature": TEXT}),
        "redacted_thinking": Members({"type": TEXT, "data": TEXT}),
        "tool_use": _TOOL_USE,
        "tool_result": _TOOL_RESULT,
        "server_tool_use": Members({"type": TEXT, "id": TEXT, "name": TEXT, "input": OBJECT}, _KEPT),
    },
)
_MESSAGE = Members({"role": one_of("user", "assistant", "system"), "content": TextOr(Items(_BLOCK))})

_TOOL = Members(
    {"name": TEXT, "input_schema": OBJECT},
    {
        **_KEPT,
        "type": one_of("custom"),
        "description": TEXT,
        "strict": YES_NO,
        "allowed_callers": Items(TEXT),
        "defer_loading": YES_NO,
        "eager_input_streaming": Leaf((bool,), null=True),
        "input_examples": Items(OBJECT),
    },
)
_SERVER_TOOLS = (
    "bash_20250124",
    "code_execution_20250522",
    "code_execution_20250825",
    "memory_20250818",
    "text_editor_20250124",
    "text_editor_20250728",
    "web_fetch_20250910",
    "web_search_20250305",
)
_TOOLS = Items(Tagged("type", {"custom": _TOOL, **dict.fromkeys(_SERVER_TOOLS, OBJECT)}, default="custom"))
_PARALLEL = {"disable_parallel_tool_use": YES_NO}
_CHOICE = Tagged(
    "type",
    {
        "auto": Members({"type": TEXT}, _PARALLEL),
        "any": Members({"type": TEXT}, _PARALLEL),
        "tool": Members({"type": TEXT, "name": TEXT}, _PARALLEL),
        "none": Members({"type": TEXT}),
    },
)
_DISPLAY = {"display": Leaf((str,), ("summarized", "omitted"), null=True)}
_THINKING = Tagged(
    "type",
    {
        "enabled": Members({"type": TEXT, "budget_tokens": WHOLE}, _DISPLAY),
        "adaptive": Members({"type": TEXT}, _DISPLAY),
        "between_tools": Members({"type": TEXT}),
        "disabled": Members({"type": TEXT}),
    },
)
_EFFORT = Leaf((str,), ("low", "medium", "high", "xhigh", "max"), null=True)
_FORMAT = Members({"type": one_of("json_schema"), "schema": OBJECT}, null=True)
_OUTPUT = Members({}, {"effort": _EFFORT, "format": _FORMAT})
_SYSTEM = TextOr(Items(Tagged("type", {"text": _TEXT_BLOCK})))

_COUNTED: dict[str, Shape] = {
    "cache_control": _MARK,
    "output_config": _OUTPUT,
    "speed": Leaf((str,), ("standard", "fast"), null=True),
    "system": _SYSTEM,
    "thinking": _THINKING,
    "tool_choice": _CHOICE,
    "tools": _TOOLS,
    "user_profile_id": TEXT,
    "workspace_id": TEXT,
}
COUNT = Members({"model": TEXT, "messages": Items(_MESSAGE)}, _COUNTED)
MESSAGES = Members(
    {"model": TEXT, "messages": Items(_MESSAGE), "max_tokens": WHOLE},
    {
        **_COUNTED,
        "container": ANYTHING,
        "diagnostics": ANYTHING,
        "inference_geo": TEXT_OR_NULL,
        "metadata": Members({}, {"user_id": TEXT_OR_NULL}),
        "service_tier": one_of("auto", "standard_only"),
        "stop_sequences": Items(TEXT),
        "stream": YES_NO,
        "temperature": NUMBER,
        "top_k": WHOLE,
        "top_p": NUMBER,
    },
)
