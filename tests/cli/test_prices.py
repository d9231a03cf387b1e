"""`larouter prices`."""

from pathlib import Path

import pytest

from larouter.cli import client, prices
from larouter.config.catalog import kept_prices, parse_catalog, read_catalog

NOON = 1_795_176_000_000
TABLE = """
[tiers]
[providers.openai]
source = "https://example.org"
checked = 2026-11-20
capabilities = []
[[models]]
id = "gpt-6-luna"
provider = "openai"
prices = [{ input = 0.2, output = 0.5 }]
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAROUTER_DB_PATH", str(tmp_path / "x.db"))
    return tmp_path


def test_a_model_is_shown_with_its_price_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    prices.show_prices("claude-opus-5-5")
    out = capsys.readouterr().out
    assert "claude-opus-5-5#" in out
    assert "8.0" in out
    with pytest.raises(client.Failure, match="no model"):
        prices.show_prices("gpt-99")


def test_another_table_is_compared_and_put_in_force(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = here / "new.toml"
    table.write_text(TABLE)
    prices.diff(table)
    said = capsys.readouterr().out
    assert "gpt-6-luna: input 0.1 → 0.2" in said
    assert "claude-opus-5-5 is no longer there" in said
    prices.update(table)
    assert kept_prices(str(here / "x.db")).read_text() == TABLE
    capsys.readouterr()
    prices.show_prices()
    assert "claude" not in capsys.readouterr().out


def test_the_same_table_changes_nothing() -> None:
    assert prices.differences(read_catalog(), read_catalog(), NOON) == []
    assert prices.differences(parse_catalog(TABLE), parse_catalog(TABLE), NOON) == []


@pytest.mark.parametrize("text", ["nonsense", "[tiers]", "a = 1", TABLE.replace("openai", "nobody", 1)])
def test_what_is_no_table_is_refused_and_changes_nothing(here: Path, text: str) -> None:
    table = here / "bad.toml"
    table.write_text(text)
    with pytest.raises(client.Failure, match="no table of prices"):
        prices.update(table)
    assert not kept_prices(str(here / "x.db")).exists()


def test_a_table_that_was_broken_later_says_what_to_do(here: Path) -> None:
    kept_prices(str(here / "x.db")).write_text("nonsense")
    with pytest.raises(client.Failure, match="correct it, or remove it"):
        prices.show_prices()
