"""Keys are told by name: who uses them and whether they are there, never what they hold."""

from pathlib import Path

from larouter.config.key_names import KeyName, key_names
from larouter.config.load import load


def test_keys_that_are_set_come_first_and_say_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ANTHROPIC_API_KEY=secret-a\n")
    (tmp_path / "larouter.toml").write_text(
        '[backends.mine]\nurl = "http://127.0.0.1:1"\nzone = "local"\nkey_env = "MY_KEY"\n'
    )
    found = key_names(load({"OPENAI_API_KEY": "secret-o"}, tmp_path))
    assert found[:2] == [
        KeyName("ANTHROPIC_API_KEY", ("backends.anthropic",), ".env"),
        KeyName("OPENAI_API_KEY", ("backends.openai",), "environment"),
    ]
    assert KeyName("MY_KEY", ("backends.mine",), "") in found
    assert KeyName("LAROUTER_ADMIN_KEY", ("admin key",), "") in found
    assert "secret" not in repr(found)


def test_a_variable_that_is_empty_is_not_set(tmp_path: Path) -> None:
    assert not any(key.origin for key in key_names(load({"OPENAI_API_KEY": ""}, tmp_path)))
