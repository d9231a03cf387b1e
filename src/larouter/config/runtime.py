"""Settings that change while the router runs: checked as at start, applied at once, kept beside the database."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from larouter.config.load import BadConfiguration, Loaded, load
from larouter.config.origins import flat
from larouter.core.errors import BadRequest

CHANGEABLE = ("log", "discovery", "deadlines", "backends", "tiers")


class Runtime:
    """The settings in force.

    Args:
        loaded: As read at start.
        directory: Where `larouter.toml` and `.env` are.
        flags: From the command line.
        apply: Puts new settings in force.
    """

    def __init__(
        self, loaded: Loaded, directory: Path, flags: Mapping[str, object], apply: Callable[[Loaded], None]
    ) -> None:
        self._loaded = loaded
        self._directory = directory
        self._flags = flags
        self._apply = apply

    @property
    def loaded(self) -> Loaded:
        """The settings in force, with their origins."""
        return self._loaded

    def shown(self) -> dict[str, Any]:
        """Every setting with its value and origin."""
        return {
            "settings": {
                name: {"value": value, "origin": origin} for name, value, origin in flat(self._loaded)
            },
            "changeable": list(CHANGEABLE),
        }

    def change(self, changes: Mapping[str, Any]) -> None:
        """Put changes in force and keep them.

        Raises:
            BadRequest: They cannot be used; the message names the setting and the cure.
        """
        self._check(changes)
        path = changes_path(self._loaded)
        before = read_changes(path)
        merged = _merge(before, changes)
        path.write_text(json.dumps(merged, indent=1), encoding="utf-8")
        try:
            self.reload()
        except BadConfiguration as error:
            path.write_text(json.dumps(before, indent=1), encoding="utf-8")
            raise BadRequest(str(error)) from None

    def reload(self) -> None:
        """Read everything again and put it in force; what cannot be used leaves the old settings running.

        Raises:
            BadConfiguration: It cannot be used.
        """
        loaded = load(self._loaded.process_environment, self._directory, self._flags)
        self._apply(loaded)
        self._loaded = loaded

    def _check(self, changes: Mapping[str, Any]) -> None:
        for section, values in changes.items():
            if section not in CHANGEABLE:
                raise BadRequest(
                    f"{section} takes a restart or does not exist; at run time {', '.join(CHANGEABLE)} can change",
                    param=section,
                )
            for name in values if isinstance(values, dict) else ():
                origin = self._loaded.origins.get(f"{section}.{name}", "")
                if origin.startswith(("environment", "flag")):
                    raise BadRequest(
                        f"{section}.{name} is fixed by {origin}; change it there", param=f"{section}.{name}"
                    )


def changes_path(loaded: Loaded) -> Path:
    """Where changes made at run time are kept."""
    path = Path(loaded.settings.database.path)
    return path.with_name(path.stem + ".settings.json")


def read_changes(path: Path) -> dict[str, Any]:
    """The changes made at run time so far."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _merge(before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(before)
    for name, value in changes.items():
        old = merged.get(name)
        merged[name] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
