"""Answers about the record and the settings."""

from pathlib import Path

from pydantic import TypeAdapter

from larouter.api.answers.record import Configuration
from larouter.config.load import load
from larouter.config.runtime import Runtime


def test_the_settings_are_told_with_the_origin_of_each(tmp_path: Path) -> None:
    environment = {"LAROUTER_PORT": "8123"}
    runtime = Runtime(load(environment, tmp_path), tmp_path, {}, lambda _: None)
    shown = {**runtime.shown(), "keys": []}
    told = TypeAdapter(Configuration).validate_python(shown)
    assert told["settings"]["server.port"] == {"value": 8123, "origin": "environment LAROUTER_PORT"}
