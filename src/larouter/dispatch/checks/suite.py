"""Is this answer good enough? The free checks in their order; the first that fails names the flaw."""

from collections.abc import Callable, Mapping

from larouter.dispatch.checks.empty import empty, truncated
from larouter.dispatch.checks.language import language
from larouter.dispatch.checks.loop import loop
from larouter.dispatch.checks.said import Said, Wanted
from larouter.dispatch.checks.shape import format_, tools
from larouter.dispatch.checks.unable import CURLY, refuses, unable
from larouter.dispatch.checks.unsure import unsure

Check = Callable[[Said, Wanted], bool]
FREE: Mapping[str, Check] = {
    "empty": empty,
    "truncated": truncated,
    "tools": tools,
    "format": format_,
    "unable": unable,
    "loop": loop,
    "language": language,
    "unsure": unsure,
}
_BEGINNING = 600


def flaw_of(said: Said, wanted: Wanted, skip: frozenset[str] = frozenset()) -> str:
    """The first check that the answer fails, or nothing; an answer that declines for safety's sake has no flaw (I7).

    Args:
        said: The answer, or its beginning (without a reason for its end).
        wanted: What it has to be.
        skip: Checks that are left out.
    """
    if declines(said):
        return ""
    return next((name for name, fails in FREE.items() if name not in skip and fails(said, wanted)), "")


def declines(said: Said) -> bool:
    """Whether the answer is marked as a refusal, or has a sign of one in its first words."""
    if said.refused:
        return True
    text = said.text[:_BEGINNING].lstrip().replace(CURLY, "'")
    return bool(text) and text[0] not in "{[" and refuses(text)
