"""Labelled requests: JSON Lines with OpenAI messages and the tier that a good answer needs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from larouter.core.chat import Chat
from larouter.core.errors import BadRequest
from larouter.core.tiers import Tier
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat

_SENT_ON = ("messages", "tools", "response_format")


class BadExample(ValueError):
    """A line of a data set that cannot be used; the message names the file, the line and the cure."""


@dataclass(frozen=True, slots=True)
class Example:
    """A request and what a good answer to it needs.

    Attributes:
        id: Unique within all data sets.
        author: Who wrote it: the name of its file.
        lang: ISO 639-1 of the last turn, or empty.
        tier: The best label.
        accepted: Every acceptable label.
        tags: What kind of request it is.
        template: The name of the skeleton that it shares with others, or empty.
        request: The members of the request.
        weight: How much it counts in training.
        made: Whether it was made from another one rather than written.
    """

    id: str
    author: str
    lang: str
    tier: Tier
    accepted: frozenset[Tier]
    tags: tuple[str, ...]
    template: str
    request: Mapping[str, Any]
    weight: float = 1.0
    made: bool = False

    def chat(self) -> Chat:
        """The request, read as the router reads it."""
        return chat_of(self.request)

    def text(self) -> str:
        """The text of the last user turn."""
        return last_text(self.request["messages"])


def chat_of(request: Mapping[str, Any]) -> Chat:
    """A request, read as the router reads it."""
    body = {"model": "auto", **request}
    return read_chat(read_object(json.dumps(body, ensure_ascii=False).encode()))


def last_text(messages: list[Mapping[str, Any]]) -> str:
    """The text of the last user turn."""
    content = next((turn.get("content") for turn in reversed(messages) if turn["role"] == "user"), "")
    if isinstance(content, list):
        return "\n".join(part.get("text", "") for part in content)
    return content or ""


def read_examples(paths: Iterable[Path]) -> list[Example]:
    """The examples in files.

    Raises:
        BadExample: A line is not an example.
    """
    return [example for path in paths for example in _read(path)]


def _read(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield _example(json.loads(line), path.stem)
            except (KeyError, TypeError, ValueError, BadRequest) as error:
                raise BadExample(f"{path}:{number}: {error!r}; see docs/explanation/tiers.md") from error


def _example(row: Mapping[str, Any], author: str) -> Example:
    tier = Tier[row["tier"]]
    request = {name: row[name] for name in _SENT_ON if row.get(name)}
    example = Example(
        id=row["id"],
        author=author,
        lang=row.get("lang", ""),
        tier=tier,
        accepted=frozenset(Tier[name] for name in row.get("ok", ())) | {tier},
        tags=tuple(row.get("tags", ())),
        template=row.get("template") or "",
        request=request,
    )
    example.chat()
    return example
