"""The parts, wired: what the first start makes, what a second one finds, and that changes reach them."""

import logging
from pathlib import Path
from typing import Any

import pytest
from in_process import running

from larouter.access.projects import Projects
from larouter.access.tokens import fresh_secret
from larouter.compose import FIRST_PROJECT
from larouter.config.folders import cache_folder
from larouter.config.keys import keep_token, read_keys
from larouter.testing.fake_openai import FakeOpenAI


async def test_the_first_start_makes_a_project_whose_token_the_second_finds(tmp_path: Path) -> None:
    async with running(tmp_path) as first:
        assert [row.name for row in await first.house.projects.everyone()] == [FIRST_PROJECT]
        token = first.house.keys.token
        assert (await first.ask("GET", "/v1/models")).status == 200
    async with running(tmp_path) as second:
        assert second.house.keys.token == token
        assert len(await second.house.projects.everyone()) == 1
        assert (await second.ask("GET", "/v1/models")).status == 200


async def test_a_token_that_was_kept_before_a_start_died_is_the_token_of_the_first_project(
    tmp_path: Path,
) -> None:
    database = str(tmp_path / "larouter.db")
    kept = keep_token(read_keys(database, {}), fresh_secret()).token
    async with running(tmp_path) as it:
        assert it.house.keys.token == kept
        assert [row.name for row in await it.house.projects.everyone()] == [FIRST_PROJECT]
        assert (await it.ask("GET", "/v1/models")).status == 200


async def test_the_token_is_kept_before_its_project_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = Projects.create

    async def watched(self: Projects, *what: Any, **more: Any) -> Any:
        before.append(read_keys(str(tmp_path / "larouter.db"), {}).token)
        return await create(self, *what, **more)

    before: list[str] = []
    monkeypatch.setattr(Projects, "create", watched)
    async with running(tmp_path) as it:
        assert before == [it.house.keys.token]


async def test_a_router_without_backends_is_not_ready_and_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as it:
        await it.ask("GET", "/v1/models")
        assert await it.house.missing() == {
            "backends": "no backend is there yet; `larouter models pull gemma-4-e2b` fetches a model"
        }
        said = await it.ask("GET", "/health/ready")
        assert said.status == 503


async def test_a_change_of_settings_reaches_the_fleet(tmp_path: Path) -> None:
    level = logging.getLogger().level
    async with FakeOpenAI() as backend, running(tmp_path) as it:
        assert not it.house.fleet().deployments
        change = {"backends": {"near": {"url": backend.url, "zone": "local", "models": ["gpt-fake"]}}}
        assert (await it.control("PATCH", "/api/config", change)).status == 200
        assert [one.name for one in it.house.fleet().deployments] == ["near/gpt-fake"]
    logging.getLogger().setLevel(level)


def test_files_that_can_be_made_again_are_kept_in_the_users_cache(tmp_path: Path) -> None:
    assert cache_folder({"XDG_CACHE_HOME": str(tmp_path / "x")}) == tmp_path / "x/larouter"
    assert cache_folder({"HOME": str(tmp_path)}) == tmp_path / ".cache/larouter"
    assert (tmp_path / ".cache/larouter").is_dir()


def test_a_cache_that_cannot_be_made_is_replaced_by_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = cache_folder({"XDG_CACHE_HOME": str(tmp_path / "file")})
    assert folder.is_dir()
    assert folder.name.startswith("larouter-")


async def test_rules_that_are_changed_in_the_file_read_the_next_request(tmp_path: Path) -> None:
    level = logging.getLogger().level
    rule = '[[inspection.rules]]\nid = "quay"\nlevel = "confidential"\npattern = "{}"\n'
    body = {"model": "auto", "messages": [{"role": "user", "content": "unload at quay 14"}]}
    async with running(tmp_path) as it:

        async def found() -> str:
            it.house._reload()
            return str((await it.ask("POST", "/api/route", body)).json()["sensitivity"])

        assert await found() == "public"
        (tmp_path / "larouter.toml").write_text(rule.format("quay [0-9]+"), encoding="utf-8")
        assert await found() == "confidential"
        (tmp_path / "larouter.toml").write_text(rule.format("("), encoding="utf-8")
        assert await found() == "confidential"
        (tmp_path / "larouter.toml").write_text("", encoding="utf-8")
        assert await found() == "public"
    logging.getLogger().setLevel(level)
