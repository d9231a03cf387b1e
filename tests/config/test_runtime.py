"""Changes while the router runs: checked, applied, kept; what cannot be used leaves everything as it was."""

from collections.abc import Callable
from pathlib import Path

import pytest

from larouter.config.load import BadConfiguration, Loaded, load
from larouter.config.runtime import Runtime, changes_path, read_changes
from larouter.core.errors import BadRequest

Start = Callable[..., Runtime]


@pytest.fixture
def applied() -> list[Loaded]:
    return []


@pytest.fixture
def start(tmp_path: Path, applied: list[Loaded]) -> Start:
    def start(**environment: str) -> Runtime:
        environment["LAROUTER_DB_PATH"] = str(tmp_path / "larouter.db")
        return Runtime(load(environment, tmp_path), tmp_path, {}, applied.append)

    return start


def test_a_change_is_in_force_at_once_and_at_the_next_start(start: Start, applied: list[Loaded]) -> None:
    runtime = start()
    runtime.change({"discovery": {"every_seconds": 9}})
    assert applied[-1].settings.discovery.every_seconds == 9
    assert runtime.loaded is applied[-1]
    again = start()
    again.reload()
    assert again.loaded.settings.discovery.every_seconds == 9


def test_one_change_leaves_the_others(start: Start) -> None:
    runtime = start()
    runtime.change({"discovery": {"every_seconds": 9}})
    runtime.change({"discovery": {"toy": False}, "log": {"level": "debug"}})
    runtime.change({"discovery": {}})
    settings = runtime.loaded.settings
    assert (settings.discovery.every_seconds, settings.discovery.toy, settings.log.level) == (
        9,
        False,
        "debug",
    )


def test_a_backend_can_be_added(start: Start) -> None:
    runtime = start()
    runtime.change({"backends": {"near": {"url": "http://127.0.0.1:1/v1", "zone": "local"}}})
    assert runtime.loaded.settings.backends["near"].url == "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"discovery": {"every_seconds": 0}}, "discovery.every_seconds"),
        ({"discovery": {"surprise": 1}}, "there is no such setting"),
        ({"log": 5}, "log"),
        ({"backends": 5}, "backends"),
        ({"backends": {"near": {"url": "x", "zone": "local"}}}, "it must begin with http"),
        ({"tiers": {"HUGE": []}}, "is not a tier"),
    ],
)
def test_what_cannot_be_used_leaves_everything_as_it_was(
    start: Start, applied: list[Loaded], changes: dict[str, object], said: str
) -> None:
    runtime = start(OPENAI_API_KEY="k")
    runtime.change({"discovery": {"every_seconds": 9}})
    before, kept = runtime.loaded, read_changes(changes_path(runtime.loaded))
    with pytest.raises(BadRequest) as refused:
        runtime.change(changes)
    assert said in refused.value.caller_detail
    assert runtime.loaded is before is applied[-1]
    assert read_changes(changes_path(runtime.loaded)) == kept


def test_what_takes_a_restart_is_refused(start: Start) -> None:
    for section in ("server", "database", "surprise"):
        with pytest.raises(BadRequest, match="takes a restart or does not exist") as refused:
            start().change({section: {"port": 1}})
        assert refused.value.param == section


def test_what_the_environment_fixes_cannot_be_changed(start: Start) -> None:
    with pytest.raises(BadRequest, match=r"log\.level is fixed by environment LAROUTER_LOG_LEVEL"):
        start(LAROUTER_LOG_LEVEL="error").change({"log": {"level": "debug"}})


def test_what_the_dotenv_file_fixes_cannot_be_changed_either(start: Start, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LAROUTER_LOG_LEVEL=error\n")
    with pytest.raises(BadRequest, match=r"log\.level is fixed by \.env LAROUTER_LOG_LEVEL"):
        start().change({"log": {"level": "debug"}})


def test_when_applying_fails_the_change_is_not_kept(tmp_path: Path) -> None:
    def fail(_loaded: Loaded) -> None:
        raise RuntimeError("the roster fell over")

    loaded = load({"LAROUTER_DB_PATH": str(tmp_path / "larouter.db")}, tmp_path)
    runtime = Runtime(loaded, tmp_path, {}, fail)
    with pytest.raises(RuntimeError):
        runtime.change({"log": {"level": "debug"}})
    assert runtime.loaded is loaded
    assert read_changes(changes_path(loaded)) == {}


def test_a_bad_file_leaves_the_old_settings_running(
    start: Start, tmp_path: Path, applied: list[Loaded]
) -> None:
    runtime = start()
    (tmp_path / "larouter.toml").write_text("[server]\nprot = 1\n")
    with pytest.raises(BadConfiguration, match="line 2"):
        runtime.reload()
    assert applied == []


def test_every_setting_is_shown_with_its_origin(start: Start) -> None:
    runtime = start()
    runtime.change({"log": {"level": "debug"}})
    shown = runtime.shown()
    assert shown["settings"]["log.level"] == {"value": "debug", "origin": "changed at run time"}
    assert shown["settings"]["server.port"] == {"value": 18790, "origin": "default"}
    assert "discovery" in shown["changeable"]
