"""To whom a request is charged: its tags, from headers and from what the protocols carry for it.

Headers come first. OpenAI has `metadata` and `user` (now `safety_identifier`), Anthropic `metadata.user_id`,
Gemini `labels`. The end user is the tag `user`, the session the tag `session`. What a protocol says of the end
user is often a name or an address, so a pseudonym of it is kept; what the header says is kept as it is.
"""

import hashlib
from dataclasses import replace

from larouter.core.chat import Chat
from larouter.core.ids import pseudonym
from larouter.ingress.hints import LONGEST_NAME, LONGEST_VALUE, MOST_TAGS, Hints

USER = "user"
SESSION = "session"
_USERS = ("user", "user_id")
_TAGGED = frozenset({"metadata", "labels", "user", "safety_identifier"})


def attributed(hints: Hints, chat: Chat, *, wants_session: bool) -> Hints:
    """The hints with every tag that the request carries, each name once.

    Args:
        hints: From the headers.
        chat: What was asked.
        wants_session: Whether a request that names no session belongs to that of its conversation.
    """
    members = chat.body.members
    if not wants_session and not hints.tags and members.keys().isdisjoint(_TAGGED):
        return hints
    said = _said(members.get("metadata")) or _said(members.get("labels"))
    user = members.get("user") or members.get("safety_identifier")
    if isinstance(user, str) and user:
        said.append((USER, pseudonym(user)))
    if not (said or wants_session or hints.tags):
        return hints
    tags = dict(reversed((*hints.tags[:MOST_TAGS], *said[:MOST_TAGS])))
    if wants_session and SESSION not in tags:
        tags[SESSION] = conversation(chat)
    return replace(hints, tags=tuple(sorted(tags.items())))


def conversation(chat: Chat) -> str:
    """A name for the conversation: a hash of how it began, which every later turn of it repeats."""
    digest = hashlib.sha256()
    for turn in chat.turns:
        digest.update(f"{turn.role}\0{turn.text}\0".encode(errors="replace"))
        if turn.role == "user":
            break
    return f"conversation-{digest.hexdigest()[:16]}"


def _said(value: object) -> list[tuple[str, str]]:
    if not isinstance(value, dict):
        return []
    return [
        (USER, pseudonym(text)) if key in _USERS else (str(key)[:LONGEST_NAME], text[:LONGEST_VALUE])
        for key, text in value.items()
        if key and isinstance(text, str) and text
    ]
