"""Checks of single members of a request, which every protocol's reader makes."""

from collections.abc import Callable, Mapping

from larouter.core.chat import Body
from larouter.core.errors import BadRequest
from larouter.wire.hidden import note_codes, note_names

_MOST_SHOWN = 60


def shown(value: object) -> str:
    """As much of a wrong value as helps to find it."""
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def read_model(value: object) -> str:
    """The model that is asked for.

    Raises:
        BadRequest: None, or not a name.
    """
    if not isinstance(value, str) or not value.strip():
        raise BadRequest(
            'model is required: "auto", a tier such as "auto:complex", or a model id', param="model"
        )
    if len(value) > 256 or not value.isprintable():
        raise BadRequest("model must be a printable name of at most 256 characters", param="model")
    return value.strip()


def kind(wanted: type, article: str) -> Callable[[str, object], None]:
    """A check that a member is of a JSON type."""

    def check(name: str, value: object) -> None:
        if not isinstance(value, wanted):
            raise BadRequest(f"{name} must be {article}", param=name)

    return check


def whole(least: int, most: int) -> Callable[[str, object], None]:
    """A check that a member is a whole number of a range."""

    def check(name: str, value: object) -> None:
        if type(value) is not int or not least <= value <= most:
            raise BadRequest(
                f"{name} must be a whole number from {least:,} to {most:,}; got {shown(value)}", param=name
            )

    return check


def number(least: float, most: float) -> Callable[[str, object], None]:
    """A check that a member is a number of a range."""

    def check(name: str, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise BadRequest(
                f"{name} must be a number from {least:g} to {most:g}; got {shown(value)}", param=name
            )

    return check


def string_or_strings(name: str, value: object) -> None:
    """A check that a member is a string or an array of strings."""
    if not isinstance(value, str) and not (
        isinstance(value, list) and all(isinstance(one, str) for one in value)
    ):
        raise BadRequest(f"{name} must be a string or an array of strings", param=name)


def strings(name: str, value: object) -> None:
    """A check that a member is an array of strings."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadRequest(f"{name} must be an array of strings", param=name)


def check_members(members: Mapping[str, object], checks: Mapping[str, Callable[[str, object], None]]) -> None:
    """Check the members that are there.

    Raises:
        BadRequest: One is wrong; the error names it.
    """
    for name, value in members.items():
        if (check := checks.get(name)) is not None and value is not None:
            check(name, value)


def texts_beside(body: Body, read: frozenset[str], least: int = 5) -> tuple[str, ...]:
    """The JSON of every member that no turn has read, for the inspectors.

    Args:
        body: The request.
        read: The members that turns have read, or that hold no text.
        least: The length of JSON above which it can say something: `false` has five letters.
    """
    text = body.text
    return tuple(
        [
            text[start:end]
            for name, (start, end) in body.spans.items()
            if name not in read and end - start > least
        ]
    )


def strange(value: Mapping[str, object], known: frozenset[str], texts: list[str]) -> None:
    """Collect every text under members that a reader does not know, so that it is inspected all the same.

    What only a model can read stays out: the signatures in what clients of chat completions echo.
    """
    if value.keys() <= known:
        return
    for name, one in value.items():
        if name in _SEALING:
            texts += strings_in(one, _SEALED)
            note_codes(one, _SEALED, texts)
        elif name not in known:
            texts += strings_in(one)


def strings_in(value: object, sealed: frozenset[str] = frozenset()) -> list[str]:
    """Every text inside a value, but under names that hold what only a model can read."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, one in value.items() if name not in sealed for text in strings_in(one, sealed)]
    return [text for one in value for text in strings_in(one, sealed)] if isinstance(value, list) else []


def marked(value: Mapping[str, object], texts: list[str]) -> None:
    """Collect what a cache marker says beside its kind and its time."""
    marker = value.get("cache_control")
    if isinstance(marker, dict):
        strange(marker, _MARKER, texts)
        note_names(marker.values(), texts)


_SEALING = frozenset({"reasoning_details", "extra_content"})
_SEALED = frozenset({"signature", "data", "thought_signature"})
_MARKER = frozenset({"type", "ttl"})
