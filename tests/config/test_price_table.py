"""A table that somebody hands over is read strictly, and what is wrong is told with its line."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from larouter.config.catalog import parse_catalog
from larouter.config.price_table import BadTable, read_table, with_provenance, write_atomically

SHIPPED = files("larouter.config").joinpath("catalog.toml").read_text(encoding="utf-8")
TABLE = """\
[tiers]
SIMPLE = ["a"]
[providers.openai]
source = "https://example.org"
checked = 2026-11-20
capabilities = []
[[models]]
id = "a"
provider = "openai"
prices = [
    { input = 0.2, output = 0.5, until = 2026-11-30 },
    { input = 0.4, output = 0.5, from = 2026-12-01, over = { tokens = 100, input = 1, output = 2 } },
]
[[models]]
id = "b"
provider = "openai"
services = { flex = "1/2" }
prices = [{ input = 1, output = 2, peak = { days = ["Mon"], hours = [[1, 4]], input = 2, output = 4 } }]
"""


def test_the_table_that_ships_stands_the_same_test() -> None:
    assert read_table(SHIPPED) == parse_catalog(SHIPPED)


def test_a_whole_table_is_read() -> None:
    assert list(read_table(TABLE).entries) == ["a", "b"]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("input = 0.2", "input = -0.2", "line 11: a: input is -0.2"),
        ("input = 0.2", 'input = "0.2"', "line 11: a: input must be a number"),
        ("input = 0.2", "input = nan", "line 11: a: input is NaN"),
        ("input = 0.2", "input = 200000000", "line 11: a: input is 200000000"),
        ("input = 0.2", "inputs = 0.2", "line 11: a: nobody knows what inputs is"),
        ("input = 0.2, ", "", "line 10: a: a price without input"),
        ("from = 2026-12-01", "from = 2026-11-30", "two prices hold on 2026-11-30"),
        ("until = 2026-11-30", 'until = "2026-11-30"', "line 11: a: until must be a date"),
        (
            "from = 2026-12-01",
            "from = 2026-12-01, until = 2026-11-01",
            "line 1[12]: a: it ends on 2026-11-01",
        ),
        ("tokens = 100", "tokens = 0", "line 12: a: tokens must be a whole number"),
        (
            'provider = "openai"\nservices',
            'provider = "nobody"\nservices',
            "line 16: b: there is no provider nobody",
        ),
        ('flex = "1/2"', 'flex = "half"', "line 17: b: service flex must be a share"),
        ('flex = "1/2"', 'flex = "1/0"', "line 17: b: service flex must be a share"),
        ('["Mon"]', '["Monday"]', "line 18: b: days must be some of"),
        ("[[1, 4]]", "[[4, 1]]", "line 18: b: hours must be pairs"),
        ('id = "b"', 'id = "a"', "a stands twice"),
        ('SIMPLE = ["a"]', 'SIMPLE = ["z"]', "z is named in the catalogue and has no row"),
        ("checked = 2026-11-20", 'checked = "today"', "line 5: checked is missing or not what it must be"),
        ("[tiers]", "[tierz]", "line 1: nobody knows what tierz is"),
        ("[tiers]", "[tiers", "it is no TOML.*line 1"),
        ("[[models]]", "[[modelz]]", "nobody knows what modelz is"),
    ],
)
def test_a_slip_is_refused_with_its_line(was: str, becomes: str, said: str) -> None:
    assert was in TABLE
    with pytest.raises(BadTable, match=said):
        read_table(TABLE.replace(was, becomes, 1))


@pytest.mark.parametrize(
    "text", ["", "a = 1", "models = 3\nproviders = 1\ntiers = 2", "<html></html>", "models = [1]"]
)
def test_what_is_no_table_at_all_is_refused(text: str) -> None:
    with pytest.raises(BadTable):
        read_table(text)


def test_where_a_table_came_from_is_kept_with_it_and_a_newer_origin_takes_its_place() -> None:
    once = with_provenance(TABLE, "https://example.org/one", 1_795_176_000_000)
    again = with_provenance(once, 'a "quoted" place', 1_795_262_400_000)
    assert tomllib.loads(once)["provenance"]["source"] == "https://example.org/one"
    assert tomllib.loads(again)["provenance"]["source"] == 'a "quoted" place'
    assert again.startswith(TABLE.rstrip())
    assert read_table(again).entries == read_table(TABLE).entries


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.prices.toml"
    write_atomically(path, "one")

    def fail(_: int) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="full"):
        write_atomically(path, "two")
    assert (path.read_text(), len(list(tmp_path.iterdir()))) == ("one", 1)
