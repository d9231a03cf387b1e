"""What every client here shows: a chat, a stream, a tool that is called and answered, an answer that fits a schema.

A script of this folder runs in the environment of the outside clients, which has nothing of ours. It reads where
the router is from LAROUTER_URL and LAROUTER_TOKEN, and models from LAROUTER_MODELS; it prints one JSON object:
way → model → feature → what came, or `{"error": …}` or `{"left out": reason}`.
"""

import json
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from itertools import product
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, WithJsonSchema

URL = os.environ["LAROUTER_URL"]
TOKEN = os.environ["LAROUTER_TOKEN"]
MODELS = json.loads(os.environ["LAROUTER_MODELS"])
QUESTION = "What is the weather in Rome?"
MOST_TOKENS = 500
FEATURES = ("chat", "stream", "tools", "structured")
TINY = "the tiny llama calls no tool but its own"
_OUT, sys.stdout = sys.stdout, sys.stderr  # some clients print what nobody asked for


class City(BaseModel):
    """A city."""

    # Not as `const`, which some SDKs take out of a schema that they send.
    name: Annotated[Literal["Rome"], WithJsonSchema({"type": "string", "enum": ["Rome"]})]
    people: Annotated[Literal[3], WithJsonSchema({"type": "integer", "enum": [3]})]


class Way(Protocol):
    """One way to use a client, with one model."""

    def chat(self) -> dict[str, Any]:
        """`text`, and tokens as `input` and `output`."""

    def stream(self) -> dict[str, Any]:
        """`pieces`."""

    def tools(self) -> dict[str, Any]:
        """`called` with which arguments, and the `text` after the tool has answered."""

    def structured(self) -> dict[str, Any]:
        """The city, as `name` and `people`."""


def weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


WEATHER_SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def show(ways: Mapping[str, Callable[[str], Way]], without: Mapping[str, str] = {}) -> None:
    """Show every way with every model.

    Args:
        ways: Each one takes the name of a model.
        without: What is left out, and why: `way/model/feature`, with * for any.
    """
    seen: dict[str, Any] = {}
    for (name, way), (label, model), feature in product(ways.items(), MODELS.items(), FEATURES):
        why = [it for pattern, it in without.items() if fnmatchcase(f"{name}/{label}/{feature}", pattern)]
        came = {"left out": why[0]} if why else _tried(way, model, feature)
        seen.setdefault(name, {}).setdefault(label, {})[feature] = came
    _OUT.write(json.dumps(seen))


def _tried(way: Callable[[str], Way], model: str, feature: str) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return dict(getattr(way(model), feature)())
        except Exception:  # noqa: BLE001 - whatever a client raises is what the test is told
            return {"error": traceback.format_exc()[-2000:]}
