"""What a caller says beside the body: headers that begin with x-larouter."""

from collections.abc import Container, Iterable

from larouter.core.chat import Chat
from larouter.core.errors import BadRequest, Forbidden
from larouter.core.frozen import frozen
from larouter.core.project import Pass
from larouter.core.zones import Sensitivity, sensitivity_named

MOST_TAGS = 16
BODY_FIELD = "larouter_sensitivity"
LONGEST_NAME = 64
LONGEST_VALUE = 128


@frozen
class Hints:
    """A caller's own statements about its request.

    Attributes:
        sensitivity: At least so sensitive; every caller can raise it.
        lowered: What the caller says it is instead of what is found; only for whom the policy lets.
        latency_ceiling_ms: Longest acceptable time to the first token; 0 when it did not say.
        tags: Key and value, for breakdowns and budgets; `session` is the session that a header names.
        deadline_ms: Longest acceptable time for the whole request; 0 when it did not say.
        batch: Whether nobody waits for the answer.
    """

    sensitivity: Sensitivity = Sensitivity.PUBLIC
    latency_ceiling_ms: int = 0
    tags: tuple[tuple[str, str], ...] = ()
    deadline_ms: int = 0
    lowered: Sensitivity | None = None
    batch: bool = False


NONE = Hints()


def read_hints(headers: Iterable[tuple[bytes, bytes]]) -> Hints:
    """The hints in the headers.

    Raises:
        BadRequest: A hint has a value that means nothing.
    """
    mine = [
        (name, value.decode("latin-1").strip()) for name, value in headers if name.startswith(b"x-larouter-")
    ]
    if not mine:
        return NONE
    sensitivity, latency, deadline, batch = Sensitivity.PUBLIC, 0, 0, False
    lowered: Sensitivity | None = None
    tags: list[tuple[str, str]] = []
    for name, value in mine:
        if name == b"x-larouter-sensitivity":
            sensitivity = max(sensitivity, _level("x-larouter-sensitivity", value))
        elif name == b"x-larouter-lower-sensitivity":
            lowered = max(lowered or Sensitivity.PUBLIC, _level("x-larouter-lower-sensitivity", value))
        elif name == b"x-larouter-latency":
            latency, batch = _latency(value), value == "batch"
        elif name == b"x-larouter-tags":
            tags += _tags(value)
        elif name == b"x-larouter-session" and value:
            tags.append(("session", value[:LONGEST_VALUE]))
        elif name == b"x-larouter-deadline":
            deadline = _milliseconds("x-larouter-deadline must be", value)
    return Hints(sensitivity, latency, tuple(tags), deadline, lowered, batch)


def read_sensitivity(chat: Chat) -> Sensitivity:
    """What the body says that it is at least: `metadata.larouter_sensitivity`, which every protocol of OpenAI carries.

    Raises:
        BadRequest: It names no sensitivity.
    """
    metadata = chat.body.members.get("metadata")
    said = metadata.get(BODY_FIELD) if isinstance(metadata, dict) else None
    return Sensitivity.PUBLIC if said is None else _level(f"metadata.{BODY_FIELD}", str(said))


def lowered(hints: Hints, caller: Pass) -> Sensitivity | None:
    """What the caller says that the request is instead of what will be found.

    Raises:
        Forbidden: The policy does not say that it may.
    """
    if hints.lowered is not None and not caller.project.policy.clients.may_lower(caller.token_id):
        raise Forbidden(
            "the policy of this project does not let this token lower the sensitivity of a request; "
            "leave x-larouter-lower-sensitivity out, or ask the operator to name the token under clients.lower"
        )
    return hints.lowered


def named_headers(
    headers: Iterable[tuple[bytes, bytes]], names: Container[str]
) -> tuple[tuple[str, str], ...]:
    """The headers of these names, their values cut to what may be written down."""
    found = [
        (name.decode("latin-1"), value.decode("latin-1").strip()[:LONGEST_VALUE]) for name, value in headers
    ]
    return tuple([(name, value) for name, value in found if name in names])


def _level(what: str, value: str) -> Sensitivity:
    level = sensitivity_named(value)
    if level is None:
        raise BadRequest(f"{what} must be public, internal or confidential")
    return level


def _latency(value: str) -> int:
    if value in ("interactive", "batch"):
        return 0
    return _milliseconds("x-larouter-latency must be batch, interactive or", value)


def _milliseconds(must_be: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 7 or not 0 < int(value) <= 3_600_000:
        raise BadRequest(f"{must_be} a number of milliseconds up to 3600000")
    return int(value)


def _tags(value: str) -> list[tuple[str, str]]:
    pairs = [piece.partition("=") for piece in value.split(",") if piece.strip()]
    if len(pairs) > MOST_TAGS or any(not key.strip() or not mark for key, mark, _ in pairs):
        raise BadRequest(f"x-larouter-tags must be at most {MOST_TAGS} pairs such as feature=search,user=42")
    return [(key.strip()[:LONGEST_NAME], text.strip()[:LONGEST_VALUE]) for key, _, text in pairs]
