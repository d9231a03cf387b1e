"""How a request ends that did not go well: what is written down, and what a client that still listens is told."""

import asyncio

from larouter.core.errors import Internal, RouterError, Stopped

CLIENT_GONE = 499


def last_word(error: BaseException, *, left: bool) -> RouterError | None:
    """What a stream that was begun ends with, or None when there is nobody to hear it.

    Args:
        error: What happened.
        left: Whether the client has gone away.
    """
    if isinstance(error, asyncio.CancelledError):
        return None if left else Stopped()
    if isinstance(error, GeneratorExit):
        return None
    return error if isinstance(error, RouterError) else Internal("the router failed; its log has the cause")


def status_of(error: BaseException, *, left: bool) -> tuple[int, str]:
    """The HTTP status and the code that are written down; 499 for a client that went away first."""
    if isinstance(error, RouterError):
        return error.status, error.code
    if not isinstance(error, asyncio.CancelledError | GeneratorExit):
        return Internal.status, Internal.code
    return (CLIENT_GONE, "client_closed_request") if left else (Stopped.status, Stopped.code)
