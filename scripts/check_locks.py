"""Check that every lock pins by hash, names no host, and still answers what pyproject.toml asks for."""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOST = re.compile(r"://|^\s*(?:-i|-f|--(?:extra-)?index|--find-links|--trusted-host)\b", re.MULTILINE)
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE)


def requirement_file(path: Path) -> Iterator[str]:
    """Yield what is wrong with a compiled requirement file."""
    text = path.read_text(encoding="utf-8")
    if HOST.search(text):
        yield f"{path}: names a host, an index or a folder of packages"
    for line in text.splitlines():
        if line.strip() and not line.startswith((" ", "#")) and not PIN.match(line):
            yield f"{path}: not a pinned requirement: {line}"
    for pin in PIN.finditer(text):
        if "--hash=sha256:" not in pin["rest"]:
            yield f"{path}: {pin['name']} has no hash"


def npm_lock(path: Path) -> Iterator[str]:
    """Yield what is wrong with a package-lock.json."""
    for name, package in json.loads(path.read_text(encoding="utf-8"))["packages"].items():
        if "resolved" in package:
            yield f"{path}: {name} names the host it came from"
        if name and not package.get("link") and "integrity" not in package:
            yield f"{path}: {name} has no hash"


def unanswered(path: Path, wanted: list[str]) -> Iterator[str]:
    """Yield the requirements that the pins of a compiled file do not meet."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    pins = {canonicalize_name(pin["name"]): pin["version"] for pin in PIN.finditer(text)}
    for requirement in map(Requirement, wanted):
        version = pins.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            yield f"{path}: does not answer {requirement}; run `make lock`"


def wanted_by(pyproject: Path) -> dict[str, list[str]]:
    """Return the requirements that each compiled file has to answer."""
    table = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    base = table["project"]["dependencies"]
    local = [*base, *table["project"]["optional-dependencies"]["local"]]
    groups = table["dependency-groups"]
    included = [
        line for entry in groups["dev"] if isinstance(entry, dict) for line in groups[entry["include-group"]]
    ]
    dev = [line for line in groups["dev"] if isinstance(line, str)]
    return {**groups, "runtime": base, "local": local, "dev": [*local, *included, *dev]}


def complaints(root: Path) -> Iterator[str]:
    """Yield everything that is wrong with the locks of a repository."""
    for path in sorted((root / "requirements").glob("*.txt")):
        yield from requirement_file(path)
    for path in sorted(root.rglob("package-lock.json")):
        if "node_modules" not in path.parts:
            yield from npm_lock(path)
    for name, wanted in wanted_by(root / "pyproject.toml").items():
        yield from unanswered(root / "requirements" / f"{name}.txt", wanted)


if __name__ == "__main__":
    found = list(complaints(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
    sys.exit("\n".join(found) if found else 0)
