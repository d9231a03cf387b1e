"""The Model Context Protocol as others judge it: its conformance suite, its inspector, and the official Node client."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, playing
from injecting import Injecting
from serving import COMMAND, SAME_CODE, Serving, eventually

from larouter.testing import faults

HERE = Path(__file__).parents[1] / "node"
MODULES = HERE / "node_modules"
TOOLS = ["delegate_to_expert", "give_feedback", "list_available_models", "preview_route", "usage_summary"]
WAYS = pytest.mark.parametrize("way", ["stdio", "http"])
pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory, backstage: Any) -> Iterator[Cast]:
    """A router in front of one backend that may take its time."""
    with playing(tmp_path_factory.mktemp("patient"), backstage, ("near",)) as cast:
        settings = cast.router.folder / "larouter.toml"
        settings.write_text(settings.read_text().replace("first_byte = 0.8", "first_byte = 60"))
        cast.router.process.send_signal(1)
        eventually(lambda: "were read again" in cast.router.log)
        yield cast


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(node: str, tmp_path: Path) -> Iterator[Start]:
    """Start the Node client: `start(router, way, task, token)`."""
    running: list[subprocess.Popen[str]] = []

    def start(router: Serving, way: str, task: str, token: str = "", model: str = "auto") -> Any:
        environment = {
            **SAME_CODE,
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "LAROUTER_URL": router.url,
            "LAROUTER_TOKEN": token or router.token,
            "LAROUTER_COMMAND": str(COMMAND),
            "MODEL": model,
            "WAY": way,
            "TASK": task,
        }
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [node, HERE / "mcp.mjs"],
            env=environment,
            cwd=router.folder,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def said(process: "subprocess.Popen[str]") -> Any:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err[-2000:]
    return json.loads(out.splitlines()[-1])


@WAYS
def test_the_node_client_uses_every_tool(toy: Serving, start: Start, way: str) -> None:
    came = said(start(toy, way, "tools"))
    assert came["named"] == sorted(came["results"]) == TOOLS
    assert [name for name, result in came["results"].items() if result["failed"]] == []
    answer = came["results"]["delegate_to_expert"]["structured"]
    assert 0 < answer["outputTokens"] <= 16
    assert came["results"]["give_feedback"]["structured"]["requestId"] == answer["requestId"]


@WAYS
def test_the_node_client_reads_every_resource(toy: Serving, start: Start, way: str) -> None:
    read = said(start(toy, way, "resources"))["read"]
    assert sorted(read) == ["larouter://models", "larouter://policy", "larouter://requests"]
    assert "zones" in read["larouter://policy"]


@WAYS
def test_the_node_client_sends_a_megabyte(toy: Serving, start: Start, way: str) -> None:
    assert said(start(toy, way, "megabyte"))["structured"]["input_tokens"] > 100_000


@WAYS
def test_the_node_client_is_told_that_a_budget_is_used_up(cast: Cast, start: Start, way: str) -> None:
    token = cast.router.project(f"node {way}")
    cast.router.control("PUT", f"/api/projects/node%20{way}/budget", {"amount": 0})
    came = said(start(cast.router, way, "one", token, cast.fresh()))
    assert came["failed"]
    assert "insufficient_quota" in came["text"]


@WAYS
def test_the_node_client_learns_at_once_that_its_token_is_revoked(
    toy: Serving, start: Start, way: str
) -> None:
    made = toy.control("POST", "/api/projects", {"name": f"node revoked {way}"})
    client = start(toy, way, "revoked", made["token"])
    assert client.stdout is not None
    assert client.stdout.readline() == "once\n"
    (token,) = toy.control("GET", f"/api/projects/{made['id']}/tokens")["tokens"]
    toy.control("DELETE", f"/api/projects/{made['id']}/tokens/{token['id']}")
    out, err = client.communicate("go on\n", timeout=60)
    assert client.returncode == 0, err
    came = json.loads(out.splitlines()[-1])
    assert not came["before"]["failed"]
    assert (
        "invalid_api_key" in came["after"]["text"]
        if way == "stdio"
        else re.search("401|auth", came["thrown"], re.IGNORECASE)
    )


@WAYS
def test_what_the_node_client_cancels_is_cancelled_at_the_backend(
    patient: Cast, start: Start, way: str
) -> None:
    model = patient.fresh()
    patient.fail(faults.Stall(0))
    client = start(patient.router, way, "cancel", model=model)
    assert client.stdout is not None
    assert client.stdout.readline() == "cancelled\n"
    eventually(patient.asked(model)[0].gone.is_set, seconds=5)
    out, err = client.communicate("go on\n", timeout=60)
    assert client.returncode == 0, err
    assert json.loads(out.splitlines()[-1])["heard"][0] == "waiting for the answer"
    assert [attempt["status"] for attempt in patient.router.latest()["attempts"]] == ["cancelled"]


def run(*command: str | Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=100, check=False
    )


def test_the_conformance_suite_finds_no_fault(
    toy: Serving, backstage: Any, node: str, tmp_path: Path
) -> None:
    door = backstage.start(Injecting(*toy.address, toy.token))
    suite = MODULES / "@modelcontextprotocol/conformance/dist/index.js"
    known = HERE / "expected-failures.yml"
    ran = run(
        node, suite, "server", "--url", f"{door.url}/mcp", "--expected-failures", known, folder=tmp_path
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    assert "Total: 8 passed" in ran.stdout


@WAYS
def test_the_inspector_sees_the_tools_and_calls_one(
    toy: Serving, node: str, tmp_path: Path, way: str
) -> None:
    inspector = (node, MODULES / "@modelcontextprotocol/inspector/clients/launcher/build/index.js", "--cli")
    header = ("--transport", "http", "--header", f"Authorization: Bearer {toy.token}")
    given = {**SAME_CODE, "LAROUTER_URL": toy.url, "LAROUTER_TOKEN": toy.token}
    told = [word for name, value in given.items() for word in ("-e", f"{name}={value}")]
    to = (f"{toy.url}/mcp", *header) if way == "http" else (str(COMMAND), "mcp", *told)
    listed = run(*inspector, *to, "--method", "tools/list", folder=tmp_path)
    assert listed.returncode == 0, listed.stderr
    assert sorted(tool["name"] for tool in json.loads(listed.stdout)["tools"]) == TOOLS
    asked = ("--method", "tools/call", "--tool-name", "preview_route", "--tool-arg", "prompt=Hello")
    called = run(*inspector, *to, *asked, folder=tmp_path)
    assert called.returncode == 0, called.stderr
    assert json.loads(called.stdout)["structuredContent"]["answered_by"]
