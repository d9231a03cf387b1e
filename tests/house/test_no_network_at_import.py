"""Importing the product opens no socket and asks no name server, and the command line starts light."""

import importlib.util
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

# Of the extra `learn`, which the router does not need.
EXTRAS = ("numpy", "scipy", "sklearn")
Run = Callable[..., subprocess.CompletedProcess[str]]

# The audit hook sees every socket, also those that C extensions make through Python's own module.
GUARD = """
import sys
def refuse(event, args):
    if event.startswith("socket.") and event != "socket.gethostname":
        raise RuntimeError(f"{event} at import: {args}")
sys.addaudithook(refuse)
"""
IMPORT_ALL = (
    GUARD
    + """
import importlib, pkgutil
package = importlib.import_module(sys.argv[1])
names = [module.name for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
for name in names:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in sys.argv[2:]:
            raise
print(len(names))
"""
)


def test_no_module_of_the_product_touches_the_network_at_import(repository: Path, run: Run) -> None:
    ran = run("python", "-c", IMPORT_ALL, "larouter", *EXTRAS, cwd=repository)
    assert ran.returncode == 0, ran.stdout
    assert int(ran.stdout) >= len(list((repository / "src/larouter").iterdir())) - 3


@pytest.mark.parametrize(
    "line",
    [
        "socket.socket()",
        "socket.getaddrinfo('localhost', 80)",
        "__import__('urllib.request').request.urlopen('http://127.0.0.1:9')",
    ],
)
def test_a_module_that_touches_the_network_at_import_is_caught(tmp_path: Path, run: Run, line: str) -> None:
    package = tmp_path / "planted/deep"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").touch()
    (package / "module.py").write_text(f"import socket\n{line}\n")
    ran = run("python", "-c", IMPORT_ALL, "planted", cwd=tmp_path)
    assert ran.returncode != 0
    assert "at import" in ran.stdout


@pytest.mark.skipif(
    importlib.util.find_spec("larouter.cli.main") is None, reason="there is no command line yet"
)
def test_the_command_line_alone_does_not_load_the_server(repository: Path, run: Run) -> None:
    code = "import sys, larouter.cli.main; print(*sys.modules)"
    ran = run("python", "-c", code, cwd=repository)
    assert ran.returncode == 0, ran.stdout
    assert {"aiohttp", "fastapi", "uvicorn", "xllamacpp"}.isdisjoint(ran.stdout.split())
