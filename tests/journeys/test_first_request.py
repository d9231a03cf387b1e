"""The first minutes with LA Router, and what it says when it cannot start."""

import ctypes
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from serving import Serve, Serving, clean_environment, larouter

README_URL = "http://127.0.0.1:18790"


def snippet(repository: Path, language: str, holding: str) -> str:
    """The README's own code block."""
    readme = (repository / "README.md").read_text()
    blocks = re.findall(rf"^```{language}\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    return next(block for block in blocks if holding in block)


def test_the_readmes_curl_answers_from_a_real_model(toy: Serving, repository: Path) -> None:
    command = snippet(repository, "sh", "curl").partition("\n\n")[2].replace(README_URL, toy.url)
    ran = subprocess.run(
        ["sh", "-ec", command.replace("curl ", "curl -sS --fail-with-body ")],
        env={"PATH": os.environ["PATH"], "LAROUTER_TOKEN": toy.token},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "I am a toy inside LA Router" in ran.stdout


def test_the_readmes_python_answers_from_a_real_model(toy: Serving, repository: Path) -> None:
    program = snippet(repository, "python", "OpenAI(").replace(README_URL, toy.url)
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.environ["PATH"], "LAROUTER_TOKEN": toy.token},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.startswith("I am a toy inside LA Router")


def test_the_toy_streams(toy: Serving) -> None:
    answer = toy.chat(stream=True, max_tokens=5)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.body.endswith(b"data: [DONE]\n\n")
    assert answer.body.count(b'"content":"') == 5


def test_the_banner_says_where_it_is_and_what_it_runs_on(toy: Serving) -> None:
    assert f"{toy.url}/v1" in toy.said
    assert toy.token in toy.said
    assert toy.admin in toy.said
    assert str(toy.folder / "larouter.keys.json") in toy.said
    assert "toy model" in toy.said
    assert "OPENAI_API_KEY" in toy.said


def test_a_second_run_shows_the_same_keys_from_a_file_that_only_the_owner_reads(
    serve: Serve, tmp_path: Path
) -> None:
    first = serve(folder=tmp_path, LAROUTER_TOY="false")
    kept = tmp_path / "larouter.keys.json"
    first.stop()
    second = serve(folder=tmp_path, LAROUTER_TOY="false")
    assert second.keys == first.keys
    assert second.token.startswith("lr_")
    assert second.token in second.said
    assert str(kept) in second.said
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "larouter.db").stat().st_mode) == 0o600
    assert second.call("GET", "/v1/models").status == 200


def refused(
    folder: Path, *arguments: str, before: Callable[[], None] | None = None, **environment: str
) -> str:
    """The one sentence with which a router declines to start."""
    given = clean_environment(LAROUTER_TOY="false", **environment)
    ran = larouter("serve", *arguments, folder=folder, environment=given, before=before)
    assert ran.returncode not in (0, -9), ran.stdout
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    said = ran.stderr.strip().splitlines()[-1]
    assert said.startswith("larouter: ")
    return said


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(tmp_path, LAROUTER_PORT=str(port))
    assert f"port {port} of 127.0.0.1 is taken" in said
    assert "--port" in said


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_that_is_not_this_machines(tmp_path: Path, host: str) -> None:
    said = refused(tmp_path, LAROUTER_HOST=host)
    assert host in said
    assert "--host" in said
    assert "Errno" not in said


def as_an_ordinary_user() -> None:
    """Root may write anywhere; give that up for what is about to be started (prctl(2), PR_CAPBSET_DROP)."""
    prctl = ctypes.CDLL(None).prctl
    for dac_override_and_read_search in (1, 2):
        prctl(24, dac_override_and_read_search, 0, 0, 0)


def test_a_database_that_may_not_be_written(tmp_path: Path, serve: Serve) -> None:
    serve(folder=tmp_path, LAROUTER_TOY="false").stop()
    (tmp_path / "larouter.db").chmod(0o444)
    said = refused(tmp_path, before=as_an_ordinary_user)
    assert "larouter.db is read-only" in said
    assert "write permission" in said


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir(mode=0o555)
    said = refused(folder, before=as_an_ordinary_user)
    assert "permission" in said
    assert "LAROUTER_DB_PATH" in said


def test_a_database_of_a_newer_router(tmp_path: Path, serve: Serve) -> None:
    serve(folder=tmp_path, LAROUTER_TOY="false").stop()
    with sqlite3.connect(tmp_path / "larouter.db") as database:
        database.execute("INSERT INTO migrations (name, applied_ms) VALUES ('9999-from-the-future', 1)")
    database.close()
    said = refused(tmp_path)
    assert "newer version of the router" in said
    assert "9999-from-the-future" in said


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "larouter.db").write_text("This is a letter to my aunt, and no database at all. " * 20)
    said = refused(tmp_path)
    assert "is not a database" in said
    assert "LAROUTER_DB_PATH" in said


def test_a_file_of_keys_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "larouter.keys.json").write_text('{"admin_key": "lra_x", ')
    said = refused(tmp_path)
    assert "larouter.keys.json" in said
    assert "backup" in said


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        (b"[server\nport = 1\n", ["larouter.toml", "not valid TOML", "line 1"]),
        (b"\xff\xfe\x00", ["larouter.toml", "UTF-8"]),
        (b"[server]\nprot = 1\n", ["server.prot", "no such setting", "larouter.toml line 2"]),
        (b"[srever]\nport = 1\n", ["srever", "no such setting", "larouter.toml line 1"]),
        (b'[server]\nmax_body_bytes = "big"\n', ["server.max_body_bytes", "larouter.toml line 2"]),
        (b'[tiers]\nhuge = ["x"]\n', ["'huge' is not a tier", "HEARTBEAT"]),
        (b'[backends.a]\nurl = "ftp://x"\nzone = "local"\n', ["backends.a.url", "http://"]),
        (b'[backends.a]\nurl = "http://x"\nzone = "moon"\n', ["backends.a.zone", "'private'"]),
        (b'[backends.a]\nurl = "http://x:port"\nzone = "local"\n', ["backends.a.url", "port"]),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, settings: bytes, wanted: list[str]) -> None:
    (tmp_path / "larouter.toml").write_bytes(settings)
    said = refused(tmp_path)
    for words in wanted:
        assert words in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LAROUTER_PORT", "soon"),
        ("LAROUTER_LOG_LEVEL", "loud"),
        ("LAROUTER_CUSTOM_URL", "localhost:1"),
        ("LAROUTER_OLLAMA_URL", "localhost:11434"),
    ],
)
def test_an_environment_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert name in refused(tmp_path, **{name: value})


def test_commands_without_a_router_say_where_they_looked_and_how_to_start_one(tmp_path: Path) -> None:
    for url, wanted in (("http://127.0.0.1:9", "larouter serve"), ("127.0.0.1:9", "http://")):
        given = clean_environment(LAROUTER_URL=url, LAROUTER_ADMIN_KEY="lra_x")
        ran = larouter("usage", folder=tmp_path, environment=given)
        assert ran.returncode != 0
        assert len(ran.stderr.splitlines()) == 1, ran.stderr
        assert url in ran.stderr
        assert wanted in ran.stderr


def test_ctrl_c_ends_it_without_a_word(tmp_path: Path, serve: Serve) -> None:
    router = serve(folder=tmp_path, LAROUTER_TOY="false")
    router.process.send_signal(signal.SIGINT)
    assert router.process.wait(10) == 130
    assert router.log == ""
