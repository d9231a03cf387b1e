"""What a look brings."""

from larouter.config.settings import Backend as Settings
from larouter.fleet.sighting import Kind, Sighting


def test_the_api_of_a_server_begins_at_v1() -> None:
    assert Sighting(Kind.OLLAMA, "http://localhost:11434").api == "http://localhost:11434/v1"


def test_every_kind_can_be_configured_by_its_name() -> None:
    for kind in Kind:
        assert Settings(url="http://h", zone="local", kind=kind.value).kind == kind
