"""Which family a model belongs to."""

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.wire.families import profile_of


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("claude-sonnet-5-5", "Claude Sonnet 5.5"),
        ("claude-opus-5-5-20260922", "Claude Opus 5.5, Fable and Mythos 5.1"),
        ("claude-fable-5-1", "Claude Opus 5.5, Fable and Mythos 5.1"),
        ("claude-fable-5", "Claude Fable and Mythos 5"),
        ("claude-sonnet-5", "Claude 5"),
        ("claude-haiku-5-5", "Claude 5"),
        ("anthropic/claude-opus-4-8", "Claude 4.8"),
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "Claude 4.5"),
        ("claude-3-haiku-20240307", "Claude"),
        ("gpt-6.1-sol", "GPT-6 Astra and GPT-6.1 Sol"),
        ("gpt-6-luna", "GPT-5.4 to GPT-6"),
        ("gpt-5-mini", "OpenAI reasoning"),
        ("gpt-5-codex", "OpenAI Codex and research"),
        ("gpt-5.1-codex-max", "OpenAI Codex and research"),
        ("o3-deep-research-2025-06-26", "OpenAI Codex and research"),
        ("gpt-5-pro-2025-10-06", "GPT-5 Pro"),
        ("gpt-5.4-pro", "GPT-5.2 Pro and GPT-5.4 Pro"),
        ("o3-pro", "OpenAI o1-pro and o3-pro"),
        ("o4-mini", "OpenAI reasoning"),
        ("gpt-4.1", "GPT"),
        ("openai/gpt-oss-20b", "gpt-oss"),
        ("deepseek-chat", "DeepSeek"),
        ("gemini-2.5-flash", "Gemini 2.5"),
        ("gemini-3.8-flash", "Gemini"),
        ("qwen3:8b", "OpenAI-compatible"),
        ("foo1", "OpenAI-compatible"),
    ],
)
def test_models_and_their_families(model: str, family: str) -> None:
    assert profile_of(model).family == family


@pytest.mark.parametrize("protocol", [ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES])
def test_an_unknown_model_has_the_profile_of_its_protocol(protocol: str) -> None:
    assert profile_of("unheard-of", protocol).source
