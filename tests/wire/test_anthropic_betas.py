"""Which features of the `anthropic-beta` header go on to Anthropic."""

import json
from typing import get_args

import pytest
from anthropic.types.anthropic_beta_param import AnthropicBetaParam

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.wire.anthropic import read_messages
from larouter.wire.anthropic_betas import PASSED, betas_of, passed
from larouter.wire.dialogue import Dialogue, open_dialogue
from larouter.wire.members import read_object

KNOWN = get_args(get_args(AnthropicBetaParam)[1])
THINKING, FAST = "interleaved-thinking-2025-05-14", "fast-mode-2026-02-01"


def opened(backend: str, model: str, *betas: str) -> Dialogue:
    body = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "hello"}]}
    chat = read_messages(read_object(json.dumps(body).encode()))
    header = (b"anthropic-beta", ",".join(betas).encode())
    chat = type(chat)(
        **{name: getattr(chat, name) for name in chat.__slots__} | {"betas": betas_of([header])}
    )
    return open_dialogue(chat, backend, model, request_id="req_x")


def test_features_are_read_from_all_headers_once_each_in_their_order() -> None:
    headers = [(b"anthropic-beta", b"b-1, a,b-1"), (b"x", b"y"), (b"anthropic-beta", b"c")]
    assert betas_of(headers) == ("b-1", "a", "c")


@pytest.mark.parametrize("said", [b"", b",", b"a b", b"A", b"a\r\nx: y", b"\xff", b"-a", b"a" * 65])
def test_what_cannot_be_a_feature_is_left_out(said: bytes) -> None:
    assert betas_of([(b"anthropic-beta", said)]) == ()


def test_the_list_is_bounded() -> None:
    assert len(betas_of([(b"anthropic-beta", ",".join(f"b{n}" for n in range(100)).encode())])) == 32


def test_what_costs_more_or_reaches_further_is_not_passed_on() -> None:
    held = {beta for beta in KNOWN if not passed(beta)}
    for name in (
        "fast-mode",
        "files-api",
        "mcp-client",
        "code-execution",
        "context-1m",
        "skills",
        "advisor-tool",
    ):
        assert any(beta.startswith(name) for beta in held)
    assert not passed("anything-else-2027-01-01")


def test_every_row_is_a_feature_that_the_sdk_or_a_coding_agent_knows() -> None:
    agents = {
        *("claude-code", "redact-thinking", "effort", "fine-grained-tool-streaming", "advanced-tool-use"),
        *("prompt-caching-scope", "max-tokens-3-5-sonnet", "mid-conversation-system"),
    }
    known = {beta.rsplit("-", 3)[0] for beta in KNOWN}
    assert known | agents >= PASSED


def test_anthropic_is_told_and_the_rest_is_listed() -> None:
    found = opened(ANTHROPIC, "claude-opus-5", THINKING, FAST)
    assert ("anthropic-beta", THINKING) in found.headers
    assert found.dropped == (FAST,)


def test_nobody_else_is_told() -> None:
    found = opened(OPENAI_CHAT, "qwen3", THINKING)
    assert not [name for name, _ in found.headers if "beta" in name]
    assert found.dropped == (THINKING,)


def test_without_the_header_nothing_is_added() -> None:
    found = opened(ANTHROPIC, "claude-opus-5")
    assert (found.headers, found.dropped) == ((("anthropic-version", "2023-06-01"),), ())
