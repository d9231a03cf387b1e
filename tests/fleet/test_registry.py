"""What is there now, as servers come, change and go."""

import pytest

from larouter.config.catalog import read_catalog
from larouter.core.deployment import Fleet
from larouter.core.lane import ANYBODY, USUAL
from larouter.core.live import Live
from larouter.core.pulse import FIRST_SHARE, RAMP_SECONDS, Pulses
from larouter.fleet.backend import Backend, toy
from larouter.fleet.discover import Place
from larouter.fleet.registry import Registry
from larouter.fleet.sighting import Kind, Readiness, SeenModel, Sighting

OLLAMA = Place("http://localhost:11434")


def seen(*models: str, kind: Kind = Kind.OLLAMA, **more: object) -> Sighting:
    found = tuple(SeenModel(model, model) for model in models)
    return Sighting(kind, "http://localhost:11434", found, **more)  # type: ignore[arg-type]


@pytest.fixture
def changes() -> list[Fleet]:
    return []


@pytest.fixture
def registry(changes: list[Fleet]) -> Registry:
    return Registry(read_catalog(), {}, Pulses(), lambda: 20_777, changes.append)


def names(registry: Registry) -> list[str]:
    return [deployment.name for deployment in registry.fleet.deployments]


def test_a_server_that_comes_is_in_the_fleet_at_once(registry: Registry, changes: list[Fleet]) -> None:
    registry.saw(OLLAMA, seen("a", "b"))
    assert names(registry) == ["ollama/a", "ollama/b"]
    assert changes == [registry.fleet]


def test_a_server_that_goes_is_marked_down_and_stays_explained(registry: Registry) -> None:
    registry.saw(OLLAMA, seen("a"))
    version = registry.fleet.version
    registry.saw(OLLAMA, None)
    assert registry.fleet.version == version
    assert registry.now(0.0).live["ollama/a"].up is False
    registry.saw(OLLAMA, seen("a"))
    assert registry.now(0.0).live["ollama/a"].up
    assert registry.now(RAMP_SECONDS).live["ollama/a"].share == 100
    assert registry.now(RAMP_SECONDS).live == {}


def test_one_that_comes_later_or_back_takes_its_share_little_by_little(registry: Registry) -> None:
    registry.saw(OLLAMA, seen("a"))
    assert registry.now(0.0).live == {}
    registry.saw(OLLAMA, seen("a", "b"))
    assert registry.now(0.0).live == {"ollama/b": Live(share=FIRST_SHARE)}
    registry.saw(OLLAMA, None)
    registry.saw(OLLAMA, seen("a", "b"))
    assert registry.now(0.0).live["ollama/a"] == Live(share=FIRST_SHARE)


def test_models_with_slots_of_their_own_have_queues_of_their_own(registry: Registry) -> None:
    models = (SeenModel("a", "a", slots=2), SeenModel("b", "b", slots=3))
    registry.saw(OLLAMA, Sighting(Kind.LM_STUDIO, "http://localhost:11434", models))
    one, other = registry.pulses.of("lmstudio-11434/a").lane, registry.pulses.of("lmstudio-11434/b").lane
    assert one is not None
    assert other is not None
    assert (one.capacity, other.capacity) == (2, 3)


def test_models_of_a_backend_with_a_capacity_wait_in_one_queue(registry: Registry) -> None:
    registry.add(Backend("box", "http://10.0.0.9", models=("a", "b"), capacity=2, queue=5))
    lane = registry.pulses.of("box/a").lane
    assert lane is registry.pulses.of("box/b").lane
    assert lane is not None
    assert (lane.capacity, lane.most) == (2, 5)


def test_when_a_backend_goes_those_who_wait_for_it_are_sent_away(registry: Registry) -> None:
    place = Place("http://10.0.0.9", "box")
    registry.add(Backend("box", "http://10.0.0.9", models=("a",), capacity=1))
    lane = registry.pulses.lane("box")
    for _ in range(3):
        lane.join(ANYBODY, USUAL, 0.0)
    registry.saw(place, None)
    assert (lane.waiting, lane.serving) == (0, 1)


def test_a_server_that_loads_is_there_and_not_up(registry: Registry) -> None:
    registry.saw(OLLAMA, seen("a", readiness=Readiness.LOADING))
    assert registry.now(0.0).live["ollama/a"].up is False


def test_a_model_that_is_pulled_or_removed_changes_the_fleet(registry: Registry) -> None:
    registry.saw(OLLAMA, seen("a"))
    registry.saw(OLLAMA, seen("b"))
    assert names(registry) == ["ollama/b"]


def test_another_server_at_the_same_address_takes_the_first_ones_place(registry: Registry) -> None:
    registry.saw(OLLAMA, seen("a"))
    registry.saw(OLLAMA, seen("a", kind=Kind.VLLM))
    assert names(registry) == ["vllm-11434/a"]


