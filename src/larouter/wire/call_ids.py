"""Ids of calls that a provider refuses: said at a length, and in letters, that it takes; the same id always alike.

An id is made by whoever answered, and comes back with the conversation, whoever answers then. Sources: `call_id` of
`ResponseFunctionToolCallParam` in OpenAI's API description (1 to 64 characters); the texts of errors that users
reported of chat completions ("string too long. Expected a string with maximum length 40") and of Messages ("String
should match pattern '^[a-zA-Z0-9_-]+$'").
"""

import re
from hashlib import blake2b

MOST_IN_RESPONSES = 64
MOST_IN_CHATS = 40
MOST_IN_MESSAGES = 64
_FOREIGN = re.compile(r"[^a-zA-Z0-9_-]")


def short(identifier: str, most: int) -> str:
    """The id, or its beginning and a digest of it where it is too long."""
    return identifier if len(identifier) <= most else _marked(identifier, identifier, most)


def plain(identifier: str) -> str:
    """The id, or one of letters, digits, underscores and hyphens that stands for it alone."""
    said = _FOREIGN.sub("_", identifier)
    if said == identifier and 0 < len(said) <= MOST_IN_MESSAGES:
        return identifier
    return _marked(said, identifier, MOST_IN_MESSAGES)


def _marked(said: str, identifier: str, most: int) -> str:
    digest = blake2b(identifier.encode(), digest_size=8).hexdigest()
    return f"{said[: most - len(digest) - 1]}_{digest}"
