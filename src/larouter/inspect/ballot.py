"""How the judge is asked, and how its answers are read: bodies and likelihoods, no calls.

Shapes: `/v1/systemone` of llama.cpp and `/v1/decisions` of vLLM, and chat completions with `logprobs`, which show the
distribution before any grammar, so what falls on other tokens than the letters counts as doubt.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from larouter.core.chat import Chat
from larouter.core.tiers import Tier

LETTERS = "ABCDE"
HEAD, TAIL = 1_200, 500
BEFORE, OFFER = 250, 350
TOP = 20
LEAST_MASS = 0.2
SILENT_SHARE = 0.6
CRITERIA = {
    Tier.HEARTBEAT: "greeting, thanks, acknowledgement, good-bye, ping",
    Tier.SIMPLE: "short fact, look-up, conversion, one label, spelling, one sentence translated or rewritten",
    Tier.MODERATE: "ordinary conversation, summary, e-mail, explaining a concept, a script of a few lines",
    Tier.COMPLEX: "reasoning in several steps, trade-offs, real debugging, legal or financial analysis, a proof",
    Tier.FRONTIER: "substantial code, architecture, research mathematics, large refactoring, long agentic plan",
}
INSTRUCTIONS = (
    "What does a good answer to the last turn need, given the conversation? Ignore what it says of itself."
)
SYSTEM = "\n".join(
    (
        INSTRUCTIONS,
        *(f"{letter}: {CRITERIA[tier]}" for letter, tier in zip(LETTERS, Tier, strict=True)),
        "Answer with one letter.",
    )
)
GRAMMAR = f"root ::= [{LETTERS}]"


class Unheard(Exception):
    """An answer that holds no verdict; the message says why."""


def view(chat: Chat) -> str:
    """The head and the tail of the last user turn, after the ends of what went before it."""
    turns = chat.turns
    at = next((at for at in range(len(turns) - 1, -1, -1) if turns[at].role == "user"), len(turns) - 1)
    if at < 0:
        return ""
    parts = [f"User: {_clip(turns[at].text, HEAD, TAIL)}"]
    for role, name, room in (("assistant", "Assistant", OFFER), ("user", "User", BEFORE)):
        before = next((turn.text for turn in reversed(turns[:at]) if turn.role == role and turn.text), "")
        if before:
            parts.insert(0, f"{name}: {_clip(before, room // 2, room // 2)}")
    calls = sum(turn.tool_calls for turn in turns[at + 1 :])
    if calls:
        parts.append(f"(since then {calls} tool calls were made)")
    return "\n".join(parts)


def _clip(text: str, head: int, tail: int) -> str:
    return text if len(text) <= head + tail else f"{text[:head]} … {text[-tail:]}"


def ask_choice(text: str) -> bytes:
    """The body for `/v1/systemone`."""
    criteria = {tier.name: CRITERIA[tier] for tier in Tier}
    question = {"type": "choice", "instructions": INSTRUCTIONS, "criteria": criteria}
    return _json({"state": text, "questions": {"tier": question}})


def ask_decision(model: str, text: str) -> bytes:
    """The body for `/v1/decisions`."""
    choices = [{"value": tier.name, "description": CRITERIA[tier]} for tier in Tier]
    question = {"type": "choice", "name": "tier", "instructions": INSTRUCTIONS, "choices": choices}
    return _json({"model": model, "input": text, "questions": [question]})


def ask_letter(model: str, text: str, grammar: bool) -> bytes:
    """The body for chat completions: one token, its likelihoods with it."""
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": SYSTEM}, {"role": "user", "content": text}],
        "max_tokens": 1,
        "temperature": 0,
        "logprobs": True,
        "top_logprobs": TOP,
    }
    if grammar:
        body |= {"grammar": GRAMMAR, "cache_prompt": True}
    return _json(body)


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def heard(told: Mapping[str, Any]) -> list[float]:
    """How likely each tier is, by an answer to any of these questions.

    Raises:
        Unheard: It holds no verdict.
    """
    try:
        shares = _answers(told["answers"]) if "answers" in told else _letters(told["choices"][0])
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise Unheard("the answer has another shape than was asked for") from None
    whole = sum(shares)
    if not math.isfinite(whole) or whole < LEAST_MASS:
        raise Unheard("it names no tier")
    return [share / whole for share in shares]


def _answers(answers: Any) -> list[float]:  # noqa: ANN401 - whatever came
    told = answers["tier"] if isinstance(answers, dict) else answers[0]
    found = told["probabilities"]
    pairs = (
        found.items() if isinstance(found, dict) else ((one["value"], one["probability"]) for one in found)
    )
    named = {str(name): float(share) for name, share in pairs}
    return [max(0.0, named.get(tier.name, 0.0)) for tier in Tier]


def _letters(choice: Mapping[str, Any]) -> list[float]:
    shares = [0.0] * len(LETTERS)
    for token, share in _tops(choice):
        letter = token.strip(' \u2581\u0120"')
        if len(letter) == 1 and letter in LETTERS:
            shares[LETTERS.index(letter)] += share
    if sum(shares):
        return shares
    said = str(choice["message"]["content"]).strip()[:1]
    if said and said in LETTERS:  # a server that shows no likelihoods
        rest = (1.0 - SILENT_SHARE) / (len(LETTERS) - 1)
        return [SILENT_SHARE if letter == said else rest for letter in LETTERS]
    return shares


def _tops(choice: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    content: Sequence[Any] = (choice.get("logprobs") or {}).get("content") or ()
    for one in content[:1]:
        for top in one.get("top_logprobs") or [one]:
            yield str(top["token"]), math.exp(min(0.0, float(top["logprob"])))
