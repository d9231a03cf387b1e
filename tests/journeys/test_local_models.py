"""From nothing to a model that answers: fetched from a source, kept, started with the router, stopped."""

import contextlib
import hashlib
import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from model_source import ModelSource, model_source
from serving import COMMAND, Serve, clean_environment, eventually, larouter

from larouter.fleet.local.gguf import write_reply, write_sparse

REPLY = "I came over the wire, was hashed, and answer now."
PATH = "/me/mine/resolve/0123abc/m.gguf"


def servers_of(models: str) -> list[str]:
    """The processes that were given a file of that folder."""
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            lines.append(process.read_text())
    return [line for line in lines if "llama_server" in line and models in line]


@pytest.fixture
def source() -> Iterator[ModelSource]:
    with model_source() as source:
        yield source


@pytest.fixture
def folder(tmp_path: Path, source: ModelSource) -> Path:
    """A folder whose settings name a small model of the source."""
    write_reply(tmp_path / "m.gguf", REPLY)
    rest = random.Random(1).randbytes(8_000_000)  # llama.cpp does not read it; it makes the download long
    sha256 = source.put(PATH, (tmp_path / "m.gguf").read_bytes() + rest)
    here = tmp_path / "router"
    here.mkdir()
    (here / "larouter.toml").write_text(
        f'[models.mine]\nrepo = "me/mine"\nrevision = "0123abc"\nfile = "m.gguf"\nsha256 = "{sha256}"\n'
        "context = 2048\n"
    )
    return here


@pytest.fixture
def environment(folder: Path, source: ModelSource) -> dict[str, str]:
    return clean_environment(LAROUTER_MODELS=str(folder / "models"), LAROUTER_MODEL_SOURCE=source.url)


def test_pull_and_serve_and_the_model_answers(
    folder: Path, environment: dict[str, str], serve: Serve, source: ModelSource
) -> None:
    pulled = larouter("models", "pull", "mine", folder=folder, environment=environment)
    assert pulled.returncode == 0, pulled.stderr
    assert "mine is here" in pulled.stdout
    models = environment["LAROUTER_MODELS"]
    router = serve((folder / "larouter.toml").read_text(), LAROUTER_MODELS=models)
    answer = router.chat()
    assert answer.json()["choices"][0]["message"]["content"] == REPLY
    (backend,) = router.control("GET", "/api/backends")["backends"]
    assert (backend["name"], backend["zone"], backend["kind"]) == ("local-mine", "local", "llamacpp")
    assert backend["deployments"][0]["context_window"] == 2048
    assert servers_of(models)
    router.stop()
    assert servers_of(models) == []


def test_killed_half_way_and_run_again_the_download_resumes_and_the_hash_holds(
    folder: Path, environment: dict[str, str], source: ModelSource
) -> None:
    source.pause_seconds = 0.01
    part = folder / "models" / "mine" / "m.gguf.part"
    pulling = subprocess.Popen([COMMAND, "models", "pull", "mine"], cwd=folder, env=environment)
    eventually(lambda: part.exists() and part.stat().st_size > 2_000_000)
    pulling.kill()
    pulling.wait()
    source.pause_seconds = 0.0
    had = part.stat().st_size
    again = larouter("models", "pull", "mine", "--json", folder=folder, environment=environment)
    told = json.loads(again.stdout)
    asked = [headers.get("range", "") for _, headers in source.asked]
    assert 2_000_000 < had < len(source.files[PATH])
    assert asked == ["", f"bytes={had}-"]
    assert told["sha256"] == hashlib.sha256(source.files[PATH]).hexdigest()
    assert Path(told["file"]).read_bytes() == source.files[PATH]
    assert not part.exists()


def test_a_router_that_is_killed_while_a_model_loads_leaves_no_server_behind(tmp_path: Path) -> None:
    write_sparse(tmp_path / "slow.gguf")
    (tmp_path / "larouter.toml").write_text(
        f'[models.slow]\npath = "{tmp_path / "slow.gguf"}"\ncontext = 512\n'
    )
    environment = clean_environment(LAROUTER_MODELS=str(tmp_path / "models"))
    for _ in range(3):
        router = subprocess.Popen(
            [COMMAND, "serve"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        eventually(lambda: servers_of(str(tmp_path)))
        router.kill()
        router.wait()
        eventually(lambda: not servers_of(str(tmp_path)))


def test_commands_start_and_stop_a_model_in_the_running_router(
    folder: Path, environment: dict[str, str], serve: Serve
) -> None:
    settings = (folder / "larouter.toml").read_text()
    given = {name: environment[name] for name in ("LAROUTER_MODELS", "LAROUTER_MODEL_SOURCE")}
    router = serve(settings, LAROUTER_TOY="false", **given)
    assert router.cli("models", "pull", "mine").returncode == 0
    assert router.chat("mine").status == 503
    started = router.cli("models", "start", "mine")
    assert started.stdout == "mine answers, with a context of 2,048 tokens\n", started.stderr
    assert router.chat("mine").json()["choices"][0]["message"]["content"] == REPLY
    assert router.cli("models", "stop", "mine").stdout == "mine is stopped\n"
    assert router.chat("mine").status == 503
    row = router.cli("models", "list").stdout.splitlines()[1].split()
    assert (row[0], row[3], row[4]) == ("mine", "stopped", "no")


def test_a_running_model_is_stopped_before_it_is_removed(
    folder: Path, environment: dict[str, str], serve: Serve
) -> None:
    models = environment["LAROUTER_MODELS"]
    settings = (folder / "larouter.toml").read_text()
    larouter("models", "pull", "mine", folder=folder, environment=environment)
    router = serve(settings, LAROUTER_TOY="false", LAROUTER_MODELS=models)
    listed = json.loads(router.cli("models", "list", "--json").stdout)
    assert (listed["router"], listed["models"][0]["running"]["state"]) == (True, "ready")
    gone = router.cli("models", "rm", "mine")
    assert gone.stdout.startswith("mine is gone; 8."), gone.stderr
    assert servers_of(models) == []
    assert not (Path(models) / "mine").exists()
    assert router.chat("mine").status == 503
    assert router.cli("models", "rm", "mine").returncode == 1


def test_an_idle_model_gives_its_memory_back_and_wakes_for_the_next_request(
    folder: Path, environment: dict[str, str], serve: Serve
) -> None:
    models = environment["LAROUTER_MODELS"]
    settings = (folder / "larouter.toml").read_text() + "[local]\nidle_unload_seconds = 1\n"
    larouter("models", "pull", "mine", folder=folder, environment=environment)
    router = serve(settings, LAROUTER_TOY="false", LAROUTER_MODELS=models)

    def asleep() -> bool:
        (row,) = json.loads(router.cli("models", "list", "--json").stdout)["models"]
        return bool(row["running"]["asleep"])

    eventually(asleep)
    assert router.chat("mine").json()["choices"][0]["message"]["content"] == REPLY
    eventually(asleep)
    assert router.cli("models", "start", "mine").returncode == 0
    eventually(lambda: not asleep())
