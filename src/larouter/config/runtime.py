"""Settings that change while the router runs: checked as at start, applied at once, kept beside the database."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from larouter.config.load import FILE, BadConfiguration, Loaded, load, origin_of
from larouter.config.origins import flat
from larouter.core.errors import BadRequest

FIXED = ("environment ", ".env ", "flag ")
CHANGEABLE = ("log", "discovery", "deadlines", "local", "backends", "drained", "tiers")


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
        self._stamp = self._read_stamp()

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
        before = read_changes(changes_path(self._loaded))
        self._keep(before, _merge(before, changes))

    def forget(self, section: str, name: str) -> None:
        """Undo what was changed at run time of one member of a section, and keep that.

        Raises:
            BadRequest: Nothing of it was; the message says where it stands.
        """
        before = read_changes(changes_path(self._loaded))
        members = before.get(section)
        if not isinstance(members, dict) or name not in members:
            origin = origin_of(self._loaded.origins, (section, name)) or self._origin_below(
                f"{section}.{name}."
            )
            at = f"stands in {origin or 'no setting'}"
            raise BadRequest(
                f"{section}.{name} {at}; only what was added at run time can be removed at run time"
            )
        rest = {key: value for key, value in members.items() if key != name}
        self._keep(before, {**before, section: rest})

    def _origin_below(self, prefix: str) -> str:
        return next((it for name, it in self._loaded.origins.items() if name.startswith(prefix)), "")

    def _keep(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        path = changes_path(self._loaded)
        path.write_text(json.dumps(after, indent=1), encoding="utf-8")
        try:
            self.reload()
        except BaseException as error:
            path.write_text(json.dumps(before, indent=1), encoding="utf-8")
            if isinstance(error, BadConfiguration):
                raise BadRequest(str(error)) from None
            raise

    def reload(self) -> None:
        """Read everything again and put it in force; what cannot be used leaves the old settings running.

        Raises:
            BadConfiguration: It cannot be used.
        """
        self._stamp = self._read_stamp()
        changes = read_changes(changes_path(self._loaded))
        loaded = load(self._loaded.process_environment, self._directory, self._flags, changes)
        self._apply(loaded)
        self._loaded = loaded

    def is_stale(self) -> bool:
        """Whether `larouter.toml` or `.env` has changed since it was read."""
        return self._read_stamp() != self._stamp

    def _read_stamp(self) -> tuple[tuple[int, int], ...]:
        file = self._loaded.environment.get("LAROUTER_CONFIG") or self._directory / FILE
        return tuple(_stamp(Path(path)) for path in (file, self._directory / ".env"))

    def _check(self, changes: Mapping[str, Any]) -> None:
        for section, values in changes.items():
            if section not in CHANGEABLE:
                raise BadRequest(
                    f"{section} takes a restart or does not exist; at run time {', '.join(CHANGEABLE)} can change",
                    param=section,
                )
            for name in values if isinstance(values, dict) else ():
                origin = self._loaded.origins.get(f"{section}.{name}", "")
                if origin.startswith(FIXED):
                    param = f"{section}.{name}"
                    raise BadRequest(f"{param} is fixed by {origin}; change it there", param=param)


def load_kept(
    environment: Mapping[str, str], directory: Path, flags: Mapping[str, object] | None = None
) -> Loaded:
    """The settings as at start: with the changes that were made at run time.

    Raises:
        BadConfiguration: Something in them cannot be used.
    """
    loaded = load(environment, directory, flags)
    path = changes_path(loaded)
    changes = read_changes(path)
    if not changes:
        return loaded
    try:
        return load(environment, directory, flags, changes)
    except BadConfiguration as error:
        raise BadConfiguration(f"{error}; what was changed at run time is kept in {path}") from None


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def changes_path(loaded: Loaded) -> Path:
    """Where changes made at run time are kept."""
    path = Path(loaded.settings.database.path)
    return path.with_name(path.stem + ".settings.json")


def read_changes(path: Path) -> dict[str, Any]:
    """The changes made at run time so far.

    Raises:
        BadConfiguration: The file is damaged.
    """
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
    except (ValueError, TypeError):
        raise BadConfiguration(
            f"{path} is damaged; move it away, and the changes made at run time are forgotten"
        ) from None


def _merge(before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(before)
    for name, value in changes.items():
        old = merged.get(name)
        merged[name] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
