"""Backends: configured, found, and how they are named."""

import pytest
from fleets import OPENAI

from larouter.fleet.backend import names_of
from larouter.fleet.sighting import Kind, Sighting


def test_an_official_provider_is_not_asked_what_it_has() -> None:
    assert not OPENAI.watched
    assert (OPENAI.provider, OPENAI.url) == ("openai", "https://api.openai.com")


@pytest.mark.parametrize(
    ("kind", "url", "first"),
    [
        (Kind.OLLAMA, "http://localhost:11434", "ollama"),
        (Kind.OLLAMA, "http://localhost:5000", "ollama-5000"),
        (Kind.LLAMA_CPP, "http://127.0.0.1:9931", "llamacpp-9931"),
        (Kind.MLX, "http://127.0.0.1:8080", "mlx"),
        (Kind.OPENAI, "http://127.0.0.1:8000", "server-8000"),
    ],
)
def test_what_is_found_is_named_after_its_kind_and_an_unusual_port(kind: Kind, url: str, first: str) -> None:
    assert names_of(Sighting(kind, url))[0] == first
