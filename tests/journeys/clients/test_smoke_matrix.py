"""Clients that others wrote: chat, stream, tools and structured output, through each, with each kind of backend.

A test runs a whole client in a process of its own, because what a client imports takes seconds.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from obliging import AFTER_TOOLS, GREETING

HERE = Path(__file__).parents[2]
CLIENTS = sorted(path.stem for path in (HERE / "clients").glob("*_clients.py"))
PAGE = Path(__file__).parents[3] / "docs/reference/clients.md"
TINY = "The tool has answered, and so have I."  # the real llama.cpp says this, and asks after Oslo
FEATURES = ("chat", "stream", "tools", "structured")
# Every way of every client must be shown, so that a script that shows nothing does not pass.
WAYS = {
    "haystack_clients": 2,
    "instructor_clients": 2,
    "langchain_clients": 4,
    "litellm_clients": 3,
    "llama_index_clients": 3,
    "pydantic_ai_clients": 4,
    "sdk_clients": 4,
    "clients.mjs": 9,
}
pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_python_client_gets_all_it_asks_for(
    client: str, outsider: Path, run: Callable[..., str], shown: dict[str, str]
) -> None:
    judge(client, run(outsider, HERE / f"clients/{client}.py", **shown))


def test_the_clients_from_npm_get_all_they_ask_for(
    node: str, run: Callable[..., str], shown: dict[str, str]
) -> None:
    judge("clients.mjs", run(node, HERE / "node/clients.mjs", **shown))


def judge(client: str, printed: str) -> None:
    seen = json.loads(printed)
    cells = [
        (way, label, feature, came)
        for way, labels in seen.items()
        for label, features in labels.items()
        for feature, came in features.items()
    ]
    assert len(cells) == WAYS[client] * 4 * len(FEATURES)
    wrong = [
        f"{way}, {label}, {feature}: {why}"
        for way, label, feature, came in cells
        for why in faults(label, feature, came)
    ]
    assert not wrong, "\n".join(wrong)


def faults(label: str, feature: str, came: dict[str, Any]) -> Iterator[str]:
    """What is wrong with what came."""
    if "left out" in came:
        if came["left out"] not in PAGE.read_text(encoding="utf-8"):
            yield f"left out, and {PAGE.name} does not say why: {came['left out']}"
        return
    tiny = label == "llama"
    wanted = {
        "chat": {"text": TINY if tiny else GREETING},
        "stream": {"text": TINY if tiny else GREETING},
        "tools": {"called": {"city": "Oslo" if tiny else "Rome"}, "text": TINY if tiny else AFTER_TOOLS},
        "structured": {"name": "Rome", "people": 3},
    }[feature]
    if "error" in came:
        yield came["error"]
        return
    if "pieces" in came:
        if len(came["pieces"]) < 2:
            yield f"came in one piece: {came}"
        came = {"text": "".join(came["pieces"])}
    if "whole" in came:  # Instructor streams objects, and its tools end with the call
        came, wanted = came["whole"], {"name": "Rome", "people": 3}
    if set(came) == {"called"}:
        wanted = {"called": wanted["called"]}
    if feature == "chat" and not (came["input"] > 0 and came["output"] > 0):
        yield f"uncounted tokens: {came}"
    if {name: came.get(name) for name in wanted} != wanted:
        yield f"{came} instead of {wanted}"