def test_the_same_sighting_twice_is_no_change(registry: Registry, changes: list[Fleet]) -> None:
    registry.saw(OLLAMA, seen("a"))
    registry.saw(OLLAMA, seen("a"))
    assert len(changes) == 1


def test_the_slots_of_a_server_are_the_capacity_of_its_models(registry: Registry) -> None:
    registry.saw(OLLAMA, seen("a", slots=4))
    assert registry.now(0.0).live["ollama/a"].capacity == 4


def test_the_operators_capacity_wins(registry: Registry) -> None:
    registry.add(Backend("box", "http://10.0.0.9", capacity=9))
    registry.saw(Place("http://10.0.0.9", "box"), seen("a", slots=4))
    assert registry.now(0.0).live["box/a"].capacity == 9


def test_a_configured_backend_keeps_its_name_and_is_down_until_it_is_there(registry: Registry) -> None:
    place = Place("http://10.0.0.9", "box")
    registry.add(Backend("box", "http://10.0.0.9", models=("a",)))
    registry.saw(place, None)
    assert registry.now(0.0).live["box/a"].up is False
    registry.saw(place, seen("a"))
    assert registry.now(0.0).live["box/a"].up
    assert names(registry) == ["box/a"]


def test_a_found_server_never_takes_a_configured_name(registry: Registry) -> None:
    registry.add(Backend("ollama", "http://10.0.0.9", models=("a",)))
    registry.saw(OLLAMA, seen("b"))
    assert names(registry) == ["ollama-11434/b", "ollama/a"]
    registry.saw(OLLAMA, seen("c"))
    assert names(registry) == ["ollama-11434/c", "ollama/a"]


def test_the_toy_leaves_when_a_real_server_comes_and_does_not_return_when_it_goes(registry: Registry) -> None:
    registry.add(toy("http://127.0.0.1:1"))
    assert names(registry) == ["toy/toy"]
    registry.saw(OLLAMA, seen("a"))
    assert names(registry) == ["ollama/a"]
    registry.saw(OLLAMA, None)
    assert names(registry) == ["ollama/a"]


def test_a_removed_backend_is_forgotten(registry: Registry) -> None:
    registry.saw(OLLAMA, seen("a"))
    registry.remove("ollama")
    assert names(registry) == []
    registry.saw(OLLAMA, None)
    registry.saw(OLLAMA, seen("a"))
    assert names(registry) == ["ollama/a"]


def test_what_dispatch_writes_shows_in_the_next_reading(registry: Registry) -> None:
    registry.saw(OLLAMA, seen("a"))
    registry.pulses.of("ollama/a").began(0.0)
    assert registry.now(0.0).live["ollama/a"].in_flight == 1
    assert registry.fleet.live == {}


def test_the_prices_follow_the_day() -> None:
    days = [20_787]  # 2026-11-30
    registry = Registry(read_catalog(), {}, Pulses(), lambda: days[0])
    registry.add(Backend("google", "https://generativelanguage.googleapis.com", provider="google"))

    def price() -> int:
        return next(d for d in registry.fleet.deployments if d.model == "gemini-4-argon").rates.input

    before = price()
    days[0] += 1
    registry.refresh()
    assert price() == 2 * before


def test_a_server_is_known_by_whose_it_is_else_by_what_it_was_seen_to_be(registry: Registry) -> None:
    registry.add(
        Backend("openai", "https://api.openai.com", provider="openai", watched=False),
        Backend("proxy", "https://llm.example.org", provider="openai"),
        Backend("mine", "http://localhost:11434"),
        Backend("other", "http://10.0.0.1"),
        Backend("said", "http://10.0.0.2", kind="vllm"),
    )
    registry.saw(Place("http://localhost:11434", "mine"), seen("a"))
    servers = {name: registry.server(name) for name in ("openai", "proxy", "mine", "other", "said")}
    assert servers == {"openai": "openai", "proxy": "", "mine": "ollama", "other": "", "said": "vllm"}


def test_a_look_that_ends_after_its_backend_was_removed_brings_nothing_back(registry: Registry) -> None:
    registry.add(Backend("near", "http://h", models=("m",)))
    registry.remove("near")
    registry.saw(Place("http://h", "near"), seen("m"))
    registry.saw(Place("http://h", "near"), None)
    assert (registry.backends, names(registry)) == ((), [])


def test_a_drained_backend_is_known_as_such_until_it_is_not(registry: Registry) -> None:
    registry.add(Backend("near", "http://h", models=("m",)), Backend("far", "http://g", models=("m",)))
    registry.drain(["near"])
    live = registry.now(0.0).live
    assert {name: it.drained for name, it in live.items()} == {"near/m": True}
    registry.drain([])
    assert registry.now(0.0).live == {}
