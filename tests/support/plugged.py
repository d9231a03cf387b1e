"""A request for a router, and an installed package that brings a router of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from larouter.learn.datasets import chat_of
from larouter.routers.plug import Asked, asked_of


def asked(text: str, ident: str = "req_00000000000000000000000001") -> Asked:
    return asked_of(chat_of({"messages": [{"role": "user", "content": text}]}), ident)


@contextmanager
def package(folder: Path, name: str, router: str, source: str) -> Iterator[None]:
    """A package outside the tree, as an installer lays it down, with one entry point in `larouter.routers`."""
    (folder / f"{name}.py").write_text(source)
    told = folder / f"{name}-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(f"[larouter.routers]\n{router} = {name}:Router\n")
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop(name, None)
