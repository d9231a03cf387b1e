"""What is done again and again: the use of tokens is noted, sums keep up, drift is measured."""

from pathlib import Path

from asking import HELLO
from in_process import running

from larouter.testing.fake_openai import FakeOpenAI


async def test_a_beat_notes_the_use_of_tokens_and_adds_up(tmp_path: Path) -> None:
    async with FakeOpenAI() as backend, running(tmp_path, PRIVATE_CLOUD_URL=backend.url) as it:
        await it.ask("POST", "/v1/chat/completions", {"model": "auto", "messages": HELLO})
        await it.house.database.flush()
        await it.house.upkeep.beat()
        await it.house.database.flush()
        [token] = (await it.control("GET", "/api/projects/default/tokens")).json()["tokens"]
        assert token["last_used_ms"] > 0


async def test_where_nothing_was_learnt_nothing_drifts(tmp_path: Path) -> None:
    async with running(tmp_path) as it:
        await it.house.upkeep.measure_drift()
        assert it.house.upkeep.drifts == {}
