"""The `anthropic-beta` header of a client: which features of it are passed on to Anthropic.

Source: `AnthropicBetaParam` of the `anthropic` package. A feature is passed on when it changes neither what a token
costs nor where bytes come from or go to; hosted tools, files, fast mode and foreign credentials are none of those.
"""

import re
from collections.abc import Iterable

HEADER = "anthropic-beta"
MOST = 32
_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DATE = re.compile(r"-\d{4}-?\d{2}-?\d{2}$")
PASSED = frozenset(
    {
        *(
            "claude-code",
            "interleaved-thinking",
            "dev-full-thinking",
            "redact-thinking",
            "effort",
            "task-budgets",
        ),
        *("fine-grained-tool-streaming", "token-efficient-tools", "advanced-tool-use", "structured-outputs"),
        *(
            "prompt-caching",
            "prompt-caching-scope",
            "extended-cache-ttl",
            "cache-diagnosis",
            "context-management",
        ),
        *("compact", "output-128k", "max-tokens-3-5-sonnet", "model-context-window-exceeded", "pdfs"),
        *(
            "token-counting",
            "computer-use",
            "output-300k",
            "thinking-token-count",
            "thinking-display-updates",
        ),
        *("thinking-binding-controls", "mid-conversation-tool-changes", "mid-conversation-output-config"),
        *("mid-conversation-system", "mid-conversation-system-clear-at", "inline-tools"),
    }
)


def betas_of(headers: Iterable[tuple[bytes, bytes]]) -> tuple[str, ...]:
    """The features that a client asks for, as it wrote them, each once; what cannot be a feature is left out."""
    said = [value.decode("latin-1") for name, value in headers if name == b"anthropic-beta"]
    named = [one.strip() for text in said for one in text.split(",")]
    return tuple(dict.fromkeys(one for one in named if _PLAIN.fullmatch(one)))[:MOST]


def passed(beta: str) -> bool:
    """Whether Anthropic is told of a feature."""
    return _DATE.sub("", beta) in PASSED
