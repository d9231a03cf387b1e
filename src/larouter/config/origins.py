"""Every setting on a line of its own, with its value and where it came from."""

from larouter.config.load import Loaded, origin_of


def flat(loaded: Loaded) -> list[tuple[str, object, str]]:
    """Dotted name, value and origin of every setting, in the order of the sections."""
    rows: list[tuple[str, object, str]] = []

    def visit(value: object, path: tuple[str, ...]) -> None:
        if isinstance(value, dict) and value:
            for key, child in value.items():
                visit(child, (*path, key))
        else:
            name = ".".join(path)
            rows.append((name, value, origin_of(loaded.origins, path) or "default"))

    visit(loaded.settings.model_dump(mode="json"), ())
    return rows
