"""In which order Gemini accepts turns and function calls, and which calls must come back signed.

Source: ai.google.dev, "Function calling" and "Thought signatures".
"""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from larouter.testing.native import seal

Content = Mapping[str, Any]
Part = Mapping[str, Any]

# What the documentation offers for calls that another model made.
EXEMPT = frozenset({"context_engineering_is_the_way_to_go", "skip_thought_signature_validator"})


def sign(name: str) -> str:
    """A thought signature over what was called; over nothing for one of text."""
    return base64.b64encode(f"{name} {seal('gemini', name)}".encode()).decode()


def wrong_turns(contents: Sequence[Content], *, signed: bool) -> Iterator[str]:
    """Everything that is refused in the turns, whose parts are right already.

    Args:
        contents: The conversation.
        signed: Whether the calls of the current turn must carry their signatures.
    """
    for content in contents:
        if content.get("role", "user") not in ("user", "model", "function"):
            yield "Please use a valid role: user, model."
            return
    yield from _wrong_pairs(contents)
    yield from _wrong_signatures(contents, signed=signed)


def _of(content: Content, name: str) -> list[Mapping[str, Any]]:
    return [part[name] for part in content.get("parts", ()) if name in part]


def _wrong_pairs(contents: Sequence[Content]) -> Iterator[str]:
    open_calls: list[Mapping[str, Any]] = []
    before = ""
    for content in _turns(contents):
        role = content["role"]
        calls, responses = _of(content, "functionCall"), _of(content, "functionResponse")
        if role == "user" and len(responses) != len(open_calls):
            yield (
                "Please ensure that the number of function response parts is equal to the number of function call "
                "parts of the function call turn."
            )
        elif role == "user":
            yield from _wrong_names(open_calls, responses)
        if calls and (role != "model" or not before):
            yield (
                "Please ensure that function call turn comes immediately after a user turn or after a function "
                "response turn."
            )
        if responses and role == "model":
            yield "Please ensure that function response turn comes immediately after a function call turn."
        open_calls, before = calls, role
    if open_calls:
        yield "Please ensure that function response turn comes immediately after a function call turn."


def _wrong_names(calls: Sequence[Mapping[str, Any]], responses: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if sorted(call["name"] for call in calls) != sorted(given.get("name", "") for given in responses):
        yield "Please ensure that the names of the function responses are those of the function calls."
    ids = {call["id"] for call in calls if "id" in call}
    for given in responses:
        if ids and "id" in given and given["id"] not in ids:
            yield f"Function response id {given['id']!r} does not match any function call."
        if not isinstance(given.get("response"), dict):
            yield "function_response.response: must be set"


def _turns(contents: Sequence[Content]) -> list[dict[str, Any]]:
    """Adjacent contents of one role as one; `function` is another word for `user`."""
    turns: list[dict[str, Any]] = []
    for content in contents:
        role = "model" if content.get("role") == "model" else "user"
        if turns and turns[-1]["role"] == role:
            turns[-1]["parts"] = [*turns[-1]["parts"], *content.get("parts", ())]
        else:
            turns.append({"role": role, "parts": list(content.get("parts", ()))})
    return turns


def _wrong_signatures(contents: Sequence[Content], *, signed: bool) -> Iterator[str]:
    """Signatures must be genuine wherever they stand, and must stand at the first call of every step of this turn."""
    turns = _turns(contents)
    for turn in turns:
        for part in turn["parts"]:
            name = part.get("functionCall", {}).get("name", "")
            if "thoughtSignature" in part and not _genuine(part["thoughtSignature"], name):
                yield "Thought signature is not valid."
    for turn in turns[_begin(turns) :] if signed else ():
        parts = [(index, part) for index, part in enumerate(turn["parts"]) if "functionCall" in part]
        if parts and "thoughtSignature" not in parts[0][1]:
            index, part = parts[0]
            yield (
                "Function call is missing a thought_signature in functionCall parts. This is required for tools to "
                "work correctly, and missing thought_signature may lead to degraded model performance. Additional "
                f"data, function call `default_api:{part['functionCall'].get('name')}`, position {index}."
            )


def _begin(turns: Sequence[Mapping[str, Any]]) -> int:
    """Where the current turn of the conversation begins: with the last thing that a person said."""
    said = [
        at
        for at, turn in enumerate(turns)
        if turn["role"] == "user" and any("functionResponse" not in part for part in turn["parts"])
    ]
    return said[-1] if said else 0


def _genuine(signature: str, name: str) -> bool:
    if signature in EXEMPT:
        return True
    try:
        raw = base64.b64decode(signature.translate({45: 43, 95: 47}), validate=True).decode()
    except (binascii.Error, ValueError):
        return False
    return raw in EXEMPT or raw == f"{name} {seal('gemini', name)}"
