"""A `larouter.toml` to begin with: every setting as a comment with its default, and what was found on this machine."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from larouter.config.described import Setting, every_setting, sections
from larouter.config.load import FILE

_HEAD = f"""\
# {FILE}: settings of LA Router. A line that begins with # shows a default; take the # away to change it.
# Secrets stand in the environment or in .env, never here. `larouter config check` says whether all is in order,
# `larouter config show` what is in force and where it came from.
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on this machine.

    Attributes:
        name: What to call it.
        kind: Which server it is.
        url: Where it is.
        models: What it offers.
    """

    name: str
    kind: str
    url: str
    models: tuple[str, ...]


def starter(servers: Sequence[Server], keys: Sequence[str], advice: Sequence[str]) -> str:
    """The text of the file.

    Args:
        servers: Found on this machine; named in the file, so that they are known also when they are down.
        keys: Variables with keys of providers that are set; each makes a backend by itself.
        advice: Sentences on which local models suit this machine.
    """
    parts = [_HEAD, _top(), *[_section(name, about) for name, about in sections().items()]]
    parts.append("# Servers that answer.\n" + "".join([f"# {line}\n" for line in _keys(keys)]))
    parts += [_server(server) for server in servers] or [_example("backends.NAME")]
    parts.append("# Models that run on this machine; `larouter models` fetches and starts them.\n")
    parts.append("".join([f"# {sentence}\n" for sentence in advice]) + _example("models.NAME"))
    parts.append(
        "# For each tier, the models that serve it, best first; a tier that is left out is filled by itself.\n"
        '# [tiers]\n# SIMPLE = ["gemma-4-e4b"]\n'
    )
    return "\n".join(parts)


def _top() -> str:
    return "".join(
        [_line(it, it.name) for it in every_setting() if "." not in it.name and it.name != "tiers"]
    )


def _section(name: str, about: str) -> str:
    lines = [
        _line(it, it.name.removeprefix(f"{name}."))
        for it in every_setting()
        if it.name.startswith(f"{name}.") and "NAME" not in it.name and "[]" not in it.name
    ]
    return f"# {about}\n[{name}]\n" + "".join(lines)


def _line(it: Setting, name: str) -> str:
    variable = f" Or {it.variable}." if it.variable else ""
    shown = "" if it.default == "unset" else it.default
    return f"# {it.about}{variable}\n# {name} = {shown}\n"


def _keys(keys: Sequence[str]) -> list[str]:
    if not keys:
        return [
            "No key of a provider is set; OPENAI_API_KEY or ANTHROPIC_API_KEY adds its backend by itself."
        ]
    return [f"{key} is set, which adds its provider's backend by itself." for key in keys]


def _server(server: Server) -> str:
    offers = ", ".join(server.models[:8]) or "no model yet"
    return (
        f"# Found here, with {offers}.\n[backends.{server.name}]\n"
        f'kind = {json.dumps(server.kind)}\nurl = {json.dumps(server.url)}\nzone = "local"\n'
    )


def _example(section: str) -> str:
    lines = [
        f"# {it.name.rpartition('.')[2]} = {it.default or '...'}  # {it.about}\n"
        for it in every_setting()
        if it.name.startswith(f"{section}.") and "[]" not in it.name and it.default != "unset"
    ]
    return f"# [{section}]\n" + "".join(lines)
