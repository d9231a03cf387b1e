"""Files of learned routers, written by `larouter train-router`: JSON, read once; scores as ranks among prompts seen.

What a learned router finds out is a gain of going to the strong model. Its rank among the prompts it was trained on is
the score: 0.8 means that four in five of those needed the strong model less. So a threshold of 0.8 sends about a fifth
of traffic of that kind to the strong model.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from larouter.routers.plug import CannotRoute, Options
from larouter.routers.prompt import READING


def read_file(options: Options, kind: str) -> dict[str, Any]:
    """The file that the options name.

    Raises:
        CannotRoute: None is named, it is not of this kind, or prompts were read differently when it was fitted.
    """
    name = options.get("file")
    if not name:
        raise CannotRoute(f"the router {kind} learns: name its file in [routers.{kind}] file = …")
    try:
        told = json.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRoute(f"{name} cannot be read: {error}") from None
    if not isinstance(told, dict) or told.get("kind") != kind:
        raise CannotRoute(f"{name} is not a file of the router {kind}; write one with larouter train-router")
    if told.get("reading") != READING:
        raise CannotRoute(f"{name} was fitted by another release: fit it anew with larouter train-router")
    return told


def rank(quantiles: Sequence[float], gain: float) -> float:
    """The share of known gains that lie below, ties counted half."""
    return (bisect_left(quantiles, gain) + bisect_right(quantiles, gain)) / (2 * len(quantiles))
