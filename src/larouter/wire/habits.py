"""The table of servers that speak chat completions: what they offer beside it; one row each, with its source."""

from dataclasses import dataclass, replace
from functools import lru_cache

COMPLETIONS = "completions"
"""The capability by which an operator says that a server offers `/v1/completions`."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a server does beside its protocol.

    Attributes:
        source: Where the facts come from.
        completions: Whether it offers `/v1/completions`.
    """

    source: str = ""
    completions: bool = False


UNKNOWN = Habits()
_SERVERS = {
    "llamacpp": Habits("github.com/ggml-org/llama.cpp tools/server/README.md", completions=True),
    "ollama": Habits("docs.ollama.com/api/openai-compatibility", completions=True),
    "vllm": Habits("docs.vllm.ai/en/latest/serving/openai_compatible_server", completions=True),
    "lmstudio": Habits("lmstudio.ai/docs/developer/openai-compat", completions=True),
    "mlx": Habits("github.com/ml-explore/mlx-lm mlx_lm/SERVER.md", completions=True),
}


@lru_cache(maxsize=1024)
def habits_of(server: str, capabilities: frozenset[str] = frozenset()) -> Habits:
    """The habits of a kind of server, and what the operator says of a model there."""
    known = _SERVERS.get(server, UNKNOWN)
    return replace(known, completions=True) if COMPLETIONS in capabilities else known
