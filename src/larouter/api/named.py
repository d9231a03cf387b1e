"""Routes whose path holds a name: which paths they fit, and how the router tells what it offers."""

from collections.abc import Callable
from dataclasses import dataclass

from larouter.api.asgi import App

MODELS = "/v1/models/"
GEMINI_MODELS = "/v1beta/models/"
# A name may hold a colon of its own, such as a tag of Ollama's.
_METHODS = (
    ":generateContent",
    ":streamGenerateContent",
    ":countTokens",
    ":embedContent",
    ":batchEmbedContents",
)


@dataclass(frozen=True, slots=True)
class Named:
    """A route.

    Attributes:
        method: Such as `POST`.
        form: As people write it, such as `/v1/models/{model}`.
        fits: Whether a path is one of it.
        app: What serves it.
    """

    method: str
    form: str
    fits: Callable[[str], bool]
    app: App


def model_under(prefix: str) -> Callable[[str], bool]:
    """Paths with a model after a prefix, whatever its name holds, and no method of Gemini's after it."""
    return lambda path: path.startswith(prefix) and len(path) > len(prefix) and not path.endswith(_METHODS)


def one_under(prefix: str) -> Callable[[str], bool]:
    """Paths with one segment after a prefix."""
    return lambda path: (
        path.startswith(prefix) and bool(path[len(prefix) :]) and "/" not in path[len(prefix) :]
    )


def gemini(method: str) -> Callable[[str], bool]:
    """Paths of a method of Gemini's; Google's SDK speaks to `/v1` unless it is told otherwise."""
    return lambda path: path.startswith((GEMINI_MODELS, MODELS)) and path.endswith(f":{method}")


def is_gemini(path: str) -> bool:
    """Whether a path is meant for Gemini's API, known or not."""
    return path.startswith("/v1beta/") or (path.startswith(MODELS) and path.endswith(_METHODS))
