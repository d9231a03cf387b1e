"""The table of servers that speak chat completions: what they offer beside it; one row each, with its source."""

from dataclasses import dataclass, replace
from functools import lru_cache

COMPLETIONS = "completions"
RESPONSES = "responses"
"""The capabilities by which an operator says that a server offers `/v1/completions` or `/v1/responses`."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a server does beside its protocol.

    Attributes:
        source: Where the facts come from.
        completions: Whether it offers `/v1/completions`.
        responses: Whether it offers `/v1/responses` as OpenAI does.
        official: Whether it is OpenAI itself, which refuses every parameter that it does not know.
        mends: Whether its tool calls may need mending, see `mending.py`.
        top_k: Whether it takes `top_k`, which is no word of OpenAI's; others may refuse the request for it.
    """

    source: str = ""
    completions: bool = False
    responses: bool = False
    official: bool = False
    mends: bool = False
    top_k: bool = False


UNKNOWN = Habits()


@dataclass(frozen=True, slots=True)
class Server:
    """Who is spoken to.

    Attributes:
        protocol: Of the backend.
        upstream_id: The model, as the backend calls it.
        habits: What the server offers beside its protocol.
    """

    protocol: str
    upstream_id: str
    habits: Habits = UNKNOWN


@lru_cache(maxsize=1024)
def server_of(protocol: str, upstream_id: str, kind: str, capabilities: frozenset[str]) -> Server:
    """Who is spoken to, from what is known of a model and of the kind of its server."""
    return Server(protocol, upstream_id, habits_of(kind, capabilities))


_SERVERS = {
    "openai": Habits("developers.openai.com/api/reference", responses=True, official=True),
    "llamacpp": Habits(
        "github.com/ggml-org/llama.cpp tools/server/README.md", completions=True, mends=True, top_k=True
    ),
    "ollama": Habits("docs.ollama.com/api/openai-compatibility", completions=True, mends=True, top_k=True),
    "vllm": Habits(
        "docs.vllm.ai/en/latest/serving/openai_compatible_server", completions=True, mends=True, top_k=True
    ),
    "lmstudio": Habits("lmstudio.ai/docs/developer/openai-compat", completions=True, mends=True, top_k=True),
    "mlx": Habits("github.com/ml-explore/mlx-lm mlx_lm/SERVER.md", completions=True, mends=True, top_k=True),
}


@lru_cache(maxsize=1024)
def habits_of(server: str, capabilities: frozenset[str] = frozenset()) -> Habits:
    """The habits of a kind of server, and what the operator says of a model there."""
    known = _SERVERS.get(server, UNKNOWN)
    return replace(
        known,
        completions=known.completions or COMPLETIONS in capabilities,
        responses=known.responses or RESPONSES in capabilities,
    )
