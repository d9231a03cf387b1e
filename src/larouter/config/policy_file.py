"""A policy as a TOML file that can be checked in, with examples of what must come of it beside it."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from larouter.config.policy import PolicyText

EXAMPLES = "examples"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_policy_file(path: Path) -> tuple[dict[str, Any], list[Any]]:
    """The policy in a TOML or JSON file, not checked yet, and the examples that stand beside it.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is neither TOML nor JSON, or holds no table.
    """
    text = path.read_text(encoding="utf-8")
    value = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    if not isinstance(value, dict) or not isinstance(value.get(EXAMPLES, []), list):
        raise ValueError("a policy is a table, and `examples` in it is an array of tables")  # noqa: TRY004
    examples = value.pop(EXAMPLES, [])
    return value, examples


def to_toml(text: PolicyText) -> str:
    """The policy as TOML: what differs from the defaults."""
    members = text.model_dump(mode="json", exclude_defaults=True)
    plain = [f"{_key(name)} = {_value(it)}" for name, it in members.items() if not _is_table(it)]
    tables: list[str] = []
    for name, it in members.items():
        if isinstance(it, Mapping):
            tables += ["", f"[{_key(name)}]", *_lines(it)]
        elif _is_table(it):
            for one in it:
                tables += ["", f"[[{_key(name)}]]", *_lines(one)]
    return "\n".join([*plain, *tables]).strip() + "\n"


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [f"{_key(name)} = {_value(it)}" for name, it in table.items() if it is not None]


def _is_table(value: object) -> bool:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return bool(value) and all(isinstance(one, Mapping) for one in value)
    return isinstance(value, Mapping)


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, Mapping):
        inner = ", ".join(_lines(value))
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(_value(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
