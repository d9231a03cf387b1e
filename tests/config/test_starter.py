"""A `larouter.toml` to begin with: it is in order as it stands, and with every comment taken away."""

import re
import tomllib
from pathlib import Path

from larouter.config.described import every_setting
from larouter.config.load import load
from larouter.config.settings import Settings
from larouter.config.starter import Server, starter

FOUND = [Server("ollama", "ollama", "http://localhost:11434", ("a", "b"))]


def test_as_it_stands_it_names_what_was_found_and_changes_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "larouter.toml").write_text(starter(FOUND, ["OPENAI_API_KEY"], ["the small one fits"]))
    settings = load({}, tmp_path).settings
    assert settings.backends["ollama"].url == "http://localhost:11434"
    assert settings.model_copy(update={"backends": {}}) == Settings()


def test_without_anything_found_every_setting_is_at_its_default(tmp_path: Path) -> None:
    (tmp_path / "larouter.toml").write_text(starter([], [], []))
    assert load({}, tmp_path).settings == Settings()


def test_every_setting_of_a_plain_table_is_there_with_its_default() -> None:
    text = re.sub(
        r"^# (\w+ = )",
        r"\1",
        starter(FOUND, [], []).partition("# Servers that answer.")[0],
        flags=re.MULTILINE,
    )
    tree = tomllib.loads(re.sub(r"^\w+ = $", "", text, flags=re.MULTILINE))
    for it in every_setting():
        if "NAME" not in it.name and "[]" not in it.name and it.default not in ("", "unset", "{}"):
            value = tree
            for part in it.name.split("."):
                value = value[part]
            assert value == tomllib.loads(f"x = {it.default}")["x"], it.name


def test_what_was_found_and_advised_is_said() -> None:
    text = starter(FOUND, ["OPENAI_API_KEY"], ["the small one fits"])
    assert "# Found here, with a, b." in text
    assert "# OPENAI_API_KEY is set" in text
    assert "# the small one fits" in text
