"""Every setting on a line of its own, with where it came from."""

from pathlib import Path

from larouter.config.load import load
from larouter.config.origins import flat
from larouter.config.settings import Settings


def test_every_setting_has_its_value_and_its_origin(tmp_path: Path) -> None:
    (tmp_path / "larouter.toml").write_text("[server]\nport = 1000\n")
    environment = {"LAROUTER_LOG_LEVEL": "debug", "OPENAI_API_KEY": "sk-secret"}
    rows = {name: (value, origin) for name, value, origin in flat(load(environment, tmp_path))}
    assert rows["server.port"] == (1000, "larouter.toml line 2")
    assert rows["log.level"] == ("debug", "environment LAROUTER_LOG_LEVEL")
    assert rows["server.host"] == ("127.0.0.1", "default")
    assert rows["backends.openai.url"] == ("https://api.openai.com", "environment OPENAI_API_KEY")
    assert rows["backends.openai.key_env"][0] == "OPENAI_API_KEY"
    assert "sk-secret" not in str(rows)


def test_no_section_is_left_out(tmp_path: Path) -> None:
    names = {name.partition(".")[0] for name, _, _ in flat(load({}, tmp_path))}
    assert names == set(Settings.model_fields)
