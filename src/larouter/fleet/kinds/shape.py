"""Members of JSON that came from elsewhere and may have any shape."""

from collections.abc import Mapping

Row = Mapping[str, object]
NOTHING: Row = {}


def rows(value: object, name: str) -> list[Row] | None:
    """The objects in the list of that name; `null` counts as empty; None when there is no such list."""
    if not isinstance(value, Mapping) or name not in value:
        return None
    found = value[name]
    if found is None:
        return []
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else None


def row(value: object, name: str) -> Row:
    """The object of that name, or an empty one."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else NOTHING


def text(value: Row, name: str) -> str:
    """The text of that name, or an empty one."""
    found = value.get(name)
    return found if isinstance(found, str) else ""


def number(value: Row, name: str) -> int:
    """The whole number of that name, or 0; nothing below 0."""
    found = value.get(name)
    return max(found, 0) if isinstance(found, int) and not isinstance(found, bool) else 0


def words(value: Row, name: str) -> frozenset[str]:
    """The texts in the list of that name."""
    found = value.get(name)
    return (
        frozenset(word for word in found if isinstance(word, str)) if isinstance(found, list) else frozenset()
    )
