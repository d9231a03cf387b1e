"""An answer that says nothing, or stops before it has said everything."""

from larouter.dispatch.checks.said import Said, Wanted


def empty(said: Said, _wanted: Wanted) -> bool:
    """It is over, and there is neither a word nor a call in it."""
    return said.reason is not None and not said.calls and not said.text.strip()


def truncated(said: Said, wanted: Wanted) -> bool:
    """It ran into a limit of length that the client did not set."""
    return said.reason == "length" and not wanted.own_limit
