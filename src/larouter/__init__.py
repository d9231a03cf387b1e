"""LA Router: a local-first router for language models, one endpoint and one policy."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = ["Answer", "Controller", "Router", "__version__"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """What is embedded in other programs is loaded when it is first asked for: commands and servers need none of it."""
    if name not in __all__:
        raise AttributeError(f"module 'larouter' has no attribute {name!r}")
    return getattr(import_module("larouter.embed"), name)
