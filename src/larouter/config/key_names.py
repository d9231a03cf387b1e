"""Which keys are looked for in the environment, by name; what they hold is never told."""

from larouter.config.load import PROVIDER_KEYS, Loaded
from larouter.config.origins import flat
from larouter.core.frozen import frozen

ADMIN = "LAROUTER_ADMIN_KEY"


@frozen
class KeyName:
    """A variable that holds a key.

    Attributes:
        name: Of the variable.
        used_by: The settings that name it, or what it would add.
        origin: `environment` or `.env`; empty where it is not set.
    """

    name: str
    used_by: tuple[str, ...]
    origin: str


def key_names(loaded: Loaded) -> list[KeyName]:
    """Every variable that a setting names or that is known without one, those that are set first."""
    used: dict[str, list[str]] = {ADMIN: ["admin key"]}
    for backend, name in PROVIDER_KEYS:
        used.setdefault(name, []).append(f"backends.{backend}")
    for setting, value, _ in flat(loaded):
        if setting.endswith("_env") and isinstance(value, str) and value:
            place = setting.removesuffix(".key_env")
            if place not in used.setdefault(value, []):
                used[value].append(place)
    found = [KeyName(name, tuple(places), _origin(name, loaded)) for name, places in used.items()]
    return sorted(found, key=lambda key: (not key.origin, key.name))


def _origin(name: str, loaded: Loaded) -> str:
    if not loaded.environment.get(name):
        return ""
    return "environment" if name in loaded.process_environment else ".env"
