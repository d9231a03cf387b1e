"""An answer that does not have the form that was asked for."""

import msgspec

from larouter.dispatch.checks.said import Said, Wanted
from larouter.dispatch.checks.schema import fits

_decode = msgspec.json.Decoder().decode


def format_(said: Said, wanted: Wanted) -> bool:
    """JSON was asked for, and it is none, or does not match the schema."""
    form = wanted.format
    if form is None or form.kind == "grammar" or said.reason is None or said.calls:
        return False
    found, value = json_of(said.text)
    if not found:
        return True
    if form.kind == "json":
        return not isinstance(value, dict | list)
    return not fits(value, form.schema)


def tools(said: Said, wanted: Wanted) -> bool:
    """It calls a tool that is not on offer or with arguments that do not match, or none where it had to."""
    if wanted.tools is None or said.reason is None:
        return False
    if not said.calls:
        return wanted.must_call
    return any(not _is_valid(call.name, call.arguments, wanted) for call in said.calls)


def _is_valid(name: str, arguments: str, wanted: Wanted) -> bool:
    offered = wanted.tools or {}
    if name not in offered:
        return False
    schema = offered[name]
    if schema is None:
        return True
    found, value = json_of(arguments or "{}")
    return found and isinstance(value, dict) and fits(value, schema)


def json_of(text: str) -> tuple[bool, object]:
    """Whether the text is JSON, and its value."""
    try:
        return True, _decode(text.encode(errors="replace"))
    except (ValueError, RecursionError):
        return False, None
