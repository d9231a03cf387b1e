"""What can be set: every setting says what it is, and takes no nonsense."""

import pytest
from pydantic import BaseModel, ValidationError

from larouter.config.settings import Backend, Log, Model, Settings
from larouter.core.zones import Zone


def models(of: type[BaseModel] = Settings) -> list[type[BaseModel]]:
    found = [of]
    for field in of.model_fields.values():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += models(inner)
    return [*found, Backend, Model]


def test_every_setting_explains_itself() -> None:
    for model in models():
        for name, field in model.model_fields.items():
            if model is not Settings or name in ("backends", "tiers"):
                assert field.description, f"{model.__name__}.{name}"


@pytest.mark.parametrize("url", ["http://h:1", "http://h:1/", "http://h:1/v1", "http://h:1/v1/"])
def test_a_url_may_come_with_or_without_v1(url: str) -> None:
    assert Backend(url=url, zone="local").url == "http://h:1"


@pytest.mark.parametrize(
    "url", ["", "h:1", "ftp://h", "http://", "https:///v1", "http://h:0", "http://h:x", "http://["]
)
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        Backend(url=url, zone="local")


def test_a_zone_is_a_value() -> None:
    assert Backend(url="http://h", zone="private").at is Zone.PRIVATE


@pytest.mark.parametrize(("written", "level"), [("WARN", "warning"), ("Debug", "debug"), ("error", "error")])
def test_the_level_of_the_log_may_be_written_as_usual(written: str, level: str) -> None:
    assert Log(level=written).level == level


def test_tiers_are_named_in_any_case() -> None:
    assert Settings(tiers={"simple": ("m",)}).tiers == {"SIMPLE": ("m",)}
    with pytest.raises(ValidationError, match="is not a tier"):
        Model(id="m", tiers=("SIMPLE", "HUGE"))


@pytest.mark.parametrize("name", ["", "a b", "a/b", "ä", "a.b"])
def test_a_backend_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValidationError, match="is not a name"):
        Settings(backends={name: Backend(url="http://h", zone="local")})


def test_settings_in_force_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        Settings().server.port = 1


@pytest.mark.parametrize("host", ["8.8.8.8", "[2606:4700:4700::1111]", "[::ffff:8.8.8.8]"])
def test_a_local_backend_at_a_public_address_is_refused_when_it_is_read(host: str) -> None:
    with pytest.raises(ValidationError, match="is a public address, so it is not local"):
        Backend(url=f"http://{host}:8080", zone="local")
    assert Backend(url=f"http://{host}:8080", zone="public").at.name == "PUBLIC"
    assert Backend(url="http://192.168.1.5:8080", zone="local").at.name == "LOCAL"
