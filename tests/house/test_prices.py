"""The prices of the catalogue beside a second opinion, and the script that writes rows of it."""

import importlib.util
import tomllib
from datetime import date
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="module")
def prices(repository: Any) -> ModuleType:
    spec = importlib.util.spec_from_file_location("prices_script", repository / "scripts/prices.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_catalogue_agrees_with_genai_prices(
    prices: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prices.main([]) == 0, capsys.readouterr().out


def test_another_price_today_or_from_a_coming_day_on_is_told(prices: ModuleType) -> None:
    wrong = {
        "id": "gemini-4-argon",
        "provider": "google",
        "prices": [{"input": 2.0, "output": 10.0, "cache_read": 0.1}],
    }
    (told,) = prices.differences([wrong], date(2026, 11, 20))
    assert told.startswith("gemini-4-argon on 2026-12-01: ")
    wrong["prices"][0]["output"] = 9.0
    assert len(list(prices.differences([wrong], date(2026, 11, 20)))) == 2


def test_a_row_is_written_as_the_catalogue_writes_it(prices: ModuleType) -> None:
    lines = list(prices.as_toml("deepseek-v4-pro", prices.rows_of("deepseek-v4-pro", ["deepseek"])))
    assert lines[0].startswith("# deepseek-v4-pro: genai-prices ")
    rows = tomllib.loads("\n".join(lines))["prices"]
    assert rows[-1]["from"] == date(2026, 8, 17)
    assert rows[-1]["peak"]["hours"] == [[1, 4], [6, 10]]
    (unknown,) = prices.as_toml("nobody", prices.rows_of("nobody", ["openai"]))
    assert "does not know nobody" in unknown
