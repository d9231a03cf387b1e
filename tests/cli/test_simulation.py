"""The simulated fleet is named as one, and the router of the demonstration knows nothing else."""

import json
import tomllib
from pathlib import Path
from urllib.request import urlopen  # noqa: TID251 - a test calls what it started

import pytest

from larouter.cli.simulation import TIERS, simulated
from larouter.config.load import load


def test_five_servers_run_and_nothing_real_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-real")
    with simulated() as environment:
        assert "OPENAI_API_KEY" not in environment
        settings = load(environment, Path("/nonexistent")).settings
        assert set(settings.backends) == {f"sim-{tier}" for tier in TIERS}
        assert not settings.discovery.enabled
        assert not settings.discovery.toy
        written = tomllib.loads(Path(environment["LAROUTER_CONFIG"]).read_text())
        assert {name.removeprefix("sim-"): it["zone"] for name, it in written["backends"].items()} == TIERS
        for backend in settings.backends.values():
            with urlopen(f"{backend.url}/v1/models", timeout=5) as answer:
                assert json.load(answer)["data"]
    assert not Path(environment["LAROUTER_CONFIG"]).exists()
