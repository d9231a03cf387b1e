"""The code on the pages for users of other tools does what it says, with the real packages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from obliging import AFTER_TOOLS, GREETING, oblige
from serving import Serving, running

from larouter.testing.fake_openai import FakeOpenAI

DOCS = Path(__file__).parents[3] / "docs/how-to"
NODE = Path(__file__).parents[2] / "node"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CAPABLE = '["tools", "json_object", "json_schema"]'
pytestmark = pytest.mark.timeout(120)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A block of code in a page, with the paragraph before it."""

    page: str
    number: int
    language: str
    code: str
    before: str

    def __str__(self) -> str:
        return f"{self.page}-{self.number}-{self.language}"


def recipes(page: str) -> list[Recipe]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [
        Recipe(page, number, found[1], found[2], text[: found.start()].rstrip().rpartition("\n\n")[2])
        for number, found in enumerate(BLOCK.finditer(text), 1)
    ]


ALL = [*recipes("recipes.md"), *recipes("use-an-sdk.md")]
PYTHON = [it for it in ALL if it.language == "python"]
SCRIPT = [it for it in ALL if it.language == "js"]
OTHERS = [it for it in recipes("recipes.md") if it.language not in ("python", "js")]


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory, backstage: Any) -> Iterator[Serving]:
    """A router with one obliging model, which serves every tier."""
    fake = backstage.start(FakeOpenAI("some-model", answer=oblige))
    settings = f"""
[backends.cloud]
url = "{fake.url}"
zone = "public"
models = [{{ id = "some-model", capabilities = {CAPABLE} }}]
"""
    with running(tmp_path_factory.mktemp("recipes"), settings) as router:
        yield router


def filled(recipe: Recipe, router: Serving) -> str:
    assert "http://127.0.0.1:18790" in recipe.code
    assert '"lr_…"' in recipe.code
    return recipe.code.replace("http://127.0.0.1:18790", router.url).replace("lr_…", router.token)


def judge(recipe: Recipe, said: str) -> None:
    if "print(" in recipe.code or "console.log" in recipe.code:
        wanted = (GREETING, AFTER_TOOLS, "name='Rome'")
        assert any(one in said for one in wanted), said


@pytest.mark.parametrize("recipe", PYTHON, ids=str)
def test_python_does_what_it_says(
    recipe: Recipe, router: Serving, outsider: Path, run: Callable[..., str], tmp_path: Path
) -> None:
    script = tmp_path / "recipe.py"
    script.write_text(filled(recipe, router))
    judge(recipe, run(outsider, script, LITELLM_LOCAL_MODEL_COST_MAP="True"))


@pytest.mark.parametrize("recipe", SCRIPT, ids=str)
def test_javascript_does_what_it_says(
    recipe: Recipe, router: Serving, node: str, run: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "node_modules").symlink_to(NODE / "node_modules")
    script = tmp_path / "recipe.mjs"
    script.write_text(filled(recipe, router))
    judge(recipe, run(node, script))


@pytest.mark.parametrize("recipe", OTHERS, ids=str)
def test_what_is_not_run_here_says_so(recipe: Recipe) -> None:
    assert re.search(r"\((not run|run by `make clients`)", recipe.before), recipe.before
