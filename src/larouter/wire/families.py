"""The table of model families: one row each, with its source. The first row that matches counts."""

import re
from dataclasses import replace
from functools import lru_cache

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.wire.profiles import HINTS, Profile

_CLAUDE_DOCS = "platform.claude.com/docs/en"
_ALL = ("low", "medium", "high", "xhigh", "max")
_NO_PENALTIES = HINTS | {"frequency_penalty", "presence_penalty"}

# Anthropic's own OpenAI-compatible layer ignores the penalties and the seed.
# Source: platform.claude.com/docs/en/api/openai-sdk.
_CLAUDE = Profile(
    family="Claude",
    source=f"{_CLAUDE_DOCS}/api/messages",
    sampling=frozenset({"temperature", "top_p", "top_k", "stop"}),
    most_temperature=1.0,
    thinks="budget",
    off="omit",
    late_system=False,
    schema=False,
    strict=False,
    result_images=True,
    cache="cache_control",
    drops=_NO_PENALTIES,
)
_CLAUDE_4_5 = replace(
    _CLAUDE,
    family="Claude 4.5",
    source=f"{_CLAUDE_DOCS}/build-with-claude/structured-outputs; extended-thinking",
    default_max_tokens=32_000,
    schema=True,
    strict=True,
)
_CLAUDE_4_6 = replace(
    _CLAUDE_4_5,
    family="Claude 4.6",
    source=f"{_CLAUDE_DOCS}/build-with-claude/thinking-troubleshooting; api/errors#prefill-not-supported",
    thinks="adaptive",
    efforts=("low", "medium", "high", "max"),
    prefill=False,
)
# From 4.7 on: temperature, top_p and top_k other than the default are refused, and so is a thinking budget.
_CLAUDE_4_7 = replace(
    _CLAUDE_4_6,
    family="Claude 4.7",
    source=f"{_CLAUDE_DOCS}/about-claude/models/whats-new-claude-4-7",
    sampling=frozenset({"stop"}),
    efforts=_ALL,
    drops=_NO_PENALTIES | {"temperature", "top_p", "top_k", "thinking.budget_tokens"},
)
_CLAUDE_4_8 = replace(
    _CLAUDE_4_7,
    family="Claude 4.8",
    source=f"{_CLAUDE_DOCS}/build-with-claude/mid-conversation-system-messages",
    late_system=True,
)
_CLAUDE_5 = replace(
    _CLAUDE_4_8,
    family="Claude 5",
    source=f"{_CLAUDE_DOCS}/models/sonnet-5/migration-guide; models/haiku-5-5/migration-guide",
    off="disabled",
    thinks_unasked=True,
)
_CLAUDE_ALWAYS_THINKS = replace(
    _CLAUDE_5,
    family="Claude Fable and Mythos 5",
    source=f"{_CLAUDE_DOCS}/build-with-claude/thinking",
    off="",
)
_CLAUDE_5_5 = replace(
    _CLAUDE_5,
    family="Claude Opus 5.5, Fable and Mythos 5.1",
    source=f"{_CLAUDE_DOCS}/models/opus-5-5/migration-guide; models/fable-5-1/migration-guide",
    off="",
    forced_tools=False,
    drops=_CLAUDE_5.drops | {"tool_choice"},
)
_SONNET_5_5 = replace(
    _CLAUDE_5_5,
    family="Claude Sonnet 5.5",
    source=f"{_CLAUDE_DOCS}/models/sonnet-5-5/migration-guide",
    off="between_tools",
)

