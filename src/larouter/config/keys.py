"""The installation's own secrets: made at the first run, kept beside the database in a file of mode 0600."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from larouter.config.load import BadConfiguration

ADMIN_PREFIX = "lra_"


@dataclass(frozen=True, slots=True)
class Keys:
    """Secrets of this installation.

    Attributes:
        admin: The key of the control API.
        hashing: Under which tokens are hashed.
        token: The project token that is shown at start, or empty before there is one.
        path: The file that holds them.
    """

    admin: str = field(repr=False)
    hashing: bytes = field(repr=False)
    token: str = field(repr=False)
    path: Path


def keys_path(database: str) -> Path:
    """Where the keys of the installation with that database are kept."""
    path = Path(database)
    return path.with_name(path.stem + ".keys.json")


def read_keys(database: str, environment: Mapping[str, str]) -> Keys:
    """The keys, made and written at the first run; `LAROUTER_ADMIN_KEY` takes the place of the stored admin key.

    Raises:
        OSError: The file cannot be read or written.
        BadConfiguration: The file is damaged.
    """
    path = keys_path(database)
    if path.exists():
        stored = _read(path)
    else:
        stored = {
            "admin_key": ADMIN_PREFIX + secrets.token_urlsafe(32),
            "hashing_key": secrets.token_hex(32),
            "project_token": "",
        }
        _write(path, stored)
    admin = environment.get("LAROUTER_ADMIN_KEY") or stored["admin_key"]
    return Keys(admin, bytes.fromhex(stored["hashing_key"]), stored["project_token"], path)


def _read(path: Path) -> dict[str, str]:
    try:
        stored = dict(json.loads(path.read_text(encoding="utf-8")))
        whole = bool(stored["admin_key"] and bytes.fromhex(stored["hashing_key"]))
        kept = {name: str(stored[name]) for name in ("admin_key", "hashing_key", "project_token")}
    except (ValueError, TypeError, KeyError):
        whole, kept = False, {}
    if not whole:
        raise BadConfiguration(
            f"{path} is damaged. Restore it from a backup; or move it away, and new keys are made, but every token "
            "that was made before is void."
        )
    return kept


def keep_token(keys: Keys, token: str) -> Keys:
    """Keep the first project's token, so that a second run can show where it is."""
    stored = json.loads(keys.path.read_text(encoding="utf-8"))
    stored["project_token"] = token
    _write(keys.path, stored)
    return Keys(keys.admin, keys.hashing, token, keys.path)


def _write(path: Path, stored: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + f".{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(stored, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
