"""Settings from `larouter.toml`, then `.env` and the environment, then flags.

Later wins, and every value remembers where it came from.
"""

import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

from larouter.config.settings import Settings, check_url

FILE = "larouter.toml"

ENVIRONMENT: Mapping[str, tuple[str, ...]] = {
    "LAROUTER_HOST": ("server", "host"),
    "LAROUTER_PORT": ("server", "port"),
    "LAROUTER_ALLOWED_HOSTS": ("server", "allowed_hosts"),
    "LAROUTER_ALLOWED_ORIGINS": ("server", "allowed_origins"),
    "LAROUTER_MAX_BODY_BYTES": ("server", "max_body_bytes"),
    "LAROUTER_MAX_HEADER_BYTES": ("server", "max_header_bytes"),
    "LAROUTER_DB_PATH": ("database", "path"),
    "LAROUTER_LOG_LEVEL": ("log", "level"),
    "LAROUTER_LOG_FORMAT": ("log", "format"),
    "LAROUTER_LOG_REQUESTS": ("log", "requests"),
    "LAROUTER_TELEMETRY_ENDPOINT": ("telemetry", "endpoint"),
    "LAROUTER_DISCOVERY": ("discovery", "enabled"),
    "LAROUTER_KEEP_RESPONSES": ("responses", "keep"),
    "LAROUTER_TOY": ("discovery", "toy"),
}
_LISTS = frozenset({"allowed_hosts", "allowed_origins"})
_PROVIDERS = (
    ("openai", "openai", "OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com"),
    ("anthropic", "anthropic", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "https://api.anthropic.com"),
    ("google", "google", "GOOGLE_API_KEY", "GOOGLE_BASE_URL", "https://generativelanguage.googleapis.com"),
    ("google", "google", "GEMINI_API_KEY", "GOOGLE_BASE_URL", "https://generativelanguage.googleapis.com"),
    ("deepseek", "deepseek", "DEEPSEEK_API_KEY", "DEEPSEEK_BASE_URL", "https://api.deepseek.com"),
)
_SERVERS = (
    ("custom", "openai", "local", "LAROUTER_CUSTOM_URL", "LAROUTER_CUSTOM_API_KEY"),
    ("private-cloud", "openai", "private", "PRIVATE_CLOUD_URL", "PRIVATE_CLOUD_API_KEY"),
)
PROVIDER_KEYS = tuple((backend, key) for backend, _, key, _, _ in _PROVIDERS)
_WORDS = {
    "extra_forbidden": "there is no such setting",
    "missing": "it is missing",
    "dict_type": "it must be a table of names and values",
    "model_type": "it must be a table of names and values",
    "model_attributes_type": "it must be a table of names and values",
    "tuple_type": "it must be a list",
    "string_type": "it must be text",
    "string_unicode": "it holds half a character (a lone surrogate)",
    "bool_type": "it must be true or false",
    "bool_parsing": "it must be true or false",
    "int_type": "it must be a whole number",
    "int_parsing": "it must be a whole number",
    "int_from_float": "it must be a whole number",
    "float_type": "it must be a number",
    "float_parsing": "it must be a number",
}
_PLACES = ("LAROUTER_OLLAMA_URL", "LAROUTER_LLAMACPP_URL")


class BadConfiguration(Exception):
    """The configuration cannot be used; the message names the place and the cure."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, and where each value came from.

    Attributes:
        settings: The values.
        origins: Dotted path to origin, such as `server.port` to `environment LAROUTER_PORT` or `.env LAROUTER_PORT`;
            defaults are left out.
        environment: The environment they were read from, `.env` included; it holds the keys.
        process_environment: The environment without `.env`, for reading it all again.
        file: The file that was read, or None.
    """

    settings: Settings
    origins: Mapping[str, str]
    environment: Mapping[str, str]
    process_environment: Mapping[str, str]
    file: Path | None


