"""What is said when the router is ready."""

from pathlib import Path

from in_process import running

from larouter.cli.banner import lines
from larouter.testing.fake_openai import FakeOpenAI


async def test_where_it_is_and_which_key_to_show(tmp_path: Path) -> None:
    async with FakeOpenAI() as backend, running(tmp_path, PRIVATE_CLOUD_URL=backend.url) as it:
        await it.ask("GET", "/v1/models")
        said = "\n".join(lines(it.house))
        assert f"API         http://127.0.0.1:{it.house.port}/v1" in said
        assert f"token       {it.house.keys.token}" in said
        assert f"admin key   {it.house.keys.admin}" in said
        assert "larouter.keys.json (only you can read it)" in said
        assert f"private-cloud  {backend.url}" in said
        assert "COMPLEX        private-cloud/gpt-fake" in said


async def test_without_a_model_it_says_how_to_get_one(tmp_path: Path) -> None:
    async with running(tmp_path) as it:
        assert any(line.startswith("No model yet") for line in lines(it.house))
