"""An answer and what was wanted of it, as the checks see them."""

from collections.abc import Mapping
from dataclasses import dataclass

from larouter.wire.answer import Answer, Choice, Reason
from larouter.wire.neutral import Conversation, Format, Refusal, Text, ToolCall

_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Said:
    """One answer.

    Attributes:
        text: Its words, without reasoning.
        calls: The tools that it calls.
        reason: Why it ended; None when only its beginning is known.
        refused: Whether the provider or the model marks it as a refusal.
        logprobs: Of its tokens, as far as they were told.
    """

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    reason: Reason | None = None
    refused: bool = False
    logprobs: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was wanted.

    Attributes:
        question: The words of the last turn.
        around: The other words that say how to answer: the system's, and those of tools and schemas excluded.
        format: The form that the answer must have, or None.
        tools: The schema of each tool on offer, by name; None where it takes free text or anything.
        must_call: Whether a tool has to be called.
        own_limit: Whether the client itself bounded the length of the answer.
    """

    question: str = ""
    around: str = ""
    format: Format | None = None
    tools: Mapping[str, Mapping[str, object] | None] | None = None
    must_call: bool = False
    own_limit: bool = False


def said_by(answer: Answer) -> Said:
    """The first alternative of an answer."""
    choice = answer.choices.get(0) or Choice()
    choice.close()
    finished = choice.finished
    words = [part.text for part in choice.parts if isinstance(part, Text)]
    reason = None if finished is None else finished.reason
    return Said(
        text="".join(words)[:_MOST],
        calls=tuple([part for part in choice.parts if isinstance(part, ToolCall)]),
        reason=reason,
        refused=reason in ("refusal", "content_filter")
        or any(isinstance(part, Refusal) for part in choice.parts),
        logprobs=tuple(_logprobs(choice.logprobs.get("content", []))),
    )


def _logprobs(tokens: list[object]) -> list[float]:
    found = [token.get("logprob") for token in tokens if isinstance(token, dict)]
    return [float(one) for one in found if isinstance(one, int | float) and not isinstance(one, bool)]


def wanted_of(conversation: Conversation) -> Wanted:
    """What a conversation wants of its next answer."""
    texts = [
        (message.role, "\n".join([part.text for part in message.parts if isinstance(part, Text)]))
        for message in conversation.messages
    ]
    asked = [text for role, text in texts if role == "user" and text]
    choice = conversation.choice
    offered = {tool.name: None if tool.custom is not None else tool.schema for tool in conversation.tools}
    return Wanted(
        question=asked[-1] if asked else "",
        around="\n".join([text for role, text in texts if role in ("system", "developer")]),
        format=conversation.format,
        tools=offered or None,
        must_call=choice is not None and choice.mode == "required",
        own_limit=conversation.max_tokens is not None,
    )