def load(
    environment: Mapping[str, str],
    directory: Path,
    flags: Mapping[str, object] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Loaded:
    """The settings in force.

    Args:
        environment: Of the process.
        directory: Where `larouter.toml` and `.env` are looked for.
        flags: Dotted path to value, from the command line.
        changes: What was changed at run time, shaped like the file; it comes between the file and the environment.

    Raises:
        BadConfiguration: Something in it cannot be used.
    """
    merged = {**_dotenv(directory / ".env"), **environment}
    named = merged.get("LAROUTER_CONFIG")
    path = Path(named) if named else directory / FILE
    if named and not path.is_file():
        raise BadConfiguration(f"LAROUTER_CONFIG names {named}, which is not there")
    text = _text(path) if path.is_file() else ""
    tree = _parse(text, path)
    origins = _origins_of_file(tree, text, path.name)
    _apply_changes(tree, origins, changes or {})
    _apply_environment(tree, origins, merged, environment)
    _check_places(merged)
    for dotted, value in (flags or {}).items():
        if value is not None:
            _set(tree, tuple(dotted.split(".")), value)
            origins[dotted] = f"flag --{dotted.rpartition('.')[2].replace('_', '-')}"
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        raise BadConfiguration(_explain(error, origins, text, path.name)) from None
    return Loaded(settings, origins, merged, environment, path if text else None)


def _check_places(environment: Mapping[str, str]) -> None:
    for name in _PLACES:
        if at := environment.get(name, ""):
            try:
                check_url(at)
            except ValueError as error:
                raise BadConfiguration(f"{name} is {at!r}: {error}") from None


def _dotenv(path: Path) -> dict[str, str]:
    return (
        {
            name: value
            for name, value in dotenv_values(stream=io.StringIO(_text(path))).items()
            if value is not None
        }
        if path.is_file()
        else {}
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadConfiguration(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise BadConfiguration(f"{path} cannot be read: {error.strerror}") from None


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(f"{path} is not valid TOML: {error}") from None


def _origins_of_file(tree: Mapping[str, Any], text: str, name: str) -> dict[str, str]:
    origins: dict[str, str] = {}

    def visit(value: object, path: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for key, child in value.items():
                visit(child, (*path, key))
        else:
            line = line_of(text, path)
            origins[".".join(path)] = f"{name} line {line}" if line else name

    visit(tree, ())
    return origins


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line on which a key of a TOML text stands, counted from 1; 0 when it cannot be told."""
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            table = [part.strip().strip("\"'") for part in header[1].split(".")]
            if tuple(table) == path:
                return number
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            parts = [part.strip("\"'") for part in key[1].split(".")]
            if tuple(table + parts) == path:
                return number
    return 0


def _apply_changes(tree: dict[str, Any], origins: dict[str, str], changes: Mapping[str, Any]) -> None:
    def visit(values: Mapping[str, Any], path: tuple[str, ...]) -> None:
        for name, value in values.items():
            if isinstance(value, dict):
                _table(tree, (*path, name))
                visit(value, (*path, name))
            else:
                _set(tree, (*path, name), value)
                origins[".".join((*path, name))] = "changed at run time"

    visit(changes, ())


def _table(tree: dict[str, Any], path: tuple[str, ...]) -> None:
    """See that a table stands at that path."""
    for at, key in enumerate(path, 1):
        found = tree.setdefault(key, {})
        if not isinstance(found, dict):
            raise BadConfiguration(f"{'.'.join(path[:at])} must be a table of settings, not {found!r}")
        tree = found


def _apply_environment(
    tree: dict[str, Any],
    origins: dict[str, str],
    environment: Mapping[str, str],
    of_process: Mapping[str, str],
) -> None:
    def origin(name: str) -> str:
        return f"environment {name}" if name in of_process else f".env {name}"

    for name, path in ENVIRONMENT.items():
        if (value := environment.get(name, "")) != "":
            listed = [item.strip() for item in value.split(",") if item.strip()]
            _set(tree, path, listed if path[-1] in _LISTS else value)
            origins[".".join(path)] = origin(name)
    for backend, kind, key, url, default in _PROVIDERS:
        if environment.get(key):
            at = environment.get(url) or default
            _add_backend(tree, backend, {"kind": kind, "url": at, "zone": "public", "key_env": key})
            origins.setdefault(f"backends.{backend}", origin(key))
            if environment.get(url):
                origins.setdefault(f"backends.{backend}.url", origin(url))
    for backend, kind, zone, url, key in _SERVERS:
        if at := environment.get(url, ""):
            key_env = key if environment.get(key) else ""
            _add_backend(tree, backend, {"kind": kind, "url": at, "zone": zone, "key_env": key_env})
            origins.setdefault(f"backends.{backend}", origin(url))


def _add_backend(tree: dict[str, Any], name: str, values: dict[str, Any]) -> None:
    """The shorthand fills in what the file does not say about a backend of that name."""
    backends = tree.setdefault("backends", {})
    if isinstance(backends, dict) and isinstance(known := backends.get(name, {}), dict):
        backends[name] = {**values, **known}


def _set(tree: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    at: Any = tree
    for key in path[:-1]:
        at = at.setdefault(key, {})
        if not isinstance(at, dict):
            return  # what stands there instead is refused with its place
    at[path[-1]] = value


def origin_of(origins: Mapping[str, str], path: tuple[str, ...]) -> str:
    """Where a value came from, or what it stands in; empty for a default."""
    above = (".".join(path[:length]) for length in range(len(path), 0, -1))
    return next((origins[name] for name in above if name in origins), "")


def _explain(error: ValidationError, origins: Mapping[str, str], text: str, file: str) -> str:
    lines = []
    for fault in error.errors():
        path = tuple(str(part) for part in fault["loc"])
        dotted = ".".join(path)
        origin = origin_of(origins, path)
        if not origin and (line := line_of(text, path)):
            origin = f"{file} line {line}"
        lines.append(f"{dotted}: {said_of(fault)}" + (f" ({origin})" if origin else ""))
    return "; ".join(lines)


def said_of(fault: Mapping[str, Any]) -> str:
    """A fault that pydantic found, in the words of whoever types settings."""
    words = _WORDS.get(fault["type"])
    return words or str(fault["msg"]).removeprefix("Value error, ").replace("Input should", "it must")