_COMPATIBLE = Profile(
    family="OpenAI-compatible",
    source="github.com/ggml-org/llama.cpp tools/server/README.md; docs.vllm.ai; docs.ollama.com/openai",
    off="omit",
    grammar=True,
)
_GPT_OSS = replace(
    _COMPATIBLE,
    family="gpt-oss",
    source="github.com/openai/gpt-oss: reasoning effort in the harmony format",
    thinks="effort",
    efforts=("low", "medium", "high"),
    off="",
    thinks_unasked=True,
)
_DEEPSEEK = replace(
    _COMPATIBLE,
    family="DeepSeek",
    source="api-docs.deepseek.com/api/create-chat-completion",
    schema=False,
    strict=False,
    grammar=False,
    gives_back_reasoning=True,
    drops=HINTS | {"strict"},
)
_GPT = Profile(
    family="GPT",
    source="developers.openai.com/api/reference: CreateChatCompletionRequest",
    sampling=frozenset({"temperature", "top_p", "seed", "frequency_penalty", "presence_penalty", "stop"}),
    tokens_name="max_completion_tokens",
    prefill=False,
    developer=True,
    custom_tools=True,
    drops=HINTS | {"top_k"},
)
_REASONING_GPT = replace(
    _GPT,
    family="OpenAI reasoning",
    source="developers.openai.com/api/docs/guides/reasoning",
    sampling=frozenset({"seed"}),
    thinks="effort",
    efforts=("minimal", "low", "medium", "high"),
    thinks_unasked=True,
    drops=_GPT.drops | {"temperature", "top_p", "frequency_penalty", "presence_penalty"},
)
# Temperature, top_p and log probabilities only without reasoning; tools in chat completions likewise.
# Source: developers.openai.com/api/docs/guides/deployment-checklist.
_GPT_5_4 = replace(
    _REASONING_GPT,
    family="GPT-5.4 to GPT-6",
    source="developers.openai.com/api/docs/guides/deployment-checklist",
    sampling=_GPT.sampling,
    sampling_needs_off=True,
    efforts=("none", "low", "medium", "high", "xhigh", "max"),
    off="none",
    tools_need=OPENAI_RESPONSES,
)
_GPT_5_6 = replace(_GPT_5_4, cache="breakpoint")
_GPT_ALWAYS_THINKS = replace(
    _GPT_5_6,
    family="GPT-6 Astra and GPT-6.1 Sol",
    source="developers.openai.com/api/docs/guides/deployment-checklist",
    sampling=frozenset(),
    sampling_needs_off=False,
    efforts=("low", "medium", "high", "xhigh"),
    off="",
)
# Offered in the Responses API alone: chat completions answer 404 for them.
# Source: developers.openai.com/api/docs/models/gpt-5-pro, gpt-5.2-pro, gpt-5.4-pro, gpt-5-codex; o3-deep-research.
_CODEX = replace(
    _REASONING_GPT,
    family="OpenAI Codex and research",
    source="developers.openai.com/api/docs/models/gpt-5-codex; models/o3-deep-research; guides/code-generation",
    efforts=("low", "medium", "high"),
    only=OPENAI_RESPONSES,
)
_CODEX_MAX = replace(_CODEX, efforts=("low", "medium", "high", "xhigh"))
_O_PRO = replace(
    _CODEX, family="OpenAI o1-pro and o3-pro", source="developers.openai.com/api/docs/models/o3-pro"
)
_GPT_5_PRO = replace(
    _CODEX,
    family="GPT-5 Pro",
    source="developers.openai.com/api/docs/models/gpt-5-pro",
    efforts=("high",),
)
_GPT_5_4_PRO = replace(
    _GPT_5_PRO,
    family="GPT-5.2 Pro and GPT-5.4 Pro",
    source="developers.openai.com/api/docs/models/gpt-5.2-pro; models/gpt-5.4-pro",
    efforts=("medium", "high", "xhigh"),
)
# Penalties other than 0 are refused; source: github.com/google-gemini/cookbook/issues/1290.
_GEMINI = Profile(
    family="Gemini",
    source="ai.google.dev/gemini-api/docs/thinking; docs/structured-output; docs/function-calling",
    sampling=frozenset({"temperature", "top_p", "top_k", "seed", "stop"}),
    tokens_name="max_completion_tokens",
    thinks="level",
    efforts=("minimal", "low", "medium", "high"),
    off="",
    thinks_unasked=True,
    prefill=True,
    late_system=False,
    result_images=True,
    drops=_NO_PENALTIES | {"parallel_tool_calls"},
)
_GEMINI_PRO = replace(
    _GEMINI,
    family="Gemini Pro and Gemini 4",
    source="ai.google.dev/gemini-api/docs/latest-model",
    efforts=("low", "medium", "high"),
)
_GEMINI_2_5 = replace(
    _GEMINI,
    family="Gemini 2.5",
    source="ai.google.dev/gemini-api/docs/thinking#set-budget",
    thinks="budget",
    off="none",
    tools_with_format=False,
    result_images=False,
)
_GEMINI_2_5_PRO = replace(_GEMINI_2_5, family="Gemini 2.5 Pro", off="")

