"""The test suites that OpenAI and Anthropic publish with their SDKs: which tests apply to a router, and which do not.

They come with the source archives of the SDKs, which `scripts/setup-suites` fetches by the hashes of the lock; nothing
of them is kept here.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from anthropic.resources.messages.messages import DEPRECATED_MODELS

GPT = (
    *("gpt-6-astra", "gpt-3.5-turbo-instruct", "text-embedding-3-small"),
    *("model", "ft:gpt-4o-mini:acemeco:suffix:abc123"),
)
CLAUDE = ("claude-opus-5-5", "model_id", *DEPRECATED_MODELS)
_ASKS = "(method|response)"  # a test that sends something is called so, one of what is refused unsent is not
_CAPABLE = (
    '["tools", "vision", "audio", "documents", "json_object", "json_schema", "reasoning", "embeddings"]'
)


@dataclass(frozen=True, slots=True)
class Suite:
    """A published suite.

    Attributes:
        sdk: The package.
        base: What the suite takes for the address of the API, after the router's own.
        tests: The parts that ask for what a router offers.
        without: Which of their tests do not apply, as patterns of their names, and why.
        passed: How many do, so that none is lost without a word.
    """

    sdk: str
    base: str
    tests: tuple[str, ...]
    without: tuple[tuple[str, str], ...]
    passed: int


OPENAI = Suite(
    "openai",
    "/v1",
    (
        *("chat", "responses", "test_completions.py", "test_embeddings.py"),
        *("test_models.py", "test_responses.py"),
    ),
    (
        (rf"chat/completions/test_messages\.py.*{_ASKS}_", "stored chat completions are not offered"),
        (rf"chat/test_completions\.py.*{_ASKS}_(list|retrieve|update|delete)",
         "stored chat completions are not offered"),
        (r"chat/test_completions\.py.*create_with_all_params", "its sample allows an answer of no tokens"),
        (r"/test_completions\.py.*create_with_all_params", "its sample takes the best of no answers"),
        (r"test_embeddings\.py.*(method_create|raw_response_create|streaming_response_create)\[(strict|aiohttp)\]",
         "strict reading refuses the base64 that the SDK asks for by itself"),
        (rf"test_models\.py.*{_ASKS}_delete", "models are deleted where they are hosted"),
        (rf"test_responses\.py.*{_ASKS}_create_",
         "its sample names no model, and none is asked for without a name"),
        (rf"test_responses\.py.*{_ASKS}_(retrieve|delete)", "it asks for a response of an account at OpenAI"),
        (rf"test_responses\.py.*{_ASKS}_cancel", "nothing runs in the background, so there is nothing to cancel"),
        (rf"test_responses\.py.*{_ASKS}_compact", "compaction at the server is not offered"),
        (rf"responses/test_input_items\.py.*{_ASKS}_", "it asks for a response of an account at OpenAI"),
        (rf"responses/test_input_tokens\.py.*{_ASKS}_",
         "counting for Responses is not offered; for Messages it is"),
    ),
    passed=156,
)  # fmt: skip
ANTHROPIC = Suite(
    "anthropic",
    "",
    ("test_messages.py", "test_models.py"),
    (
        (r"test_messages\.py.*deprecated_model_warning", "it asks models that are retired, which the router refuses"),
        (r"test_messages\.py.*create_with_all_params", "its sample has a strict tool with a schema that is not"),
    ),
    passed=95,
)  # fmt: skip


def settings(openai: str, anthropic: str) -> str:
    """A `larouter.toml` with the models that the suites ask for, at those addresses."""
    lines: list[str] = []
    for name, url, models in (("openai", openai, GPT), ("anthropic", anthropic, CLAUDE)):
        lines += [f"[backends.{name}-fake]", f'kind = "{name}"', f'url = "{url}"', 'zone = "public"']
        lines += ['key_env = "FAKE_KEY"'] if name == "anthropic" else []
        lines += ["models = ["]
        lines += [f'  {{ id = "{model}", tiers = [], capabilities = {_CAPABLE} }},' for model in models]
        lines += ["]"]
    return "\n".join(lines) + "\n"


def ran(suite: Suite, url: str, token: str, plugins: Path) -> "subprocess.CompletedProcess[str]":
    """Run what applies of a suite against a router."""
    home = Path(sys.prefix, "suites")
    (source,) = (home / "src").glob(f"{suite.sdk}-*/")
    python = home / "bin/python"
    common = (python, "-m", "pytest", "-q", "-p", "published", "-p", "no:cacheprovider", "-W", "ignore")
    return subprocess.run(
        [*common, "-o", "addopts=", "--tb=short", *(f"tests/api_resources/{test}" for test in suite.tests)],
        cwd=source,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(plugins),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TEST_API_BASE_URL": url + suite.base,
            "LAROUTER_TOKEN": token,
            "LAROUTER_WITHOUT": "\n".join(pattern for pattern, _ in suite.without),
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
