"""A plugin for the pytest of a published suite: the router's token instead of a made-up key, and what to leave out."""

import os
import re
import sys
from typing import Any


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """Leave out what does not apply."""
    patterns = [re.compile(pattern) for pattern in os.environ["LAROUTER_WITHOUT"].split("\n") if pattern]
    out = [item for item in items if any(pattern.search(item.nodeid) for pattern in patterns)]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


def pytest_collection_finish() -> None:
    """Show the router's token; the suite's fixtures read their key from here."""
    sys.modules["tests.conftest"].__dict__["api_key"] = os.environ["LAROUTER_TOKEN"]
