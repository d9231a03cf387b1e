"""Where the router keeps files beside its database."""

import tempfile
from collections.abc import Mapping
from pathlib import Path


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where files are kept that can be made again."""
    base = environment.get("XDG_CACHE_HOME") or (
        Path(environment.get("HOME") or tempfile.gettempdir()) / ".cache"
    )
    folder = Path(base) / "larouter"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="larouter-"))
    return folder
