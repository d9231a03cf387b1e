"""Which features work between which client and which backend: what the tests expect, and the page that says so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from features import FEATURES, Cell
from local import LOCAL

from mishaps import MISHAPS

CLIENTS = {
    "chat": "chat completions (`openai`)",
    "responses": "Responses (`openai`)",
    "messages": "Messages (`anthropic`)",
    "gemini": "generateContent (`google-genai`)",
}
BACKENDS = {
    "compatible": "OpenAI-compatible",
    "luna": "OpenAI, GPT-6 Luna",
    "codex": "OpenAI, GPT-5 Codex",
    "opus": "Anthropic, Claude Opus 5.5",
    "haiku": "Anthropic, Claude Haiku 4.5",
    "argon": "Google, Gemini 4 Argon",
}
EVERYTHING: Mapping[str, Callable[[Cell], None]] = {**FEATURES, **MISHAPS}


@dataclass(frozen=True)
class Rule:
    """What differs from plain working, for the cells that the patterns fit.

    Attributes:
        feature: A pattern, as are `client` and `backend`.
        drops: What the router leaves out and names in `x-larouter-dropped`.
        absent: Why the client cannot ask for it at all.
        refused: The parameter that the answer 400 names, because the model has nothing like it.
        fault: What does not work although it should.
    """

    feature: str
    client: str
    backend: str
    drops: tuple[str, ...] = ()
    absent: str = ""
    refused: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Expected:
    """What is expected of one cell."""

    drops: frozenset[str] = frozenset()
    absent: str = ""
    refused: str = ""
    fault: str = ""

    @property
    def sign(self) -> str:
        if self.absent:
            return "cannot be asked"
        if self.refused:
            return "refused"
        if self.fault:
            return "fails"
        return "works" if not self.drops else f"works, drops {', '.join(sorted(self.drops))}"


_UNSHOWN = (
    "OpenAI shows summaries to those who ask for them in its Responses; chat completions have no word for it."
)
RULES: Sequence[Rule] = (
    Rule("stop sequence", "responses", "*", absent="Responses has no stop sequences."),
    Rule("temperature", "*", "opus", drops=("temperature",)),
    Rule("temperature", "*", "luna", drops=("temperature",)),
    Rule("temperature", "*", "codex", drops=("temperature",)),
    Rule("reasoning shown", "chat", "luna", absent=_UNSHOWN),
    Rule("reasoning shown", "chat", "codex", absent=_UNSHOWN),
    Rule(
        "top_k",
        "chat",
        "*",
        absent="OpenAI has no such word; a server that has one is passed what a client adds.",
    ),
    Rule("top_k", "responses", "*", absent="OpenAI has no such word."),
    *[Rule("top_k", "*", name, drops=("top_k",)) for name in ("compatible", "luna", "codex", "opus")],
    Rule("forced tool", "*", "opus", drops=("tool_choice",)),
    Rule("reasoning shown", "responses", "compatible", drops=("reasoning_effort",)),
    Rule("reasoning shown", "gemini", "compatible", drops=("reasoning_effort",)),
    Rule("reasoning kept", "responses", "compatible", drops=("reasoning", "reasoning_effort")),
    Rule("reasoning kept", "messages", "compatible", drops=("reasoning",)),
    Rule("reasoning kept", "gemini", "compatible", drops=("reasoning", "reasoning_effort")),
    Rule("reasoning kept", "[crm]*", "argon", drops=("reasoning",)),
    Rule("change of model", "*", "*", drops=("reasoning",)),
    Rule("change of model", "responses", "compatible", drops=("reasoning_effort",)),
    Rule("change of model", "gemini", "compatible", drops=("reasoning_effort",)),
    Rule("change of model", "[!m]*", "haiku", drops=("reasoning_effort",)),
    Rule("change of model", "messages", "haiku", drops=("thinking",)),
)


def expected(feature: str, client: str, backend: str) -> Expected:
    """What is expected of one cell."""
    fitting = [
        rule
        for rule in RULES
        if fnmatchcase(feature, rule.feature)
        and fnmatchcase(client, rule.client)
        and fnmatchcase(backend, rule.backend)
    ]
    drops = frozenset(name for rule in fitting for name in rule.drops)
    first = {
        name: next((said for rule in fitting if (said := getattr(rule, name))), "")
        for name in ("absent", "refused", "fault")
    }
    return Expected(drops, **first)


ALL_BACKENDS = {**BACKENDS, "llama": "llama.cpp"}
NOT_IN_CHATS = dict.fromkeys(BACKENDS, "refused")
# What is asked of `/v1/completions`, and the backends that refuse it by its name; the others do it.
COMPLETIONS: Mapping[str, tuple[Mapping[str, object], Mapping[str, str]]] = {
    "a prompt, whole and streamed": ({}, {}),
    "max_tokens": ({"max_tokens": 3}, {}),
    "echo": ({"echo": True}, {"llama": "ignored by the server"}),
    "several prompts": ({"prompt": ["Once", "upon"]}, NOT_IN_CHATS),
    "token ids": ({"prompt": [1, 2]}, NOT_IN_CHATS),
    "logprobs": ({"logprobs": 1}, NOT_IN_CHATS),
    "suffix": ({"suffix": "z"}, {**NOT_IN_CHATS, "llama": "ignored by the server"}),
}


# Who makes vectors, by the model that `tests/journeys/test_embeddings.py` asks for.
EMBEDDERS = {
    "text-embedding-3-small": "OpenAI-compatible",
    "text-embedding-3-large": "OpenAI",
    "claude-haiku-4-5": "Anthropic",
    "gemini-embedding-001": "Google",
    "all-minilm-l6": "llama.cpp",
    "nomic-embed-text:latest": "Ollama",
    "bge-m3": "vLLM",
}
NO_TOKENS = {"gemini-embedding-001": "refused", "nomic-embed-text:latest": "refused by the server"}
NO_VECTORS = {"claude-haiku-4-5": "refused"}
# What is asked of `/v1/embeddings`, and who does it otherwise than it says.
EMBEDDINGS: Mapping[str, tuple[Mapping[str, object], Mapping[str, str]]] = {
    "one text": ({"input": "a b"}, {}),
    "several texts": ({"input": ["a", "b c", "d"]}, {}),
    "as base64": ({"input": ["a"], "encoding_format": "base64"}, {}),
    "fewer dimensions": ({"input": "a", "dimensions": 4}, {"all-minilm-l6": "ignored by the server"}),
    "`user`": ({"input": "a", "user": "u"}, {"gemini-embedding-001": "works, drops user"}),
    "token ids": ({"input": [1, 2]}, NO_TOKENS),
    "token ids of several texts": ({"input": [[1, 2], [3]]}, NO_TOKENS),
    "101 texts": ({"input": ["a"] * 101}, {"gemini-embedding-001": "refused"}),
}


def embeddings_sign(asked: str, model: str) -> str:
    """What is expected of one cell on vectors."""
    return EMBEDDINGS[asked][1].get(model) or NO_VECTORS.get(model, "works")


def embeddings_table() -> list[str]:
    """The part of the page on vectors."""
    return [
        f"| asked | {' | '.join(EMBEDDERS.values())} |",
        f"|---|{'---|' * len(EMBEDDERS)}",
        *[
            f"| {asked} | {' | '.join([embeddings_sign(asked, model) for model in EMBEDDERS])} |"
            for asked in EMBEDDINGS
        ],
    ]


def completions_table() -> list[str]:
    """The part of the page on the older completions."""
    names = list(ALL_BACKENDS.values())
    rows = [f"| asked | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for asked, (_, exceptions) in COMPLETIONS.items():
        cells = [exceptions.get(backend, "works") for backend in ALL_BACKENDS]
        rows.append(f"| {asked} | {' | '.join(cells)} |")
    return rows


def page() -> str:
    """The page of the documentation."""
    lines = [_HEAD]
    for backend, name in BACKENDS.items():
        lines += [f"## To {name}", "", *_table(EVERYTHING, backend), ""]
    lines += ["## To llama.cpp", "", *_table(LOCAL, "llama"), ""]
    lines += ["## Older completions (`openai`)", "", *completions_table(), ""]
    lines += ["## Embeddings (`openai`)", "", *embeddings_table(), ""]
    notes = [*_notes(), *_VECTOR_NOTES]
    return "\n".join([*lines, "## Why", "", *notes, ""])


def _table(features: Mapping[str, object], backend: str) -> list[str]:
    rows = [f"| feature | {' | '.join(CLIENTS.values())} |", f"|---|{'---|' * len(CLIENTS)}"]
    for feature in features:
        cells = [expected(feature, client, backend).sign for client in CLIENTS]
        rows.append(f"| {feature} | {' | '.join(cells)} |")
    return rows


def _notes() -> list[str]:
    """The reasons, each once for the backends that share it."""
    reasons: dict[tuple[str, str, str], list[str]] = {}
    for rule in RULES:
        why = rule.absent or rule.fault or (f"it has no `{rule.refused}`." if rule.refused else "")
        if why:
            reasons.setdefault((rule.feature, rule.client, why), []).append(rule.backend)
    return [
        f"- **{feature}**, {CLIENTS.get(client, 'every other client')}"
        + (f" to {', '.join(BACKENDS[name] for name in backends)}" if backends != ["*"] else "")
        + f": {why}"
        for (feature, client, why), backends in reasons.items()
    ]


_VECTOR_NOTES = (
    "- **Embeddings** to Anthropic: it makes no vectors of texts.",
    "- **token ids** to Google: they are those of another model's vocabulary, which Gemini cannot read.",
    "- **101 texts** to Google: a batch holds at most 100.",
)
_HEAD = """# Which client works with which model

Written by `scripts/write_compatibility.py` from what the tests in `tests/journeys/protocols` expect; every cell is a
test that drives the official SDK of the client against a running router, with a strict stand-in for the provider
behind it (`larouter.testing`), which refuses what the provider refuses. llama.cpp is the real one.

*works* means: the SDK got the right answer, whole and streamed, and the provider accepted what it was sent. *drops*
names what the model does not take; the router leaves it out and says so in the header `x-larouter-dropped`. *cannot be
asked* means that the client's protocol has no way to ask for it. *refused* is a 400 that names the parameter.

OpenAI is spoken to in Responses where a model needs them or the client is not one of chat completions, else in chat
completions; GPT-5 Codex is one of the models that only Responses have.
"""
