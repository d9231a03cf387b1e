"""The reference is that of the code: pages made from it are fresh, and nothing that users can meet is missing."""

import importlib
import importlib.util
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

import larouter
from larouter.cli.answers import ANSWERS, WITHOUT
from larouter.core.errors import RouterError

CODE = Path(larouter.__file__).parent
NOT_FOR_USERS = {
    "LAROUTER_LLAMA_KEY": "between the router and the server that it starts",
    "LAROUTER_COMPLETE": "set by the script of a shell",
}


@pytest.fixture(scope="module")
def writer(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "write_reference", repository / "scripts/write_reference.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(repository: Path, name: str) -> str:
    return (repository / "docs/reference" / name).read_text(encoding="utf-8")


def every_text() -> str:
    return "".join(
        [path.read_text(encoding="utf-8") for path in CODE.rglob("*.py") if "testing" not in path.parts]
    )


def test_the_pages_that_are_made_from_the_code_are_fresh(repository: Path, writer: ModuleType) -> None:
    assert page(repository, "cli.md") == writer.cli_page(), "run scripts/write_reference.py"
    assert page(repository, "settings.md") == writer.settings_page(), "run scripts/write_reference.py"


def test_every_command_says_what_it_prints_as_json(writer: ModuleType) -> None:
    asked = {
        path: any("--json" in option.opts for option in command.params)
        for path, command in writer.every_command().items()
    }
    assert {path for path, prints in asked.items() if prints} == set(ANSWERS), "add it to cli/answers.py"
    assert {path for path, prints in asked.items() if not prints} == set(WITHOUT), (
        "add --json, or say why not"
    )


def test_every_command_and_every_option_says_what_it_does(writer: ModuleType) -> None:
    commands = writer.every_command()
    assert [path for path, it in commands.items() if not it.help] == []
    unsaid = [(path, param.name) for path, it in commands.items() for param in it.params if not param.help]
    assert unsaid == []


def test_every_error_code_is_in_the_reference(repository: Path) -> None:
    for module in pkgutil.walk_packages(larouter.__path__, "larouter."):
        if not module.name.startswith(("larouter.testing", "larouter.mcp", "larouter.learn")):
            importlib.import_module(module.name)

    def below(kind: type[RouterError]) -> set[str]:
        return {kind.code}.union(*[below(inner) for inner in kind.__subclasses__()])

    listed = page(repository, "errors.md")
    assert {code for code in below(RouterError) if f"`{code}`" not in listed} == set()


def test_every_metric_is_in_the_reference_and_none_that_is_not_there(repository: Path) -> None:
    source = (CODE / "api/metrics.py").read_text(encoding="utf-8")
    names = set(re.findall(r'(?:counter|gauge|histogram)\(\s*"(\w+)"', source))
    assert len(names) > 10
    listed = set(re.findall(r"^\| `larouter_(\w+)`", page(repository, "metrics.md"), re.MULTILINE))
    assert names == listed


def test_every_header_of_ours_is_in_the_reference(repository: Path) -> None:
    used = set(re.findall(r"x-larouter-[a-z]+(?:-[a-z]+)*", every_text()))
    listed = set(re.findall(r"^\| `(x-larouter-[a-z-]+)`", page(repository, "headers.md"), re.MULTILINE))
    assert used == listed


def test_every_variable_is_in_the_reference(repository: Path) -> None:
    used = set(re.findall(r"LAROUTER_[A-Z_]+[A-Z]", every_text())) - set(NOT_FOR_USERS)
    pages = "".join(
        [path.read_text(encoding="utf-8") for path in (repository / "docs/reference").glob("*.md")]
    )
    assert {name for name in used if f"`{name}`" not in pages} == set()
