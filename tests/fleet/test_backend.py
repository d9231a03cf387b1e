"""Backends: configured, found, and how they are named."""

from pathlib import Path

import pytest
from fleets import OPENAI

from larouter.config.catalog import read_catalog
from larouter.config.local_models import LocalModel
from larouter.config.settings import Model
from larouter.core.zones import Zone
from larouter.fleet.backend import Backend, in_service, names_of
from larouter.fleet.fetch import Response
from larouter.fleet.local.runner import Runner, Server
from larouter.fleet.local.service import Running
from larouter.fleet.local.shelf import Shelved
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


def in_service_as(name: str, *, tier: str = "", projector: bool = False) -> Backend:
    shelved = Shelved(name, Path("w.gguf"), projector=Path("p.gguf") if projector else None)
    runner = Runner(Server(shelved.file, name), nobody)
    runner.url = "http://127.0.0.1:1"
    running = Running(LocalModel(name, name, None, tier=tier, slots=3), shelved, runner, 4096, "key", 0)
    return in_service(running, read_catalog())


async def nobody(*_: object) -> Response:
    raise AssertionError("nobody is asked")


def test_a_local_model_is_a_local_backend_with_its_window_and_slots() -> None:
    backend = in_service_as("gemma-4-e2b")
    assert (backend.name, backend.zone, backend.capacity) == ("local-gemma-4-e2b", Zone.LOCAL, 3)
    (model,) = backend.models
    assert isinstance(model, Model)
    assert (model.id, model.window, model.tiers) == ("gemma-4-e2b", 4096, None)


def test_a_local_model_takes_pictures_and_sound_only_with_the_file_for_them() -> None:
    def can(*, projector: bool) -> set[str]:
        (model,) = in_service_as("gemma-4-e2b", projector=projector).models
        assert isinstance(model, Model)
        return set(model.capabilities or ())

    assert can(projector=True) - can(projector=False) == {"vision", "audio"}
    assert "tools" in can(projector=False)


def test_a_model_that_the_catalogue_does_not_know_serves_the_tier_that_the_operator_named() -> None:
    (named,) = in_service_as("mine", tier="SIMPLE").models
    (unnamed,) = in_service_as("mine").models
    assert isinstance(named, Model)
    assert isinstance(unnamed, Model)
    assert (named.tiers, unnamed.tiers) == (("SIMPLE",), None)
