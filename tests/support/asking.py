"""Requests as a client would write them."""

import json

from larouter.core.chat import Chat
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat

HELLO = [{"role": "user", "content": "hello"}]


def raw(**members: object) -> bytes:
    """The body of a chat request that says hello, with some members changed."""
    return json.dumps({"model": "auto", "messages": HELLO} | members).encode()


def asked(**members: object) -> Chat:
    """That request as read."""
    return read_chat(read_object(raw(**members)))
