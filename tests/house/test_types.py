"""The dashboard's types are those of the control API as it is."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from larouter.api.control import control_app


def test_the_openapi_document_that_the_types_are_made_from_is_that_of_the_code(repository: Path) -> None:
    told = control_app().openapi()
    told["info"]["version"] = "0"
    kept = json.loads((repository / "web/openapi.json").read_text(encoding="utf-8"))
    assert kept == told, "run scripts/openapi.py, then npm run types in web"


def test_the_types_are_those_of_the_document(repository: Path, tmp_path: Path) -> None:
    maker = repository / "web/node_modules/.bin/openapi-typescript"
    if not maker.exists() or not shutil.which("node"):
        pytest.skip("no Node on this machine, or web is not installed: make setup")
    made = tmp_path / "types.ts"
    command = [maker, repository / "web/openapi.json", "--output", made]
    subprocess.run(command, check=True, capture_output=True)
    assert (repository / "web/src/api/types.ts").read_text() == made.read_text(), "run npm run types in web"


def test_no_answer_is_just_an_object() -> None:
    untyped = []
    for path, methods in control_app().openapi()["paths"].items():
        for method, told in methods.items():
            for status, answer in told["responses"].items():
                schema = answer.get("content", {}).get("application/json", {}).get("schema", {"$ref": ""})
                if status.startswith("2") and not ({"$ref", "anyOf"} & set(schema)) and schema:
                    untyped.append(f"{method} {path}")
    assert untyped == []


def test_asking_the_script_for_help_writes_nothing(repository: Path, tmp_path: Path) -> None:
    script = repository / "scripts/openapi.py"
    ran = subprocess.run(
        [sys.executable, script, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("usage: openapi.py")
    assert not list(tmp_path.iterdir())
