"""How the judge is asked, and how every shape of its answer is read."""

import json
import math
from typing import Any

import pytest

from larouter.core.tiers import Tier
from larouter.inspect.ballot import (
    HEAD,
    TAIL,
    Unheard,
    ask_choice,
    ask_decision,
    ask_letter,
    heard,
    view,
)
from larouter.learn.datasets import chat_of


def seen(*turns: tuple[str, str]) -> str:
    return view(chat_of({"messages": [{"role": role, "content": text} for role, text in turns]}))


def test_the_judge_sees_the_ends_of_a_long_turn_and_of_what_went_before() -> None:
    text = seen(("user", "q" * 900), ("assistant", "a" * 900), ("user", "x" * 5_000 + "the end"))
    assert text.startswith("User: qqq")
    assert "Assistant: aaa" in text
    assert text.endswith("the end")
    assert len(text) < HEAD + TAIL + 800


def test_a_system_prompt_and_tool_results_are_not_shown() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{}"}}
    messages = [
        {"role": "system", "content": "SECRET RULES"},
        {"role": "user", "content": "hello"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "RESULT"},
    ]
    text = view(chat_of({"messages": messages}))
    assert "1 tool calls" in text
    assert "SECRET" not in text
    assert "RESULT" not in text


def chosen(shares: dict[str, float]) -> dict[str, Any]:
    return {"answers": {"tier": {"type": "choice", "probabilities": shares}}}


def test_probabilities_of_a_decision_endpoint_are_taken_over() -> None:
    shares = {"HEARTBEAT": 0.1, "SIMPLE": 0.1, "MODERATE": 0.1, "COMPLEX": 0.2, "FRONTIER": 0.5}
    assert heard(chosen(shares)) == pytest.approx(list(shares.values()))
    rows = [{"value": name, "probability": share} for name, share in shares.items()]
    assert heard({"answers": [{"type": "choice", "probabilities": rows}]}) == pytest.approx(
        list(shares.values())
    )


def lettered(tops: list[tuple[str, float]], content: str = "D") -> dict[str, Any]:
    shown = [{"token": token, "logprob": math.log(share)} for token, share in tops]
    logprobs = {"content": [{"token": content, "logprob": 0.0, "top_logprobs": shown}]}
    return {"choices": [{"message": {"content": content}, "logprobs": logprobs}]}


def test_likelihoods_of_letters_are_added_up_and_made_whole() -> None:
    likely = heard(lettered([("D", 0.4), (" D", 0.1), ("\u2581C", 0.2), ("The", 0.3)]))
    assert likely == pytest.approx([0, 0, 0.2 / 0.7, 0.5 / 0.7, 0])


def test_a_server_without_likelihoods_is_believed_a_little() -> None:
    likely = heard({"choices": [{"message": {"content": "E"}}]})
    assert max(likely) == likely[Tier.FRONTIER] == pytest.approx(0.6)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"choices": []},
        {"choices": [{"message": {"content": "maybe"}}]},
        lettered([("D", 0.05), ("I", 0.9)], "I"),
        chosen({"HARD": 1.0}),
        chosen({"SIMPLE": float("nan")}),
        chosen({"SIMPLE": "much"}),
        {"answers": {}},
        {"answers": {"tier": None}},
    ],
)
def test_what_names_no_tier_is_no_verdict(told: dict[str, Any]) -> None:
    with pytest.raises(Unheard):
        heard(told)


def test_what_is_sent_is_json_that_names_every_tier() -> None:
    for body in (ask_choice("hello"), ask_decision("m", "hello")):
        assert all(tier.name in body.decode() for tier in Tier)
    asked = json.loads(ask_letter("m", "hello", grammar=False))
    assert (asked["max_tokens"], asked["logprobs"], "grammar" in asked) == (1, True, False)
    assert json.loads(ask_letter("m", "hello", grammar=True))["grammar"] == "root ::= [ABCDE]"
