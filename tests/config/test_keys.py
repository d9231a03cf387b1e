"""The secrets of an installation: made once, kept where only their owner reads them."""

import json
from pathlib import Path

import pytest

from larouter.config.keys import keep_token, keys_path, read_keys


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "deep" / "my.db")


def test_they_are_kept_beside_the_database() -> None:
    assert keys_path("./data/my.db") == Path("data/my.keys.json")


def test_the_first_run_makes_them_and_the_second_finds_them(database: str) -> None:
    first = read_keys(database, {})
    assert first == read_keys(database, {})
    assert first.admin.startswith("lra_")
    assert len(first.admin) >= 4 + 43
    assert len(first.hashing) == 32
    assert first.token == ""


def test_two_installations_share_nothing(tmp_path: Path) -> None:
    one, other = (read_keys(str(tmp_path / name), {}) for name in ("a.db", "b.db"))
    assert one.admin != other.admin
    assert one.hashing != other.hashing


def test_only_the_owner_may_read_the_file(database: str) -> None:
    keys = read_keys(database, {})
    assert keys.path.stat().st_mode & 0o777 == 0o600
    keep_token(keys, "lr_x")
    assert keys.path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_beside_it(database: str) -> None:
    keys = keep_token(read_keys(database, {}), "lr_x")
    assert [path.name for path in keys.path.parent.iterdir()] == ["my.keys.json"]


def test_the_first_token_is_kept_for_the_second_run(database: str) -> None:
    keep_token(read_keys(database, {}), "lr_x")
    assert read_keys(database, {}).token == "lr_x"


def test_the_admin_key_of_the_environment_takes_the_place_of_the_stored_one(database: str) -> None:
    stored = read_keys(database, {}).admin
    assert read_keys(database, {"LAROUTER_ADMIN_KEY": "mine"}).admin == "mine"
    assert json.loads(keys_path(database).read_text())["admin_key"] == stored
    assert read_keys(database, {"LAROUTER_ADMIN_KEY": ""}).admin == stored


def test_they_are_never_shown(database: str) -> None:
    keys = keep_token(read_keys(database, {}), "lr_x")
    for secret in (keys.admin, keys.hashing.hex(), "lr_x"):
        assert secret not in repr(keys)
