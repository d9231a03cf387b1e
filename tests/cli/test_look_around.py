"""Backends that are there, away, locked or too old, and clocks that differ."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from larouter.cli.finding import Finding
from larouter.cli.look_around import Around, _skew, look_around
from larouter.config.load import load
from larouter.testing.fake_openai import FakeOpenAI

NOW = 1_795_003_200_000  # 2026-11-18
NOBODY = "http://127.0.0.1:1"


async def look(folder: Path, toml: str = "", now_ms: int = NOW, **environment: str) -> list[Finding]:
    (folder / "larouter.toml").write_text(toml)
    given = {"LAROUTER_PORT": "0", "LAROUTER_DISCOVERY": "false", **environment}
    return await look_around(Around(load(given, folder), NOBODY, now_ms))


def states(findings: list[Finding]) -> dict[str, str]:
    return {it.check: it.state for it in findings}


def backend(url: str, more: str = "") -> str:
    return f'[backends.b]\nurl = "{url}"\nzone = "local"\n{more}\n'


async def test_a_backend_is_there_or_away(tmp_path: Path) -> None:
    async with FakeOpenAI("m") as fake:
        assert states(await look(tmp_path, backend(fake.url))) == {"port": "ok", "backend b": "ok"}
    away = await look(tmp_path, backend(NOBODY))
    assert states(away)["backend b"] == "broken"
    assert "[backends.b]" in away[-1].cure


async def test_a_missing_key_is_named(tmp_path: Path) -> None:
    found = await look(tmp_path, backend(NOBODY, 'key_env = "MY_KEY"'))
    assert (found[-1].said, found[-1].cure) == ("its key is missing", "set MY_KEY")


async def test_without_any_backend_the_toy_is_told_of(tmp_path: Path) -> None:
    found = await look(tmp_path)
    assert states(found) == {"port": "ok", "backends": "note"}
    assert states(await look(tmp_path, LAROUTER_TOY="false"))["backends"] == "broken"


async def test_a_provider_that_cannot_be_reached_is_broken_and_its_retiring_models_are_named(
    tmp_path: Path,
) -> None:
    toml = '[backends.openai]\nurl = "http://127.0.0.1:1"\nzone = "public"\nkey_env = "K"\n'
    found = await look(tmp_path, toml, now_ms=NOW + 10 * 365 * 86_400_000, K="x")
    assert states(found)["backend openai"] == "broken"
    models = [it for it in found if it.check == "models"]
    assert all("was retired on 20" in it.said and "tiers and policies" in it.cure for it in models)
    assert models


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"a": "Wed, 18 Nov 2026 12:10:00 GMT"}, "600 s behind a"),
        ({"a": "Wed, 18 Nov 2026 11:50:00 GMT"}, "600 s ahead of a"),
        ({"a": "Wed, 18 Nov 2026 12:00:30 GMT", "b": "yesterday"}, ""),
    ],
)
def test_a_clock_is_held_against_those_of_others(dates: Mapping[str, str], said: str) -> None:
    found = _skew(dates, NOW)
    assert [said in it.said for it in found] == ([True] if said else [])