_ROWS = tuple(
    (re.compile(rf"(?:^|[./:@])(?:{pattern})"), profile)
    for pattern, profile in (
        ("claude-sonnet-5-5", _SONNET_5_5),
        ("claude-(?:opus-5-5|(?:fable|mythos)-5-[1-9])", _CLAUDE_5_5),
        ("claude-(?:fable|mythos)", _CLAUDE_ALWAYS_THINKS),
        ("claude-(?:opus|sonnet|haiku)-[5-9]", _CLAUDE_5),
        ("claude-opus-4-8", _CLAUDE_4_8),
        ("claude-opus-4-7", _CLAUDE_4_7),
        ("claude-(?:opus|sonnet)-4-6", _CLAUDE_4_6),
        ("claude-(?:opus|sonnet|haiku)-4-5", _CLAUDE_4_5),
        ("claude", _CLAUDE),
        ("gpt-5\\.(?:1-codex-max|[2-9]-codex)", _CODEX_MAX),
        ("gpt-5(?:\\.[0-9])?-codex|codex-mini|o[34](?:-mini)?-deep-research|computer-use-preview", _CODEX),
        ("gpt-5-pro", _GPT_5_PRO),
        ("gpt-[5-9](?:\\.[0-9])?-pro", _GPT_5_4_PRO),
        ("o[1-9]-pro", _O_PRO),
        ("gpt-6-astra|gpt-6\\.1-sol", _GPT_ALWAYS_THINKS),
        ("gpt-5\\.[6-9]|gpt-[6-9]", _GPT_5_6),
        ("gpt-5\\.[45]", _GPT_5_4),
        ("gpt-oss", _GPT_OSS),
        ("gpt-5|o[1-9](?:$|-)", _REASONING_GPT),
        ("gpt-[34]|chatgpt-", _GPT),
        ("deepseek-(?:chat|reasoner|v)", _DEEPSEEK),
        ("gemini-2\\.5-pro", _GEMINI_2_5_PRO),
        ("gemini-(?:1|2)", _GEMINI_2_5),
        ("gemini-4|gemini-3(?:\\.[0-9])?-pro", _GEMINI_PRO),
        ("gemini", _GEMINI),
    )
)
_DEFAULTS = {ANTHROPIC: _CLAUDE, OPENAI_CHAT: _COMPATIBLE, OPENAI_RESPONSES: _GPT, GEMINI: _GEMINI}


@lru_cache(maxsize=1024)
def profile_of(upstream_id: str, protocol: str = OPENAI_CHAT) -> Profile:
    """The profile of a model.

    Args:
        upstream_id: As its backend calls it.
        protocol: That its backend speaks, for models that no row knows.
    """
    name = upstream_id.lower()
    return next((profile for pattern, profile in _ROWS if pattern.search(name)), _DEFAULTS[protocol])


@lru_cache(maxsize=64)
def without_top_k(profile: Profile) -> Profile:
    """The profile on a server that may refuse what is no word of OpenAI's: `top_k` is left out, and listed."""
    if "top_k" not in profile.sampling:
        return profile
    return replace(profile, sampling=profile.sampling - {"top_k"}, drops=profile.drops | {"top_k"})
