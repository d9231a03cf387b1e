"""What a client makes of a stream of chat completions."""

import json
from typing import Any

from serving import Answer

from larouter.testing.completions import Answer as Said

LONG = Said("word " * 400)


def events(answer: Answer) -> list[dict[str, Any]]:
    """The events of a stream, each a JSON object; `[DONE]` is left out."""
    parts = answer.body.split(b"\n\n")
    assert parts.pop() == b"", "the last event is not whole"
    assert all(part.startswith(b"data: ") for part in parts)
    return [json.loads(part[6:]) for part in parts if part != b"data: [DONE]"]


def words(answer: Answer) -> str:
    return "".join(
        choice["delta"].get("content") or "" for it in events(answer) for choice in it.get("choices", [])
    )
