"""`POST /v1/feedback`: what a caller thinks of an answer that it got."""

from collections.abc import Callable
from functools import partial

import msgspec

from larouter.access.admit import Gate
from larouter.api.asgi import Receive, Scope, Send, send_json
from larouter.api.chat import body_in_time
from larouter.core.errors import BadRequest, NoSuchRoute
from larouter.core.feedback import Feedback, checked
from larouter.ingress.read import check_length
from larouter.store import feedback
from larouter.store.database import Database
from larouter.wire.members import read_object


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a request."""

    request_id: str
    score: float | None = None
    label: str = ""
    comment: str = ""


_EXAMPLE = '{"request_id": "req_…", "label": "good"}'
_MEMBERS = ", ".join(Said.__struct_fields__)
_KINDS = {
    "request_id": "the id of an answered request, as its header x-larouter-request-id told it",
    "score": "a number from -1 (useless) to 1 (just right)",
    "label": "a text such as good",
    "comment": "a text",
}


class FeedbackRoute:
    """The route of an application's opinion.

    Args:
        gate: Who may speak.
        database: Where it is kept.
        now_ms: Milliseconds since 1970.
        most_bytes: Longest request body.
    """

    def __init__(self, gate: Gate, database: Database, now_ms: Callable[[], int], most_bytes: int) -> None:
        self._gate = gate
        self._database = database
        self._now_ms = now_ms
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            RouterError: The caller is not known, or the body cannot be used.
        """
        caller = self._gate.admit(scope["headers"])
        check_length(scope["headers"], self._most_bytes)
        said = _said(await body_in_time(receive, self._most_bytes))
        score, label, comment = checked(said.score, said.label, said.comment)
        author = caller.token_id
        one = Feedback(said.request_id, self._now_ms(), caller.project.id, author, score, label, comment)
        await keep(self._database, one)
        await send_json(send, 201, {"object": "feedback", **shape(one)})


def _said(raw: bytes) -> Said:
    body = read_object(raw, _EXAMPLE).members
    if unknown := sorted(body.keys() - set(Said.__struct_fields__)):
        raise BadRequest(f"{unknown[0]} is no member of feedback; there is {_MEMBERS}", param=unknown[0])
    try:
        return msgspec.convert(body, Said)
    except msgspec.ValidationError as error:
        param = next((name for name in Said.__struct_fields__ if f"$.{name}" in f"{error}`"), "request_id")
        raise BadRequest(f"{param} must be {_KINDS[param]}", param=param) from None


async def keep(database: Database, one: Feedback) -> None:
    """Write down what was said.

    Raises:
        NoSuchRoute: There is no such request that its author may speak of.
    """
    if not await database.write(partial(feedback.put, one=one)):
        raise NoSuchRoute(
            f"there is no request {one.request_id[:64]!r} of this project; "
            "its id is in the answer's header x-larouter-request-id"
        )


def shape(one: Feedback) -> dict[str, object]:
    """As JSON."""
    return {
        "request_id": one.request_id,
        "at_ms": one.at_ms,
        "author": one.author,
        "score": one.score,
        "label": one.label or None,
        "comment": one.comment or None,
    }
