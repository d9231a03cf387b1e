"""Chats for tests, read as the router reads them."""

import json
from collections.abc import Iterable, Mapping

from larouter.core.chat import Chat
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat


def chat(*turns: str, system: str = "", extra: Iterable[Mapping[str, object]] = ()) -> Chat:
    """User and assistant in turn, the user first; then `extra` messages."""
    messages: list[Mapping[str, object]] = [{"role": "system", "content": system}] if system else []
    messages += [{"role": ("user", "assistant")[at % 2], "content": text} for at, text in enumerate(turns)]
    body = {"model": "auto", "messages": [*messages, *extra]}
    return read_chat(read_object(json.dumps(body).encode()))
