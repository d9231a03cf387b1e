"""Backends that come, change, rest and go while the router runs, by the commands that operators type."""

import json
from pathlib import Path

from backstage import Backstage
from serving import Serve, eventually

from larouter.testing.fake_openai import FakeOpenAI


def test_a_backend_is_added_drained_and_kept_over_a_restart(
    serve: Serve, backstage: Backstage, tmp_path: Path
) -> None:
    at = backstage.start(FakeOpenAI()).url
    router = serve("", folder=tmp_path / "r", LAROUTER_TOY="false")
    added = router.cli("backends", "add", "near", at, "--zone", "local")
    assert added.returncode == 0, added.stderr
    assert added.stdout.startswith(f"near is added: openai at {at}")
    assert eventually(lambda: router.chat().status == 200)
    assert router.cli("backends", "drain", "near").stdout.startswith("near gets no new requests")
    refused = router.chat()
    assert refused.status == 503
    router.stop()

    again = serve("", folder=tmp_path / "r", LAROUTER_TOY="false")
    row = again.cli("backends", "list").stdout.splitlines()[1].split()
    assert (row[0], row[2], row[3]) == ("near", "local", "drained")
    assert again.cli("backends", "resume", "near").returncode == 0
    assert again.chat().status == 200
    assert again.cli("backends", "test", "near").stdout.startswith("near: openai at")
    assert again.cli("backends", "edit", "near", "--region", "attic").returncode == 0
    assert again.cli("backends", "rm", "near").stdout == "near is gone\n"
    assert json.loads(again.cli("backends", "list", "--json").stdout)["backends"] == []
    acts = [line.split()[2] for line in again.cli("audit", "acts").stdout.splitlines()[1:]]
    assert acts == ["backend.remove", "backend.edit", "backend.resume", "backend.drain", "backend.add"]


def test_a_command_that_cannot_be_done_ends_with_1_and_the_cure(serve: Serve) -> None:
    router = serve("", LAROUTER_TOY="false")
    far = router.cli("backends", "add", "far", "http://8.8.8.8:9", "--zone", "local")
    assert (far.returncode, "8.8.8.8" in far.stderr) == (1, True)
    assert router.cli("backends", "test", "nobody").returncode == 1
    assert router.cli("backends", "edit", "nobody").returncode == 2
