"""Every module has its test file, at the mirrored place."""

import ast
from pathlib import Path


def has_behaviour(module: Path) -> bool:
    """Whether a module does anything: constants and re-exports alone need no test."""
    doing = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return any(isinstance(node, doing) for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))))


def missing_tests(repository: Path) -> list[str]:
    package = repository / "src/larouter"
    modules = (path for path in package.rglob("*.py") if path.name != "__init__.py" and has_behaviour(path))
    expected = (
        repository / "tests" / path.parent.relative_to(package) / f"test_{path.stem.strip('_')}.py"
        for path in modules
    )
    return sorted(str(path.relative_to(repository)) for path in expected if not path.exists())


def plant(repository: Path, path: str, text: str) -> None:
    (repository / path).parent.mkdir(parents=True, exist_ok=True)
    (repository / path).write_text(text)


def test_every_module_has_a_test_file(repository: Path) -> None:
    untested = missing_tests(repository)
    assert not untested, "\n".join(untested)


def test_a_module_without_a_test_file_is_named(tmp_path: Path) -> None:
    plant(tmp_path, "src/larouter/fleet/local/start.py", "def start(): ...")
    plant(tmp_path, "src/larouter/pipeline.py", "class Router: ...")
    assert missing_tests(tmp_path) == ["tests/fleet/local/test_start.py", "tests/test_pipeline.py"]


def test_a_module_with_a_test_file_is_not_named(tmp_path: Path) -> None:
    plant(tmp_path, "src/larouter/fleet/probe.py", "async def probe(): ...")
    plant(tmp_path, "tests/fleet/test_probe.py", "")
    assert missing_tests(tmp_path) == []


def test_constants_and_packages_need_no_test_file(tmp_path: Path) -> None:
    plant(tmp_path, "src/larouter/core/ids.py", "PREFIX = 'lr_'")
    plant(tmp_path, "src/larouter/core/__init__.py", "def helper(): ...")
    assert missing_tests(tmp_path) == []
