"""Names of tools that a provider refuses: said in letters it takes, and told back to the client as they were.

Sources: the pattern of `tools.custom.name` at platform.claude.com/docs/en/api/messages (1 to 128 letters, digits,
underscores and hyphens); `FunctionObject` of OpenAI's API description (the same, to 64); `FunctionDeclaration` of the
`google-genai` package (dots and colons too, a letter or an underscore first, to 128).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_RESPONSES
from larouter.wire.answer import CallStarted, Event
from larouter.wire.neutral import Conversation, Message, Part, ToolCall, ToolResult

_FOREIGN = re.compile(r"[^a-zA-Z0-9_-]")
_TAKEN: Mapping[str, tuple[re.Pattern[str], int]] = {
    ANTHROPIC: (re.compile(r"[a-zA-Z0-9_-]{1,128}"), 128),
    OPENAI_RESPONSES: (re.compile(r"[a-zA-Z0-9_-]{1,64}"), 64),
    GEMINI: (re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}"), 128),
}

Names = Mapping[str, str]


def renamed(conversation: Conversation, backend: str, *, strict: bool) -> tuple[Conversation, Names]:
    """The conversation with names that the backend takes, and the way back: from its names to the client's.

    Args:
        conversation: What is asked.
        backend: The protocol of the backend.
        strict: Whether a backend of chat completions refuses what OpenAI itself refuses.
    """
    taken = _TAKEN.get(OPENAI_RESPONSES if strict and backend not in _TAKEN else backend)
    if taken is None or not (conversation.tools or _calls(conversation)):
        return conversation, {}
    pattern, most = taken
    known = dict.fromkeys((*[tool.name for tool in conversation.tools], *_calls(conversation)))
    wrong = [name for name in known if not pattern.fullmatch(name)]
    if not wrong:
        return conversation, {}
    right = set(known) - set(wrong)
    new: dict[str, str] = {}
    for name in wrong:
        new[name] = _free(name, right, most)
        right.add(new[name])
    return _said(conversation, new), {said: name for name, said in new.items()}


def is_foreign(name: str) -> bool:
    """Whether OpenAI refuses a tool of this name."""
    return _TAKEN[OPENAI_RESPONSES][0].fullmatch(name) is None


def _calls(conversation: Conversation) -> list[str]:
    return [
        part.name for message in conversation.messages for part in message.parts if type(part) is ToolCall
    ]


def _free(name: str, taken: Iterable[str], most: int) -> str:
    plain = _FOREIGN.sub("_", name)
    if not plain[:1].isalpha():
        plain = f"_{plain}"
    found, number = plain[:most], 1
    while found in taken:
        number += 1
        found = f"{plain[: most - len(str(number)) - 1]}_{number}"
    return found


def _said(conversation: Conversation, new: Names) -> Conversation:
    choice = conversation.choice
    return replace(
        conversation,
        messages=tuple([_message(message, new) for message in conversation.messages]),
        tools=tuple([replace(tool, name=new.get(tool.name, tool.name)) for tool in conversation.tools]),
        choice=choice and replace(choice, names=tuple([new.get(name, name) for name in choice.names])),
    )


def _message(message: Message, new: Names) -> Message:
    return replace(message, parts=tuple([_part(part, new) for part in message.parts]))


def _part(part: Part, new: Names) -> Part:
    if isinstance(part, ToolCall | ToolResult) and part.name in new:
        return replace(part, name=new[part.name])
    return part


def told(events: Sequence[Event], back: Names) -> Sequence[Event]:
    """The events with the client's own names."""
    return [
        replace(event, name=back[event.name])
        if isinstance(event, CallStarted) and event.name in back
        else event
        for event in events
    ]
