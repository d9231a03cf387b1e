"""Every command, run as a process beside a real router; a command without a run here fails the first test."""

import json
import os
import pty
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from backstage import Backstage
from model_source import ModelSource, model_source
from serving import COMMAND, Serving, clean_environment, eventually, larouter, running

from larouter.cli.main import app
from larouter.fleet.local.gguf import write_reply
from larouter.testing.fake_openai import FakeOpenAI

TEXTS = {
    "HEARTBEAT": "hi {n}",
    "SIMPLE": "What is {n} plus one?",
    "MODERATE": "Write a letter to customer {n} that explains the delay.",
    "COMPLEX": "Why does this lock number {n} deadlock under load?",
    "FRONTIER": "Prove theorem {n} about groups.",
}
TABLE = """
[tiers]
[providers.openai]
source = "https://example.org"
checked = 2026-11-20
capabilities = []
[[models]]
id = "gpt-6-luna"
provider = "openai"
prices = [{ input = 0.2, output = 0.5 }]
"""


@dataclass(slots=True)
class Stage:
    """A router with a model of its own to fetch, and a folder for files."""

    router: Serving
    source: ModelSource
    fake: str
    folder: Path
    made: int = 0

    def fresh(self, what: str) -> str:
        """A name that nothing else has."""
        self.made += 1
        return f"{what}-{self.made}-{os.getpid()}"

    def run(self, *words: str, **environment: str) -> str:
        """What a command that succeeds prints; it must do without a terminal and without a word on standard error."""
        ran = self.router.cli(*words, **environment)
        assert (ran.returncode, ran.stderr) == (0, ""), ran
        return ran.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))

    def project(self) -> str:
        return str(self.json("projects", "create", self.fresh("project"))["name"])

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text)
        return str(self.folder / name)

    def labelled(self, each: int = 12) -> list[str]:
        """Two files of labelled requests, by two authors, so many for each tier."""
        rows = [
            {
                "id": f"a-{n}-{tier}",
                "lang": "en",
                "tier": tier,
                "ok": [tier],
                "tags": [],
                "template": None,
                "messages": [{"role": "user", "content": text.format(n=n)}],
            }
            for n in range(each)
            for tier, text in TEXTS.items()
        ]
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        return [self.file(f"{author}.jsonl", lines) for author in ("train_a", "train_b")]

    def graded(self) -> str:
        rows = [
            {
                "prompt": f"prove theorem {n}" if n % 2 else f"hello {n}",
                "scores": {"weak": 1 - n % 2, "strong": 1},
            }
            for n in range(60)
        ]
        return self.file("pairs.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))

    def backend(self) -> str:
        name = self.fresh("backend")
        assert self.json("backends", "add", name, self.fake, "--zone", "local")["trial"]["ok"]
        return name


Run = Callable[[Stage], None]
RUNS: dict[str, Run] = {}


def runs(*paths: str) -> Callable[[Run], Run]:
    """That a function runs these commands."""

    def note(run: Run) -> Run:
        RUNS.update(dict.fromkeys(paths, run))
        return run

    return note


def commands(at: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    inner = getattr(at, "commands", None)
    if inner is None:
        yield " ".join(path)
        return
    for name, one in inner.items():
        yield from commands(one, (*path, name))


EVERY = sorted(commands(typer.main.get_command(app)))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("commands")
    write_reply(folder / "m.gguf", "Fetched.")
    with Backstage() as backstage, model_source() as source:
        sha256 = source.put("/m.gguf", (folder / "m.gguf").read_bytes())
        settings = f'[models.mine]\nurl = "{source.url}/m.gguf"\nsha256 = "{sha256}"\ncontext = 1024\n'
        fake = backstage.start(FakeOpenAI("m"))
        with running(folder, settings, LAROUTER_MODELS=str(folder / "models")) as router:
            yield Stage(router, source, fake.url, folder)


def test_every_command_is_run_here() -> None:
    assert sorted(RUNS) == EVERY


@runs("version")
def _version(it: Stage) -> None:
    assert it.json("version")["version"] == it.run("version").strip() == it.run("--version").strip()


@runs("completion")
def _completion(it: Stage) -> None:
    assert "_LAROUTER_COMPLETE" in it.run("completion", "bash")


@runs("doctor")
def _doctor(it: Stage) -> None:
    told = it.router.cli("doctor", "--json")
    assert {found["state"] for found in json.loads(told.stdout)["findings"]} <= {"ok", "note", "broken"}


@runs("route", "explain")
def _route(it: Stage) -> None:
    assert it.json("route", "Hello")["plan"]
    answer = it.router.chat(max_tokens=4)
    it.router.story(answer.request_id)
    assert it.json("explain", answer.request_id)["id"] == answer.request_id


@runs("chat")
def _chat(it: Stage) -> None:
    ran = it.router.cli("chat", "Hello")
    assert ran.returncode == 0
    assert ran.stdout.strip()
    assert "\x1b" not in ran.stdout + ran.stderr


@runs("replay", "audit verify", "audit export")
def _record(it: Stage) -> None:
    it.router.story(it.router.chat(max_tokens=4).request_id)
    told = it.json("replay", "--since", "1h")
    assert told["decisions"] == told["identical"] > 0
    assert it.json("audit", "verify")["ok"]
    assert it.run("audit", "export").count("\n") >= 1


@runs("audit correct")
def _correction(it: Stage) -> None:
    asked = it.router.chat(max_tokens=4).request_id
    it.router.story(asked)
    told = it.json("audit", "correct", asked, "--by", "0.02", "--reason", "invoice 7")
    assert told["costMicroUsd"] == 20_000
    assert it.json("audit", "verify")["ok"]


@runs("audit acts")
def _acts(it: Stage) -> None:
    name = it.project()
    assert name in it.run("audit", "acts")


@runs("audit prompt")
def _prompt(it: Stage) -> None:
    token = it.router.project(it.fresh("kept"), keep_prompts_days=1)
    asked = it.router.chat(key=token, max_tokens=4).request_id
    found = eventually(lambda: it.router.cli("audit", "prompt", asked, "--json").stdout)
    assert json.loads(found)["request"]["messages"][0]["content"] == "Hello"


@runs("capacity", "savings", "usage")
def _figures(it: Stage) -> None:
    it.router.story(it.router.chat(max_tokens=4).request_id)
    assert it.json("capacity")["days"] == 7
    assert it.json("savings")["simulatedAnswers"] >= 0
    assert it.json("usage")["totalCalls"] >= 1
    assert it.run("usage", "--csv").startswith("at,")


@runs("calibrate")
def _calibrate(it: Stage) -> None:
    assert "50 requests" in it.run("calibrate", it.project())


@runs("train")
def _train(it: Stage) -> None:
    few = it.router.cli("train", it.file("few.jsonl", ""), "--out", "nowhere")
    assert few.returncode == 2
    assert few.stderr.startswith("larouter: no request of these files is HEARTBEAT")
    out = it.folder / "weights.bin"
    it.run("train", *it.labelled(), "--out", str(out))
    assert out.stat().st_size > 100


@runs("train-router")
def _train_router(it: Stage) -> None:
    out = it.folder / "router.json"
    assert "60 prompts" in it.run("train-router", it.graded(), "--router", "linear", "--out", str(out))
    assert json.loads(out.read_text())


@runs("place-model")
def _place_model(it: Stage) -> None:
    known = it.folder / "mf.json"
    it.run("train-router", it.graded(), "--router", "mf", "--out", str(known))
    said = it.run("place-model", str(known), it.graded(), "--model", "strong")
    assert "strong placed by 60 graded answers, beside weak, strong" in said


@runs("eval tiers", "eval latency")
def _eval(it: Stage) -> None:
    file = it.labelled()[0]
    assert it.json("eval", "tiers", file)["files"] == ["train_a"]
    assert it.json("eval", "latency", file)


@runs("eval pairs")
def _eval_pairs(it: Stage) -> None:
    assert it.json("eval", "pairs", it.graded())["pairs"]["prompts"] == 60


@runs("eval sensitivity")
def _eval_sensitivity(it: Stage) -> None:
    line = {
        "id": "s-1",
        "lang": "en",
        "label": "confidential",
        "tags": [],
        "text": "my card is 4111 1111 1111 1111",
    }
    assert it.json("eval", "sensitivity", it.file("s.jsonl", json.dumps(line) + "\n"))


@runs("feedback give", "feedback list")
def _feedback(it: Stage) -> None:
    asked = it.router.chat(max_tokens=4).request_id
    it.router.story(asked)
    assert it.json("feedback", "give", asked, "too_weak", "--comment", "short")["label"] == "too_weak"
    assert asked in it.run("feedback", "list")


@runs("models catalog", "models recommend")
def _catalog(it: Stage) -> None:
    assert "mine" in [model["name"] for model in it.json("models", "catalog")["models"]]
    assert it.json("models", "recommend")["advice"]


@runs("models pull", "models verify", "models list", "models start", "models stop", "models rm")
def _local_model(it: Stage) -> None:
    assert it.json("models", "pull", "mine")["name"] == "mine"
    assert it.json("models", "verify", "mine")["ok"]
    assert it.json("models", "start", "mine")["name"] == "mine"
    assert "mine" in [model["name"] for model in it.json("models", "list")["models"]]
    assert it.json("models", "stop", "mine")["state"] == "stopped"
    assert it.json("models", "rm", "mine")["freed_bytes"] > 0


@runs("models import")
def _import(it: Stage) -> None:
    assert it.json("models", "import", str(it.folder / "m.gguf"), "--name", "brought")["name"] == "brought"


@runs(*[f"backends {what}" for what in ("add", "list", "test", "edit", "drain", "resume", "rm")])
def _backends(it: Stage) -> None:
    name = it.backend()
    assert name in [one["name"] for one in it.json("backends", "list")["backends"]]
    assert it.json("backends", "test", name)["ok"]
    assert it.json("backends", "edit", name, "--region", "attic")["name"] == name
    assert it.json("backends", "drain", name)["drained"]
    assert not it.json("backends", "resume", name)["drained"]
    assert it.json("backends", "rm", name)["removed"]


@runs(*[f"projects {what}" for what in ("create", "list", "show", "budget", "policy", "delete")])
def _projects(it: Stage) -> None:
    name = it.project()
    assert name in [one["name"] for one in it.json("projects", "list")["projects"]]
    assert it.json("projects", "budget", name, "--amount", "2")["budgets"][0]["amount_usd"] == 2
    it.run("projects", "policy", name, "--file", it.file("policy.toml", 'floor = "SIMPLE"\n'))
    assert it.json("projects", "show", name)["policy"]["floor"] == "SIMPLE"
    warned = it.router.cli("projects", "policy", name, "--file", it.file("policy.toml", 'deny = ["*"]\n'))
    assert "warning: " in warned.stderr
    assert it.json("projects", "delete", name)["removed"]


@runs(*[f"projects token {what}" for what in ("add", "list", "limit", "revoke")])
def _tokens(it: Stage) -> None:
    name = it.project()
    ident = it.json("projects", "token", "add", name, "--label", "laptop")["id"]
    assert (
        it.json("projects", "token", "limit", name, ident, "--requests", "9")["rate"]["requests_per_minute"]
        == 9
    )
    assert it.json("projects", "token", "revoke", name, ident)["revoked"]
    last = it.json("projects", "token", "list", name)["tokens"][-1]
    assert (last["id"], last["label"]) == (ident, "laptop")
    assert last["revoked_ms"]


@runs("prices show", "prices diff", "prices update")
def _prices(it: Stage) -> None:
    table = it.file("prices.toml", TABLE)
    assert it.json("prices", "show")["prices"]
    assert it.json("prices", "diff", table)["differences"]
    beside = {"LAROUTER_DB_PATH": str(it.folder / "beside.db")}
    assert "gpt-6-luna" in it.run("prices", "update", table, **beside)


@runs("policy check", "policy diff", "policy test", "policy show")
def _policy(it: Stage) -> None:
    file = it.file(
        "new.toml",
        'floor = "SIMPLE"\n[[examples]]\nname = "hello"\ntext = "hello"\nexpect = { tier = "SIMPLE" }\n',
    )
    name = it.project()
    assert it.json("policy", "check", file)["ok"]
    assert it.json("policy", "diff", file, "--project", name)["changes"][0]["field"] == "floor"
    assert it.json("policy", "test", file, "--project", name)["failed"] == 0
    assert "floor" in it.json("policy", "show", name)


@runs("config show", "config check", "config init")
def _config(it: Stage) -> None:
    assert it.json("config", "check")["ok"]
    assert "server.port" in it.json("config", "show")
    assert it.json("config", "init", "--file", str(it.folder / "written.toml"))["file"].endswith(
        "written.toml"
    )
    assert (it.folder / "written.toml").read_text().startswith("#")


@runs("serve", "demo")
def _serve(it: Stage) -> None:
    for words in (("serve",), ("demo", "--rate", "1")):
        where = it.folder / it.fresh("served")
        where.mkdir()
        with (where / "out").open("wb") as out:
            process = subprocess.Popen(
                [COMMAND, *words], cwd=where, env=clean_environment(), stdout=out, stderr=out
            )
        try:
            eventually(lambda where=where: b"LA Router is ready" in (where / "out").read_bytes(), 60)
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 130)  # 130 is the way of Ctrl-C


@runs("mcp")
def _mcp(it: Stage) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    asked = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello})
    environment = {**it.router.environment, "LAROUTER_URL": it.router.url, "LAROUTER_TOKEN": it.router.token}
    with subprocess.Popen(
        [COMMAND, "mcp"],
        cwd=it.folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{asked}\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["result"]["serverInfo"]["name"]
        process.stdin.close()
        assert process.wait(20) == 0


@pytest.mark.parametrize("run", dict.fromkeys(RUNS.values()), ids=lambda run: str(run.__name__).strip("_"))
def test_commands_do_what_they_say(stage: Stage, run: Run) -> None:
    run(stage)


def test_train_draws_its_progress_on_a_terminal_and_leaves_the_output_alone(stage: Stage) -> None:
    main, terminal = pty.openpty()
    words = [COMMAND, "train", *stage.labelled(300), "--out", str(stage.folder / "w.bin")]
    environment = {**stage.router.environment, "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(
        words, cwd=stage.folder, env=environment, stdout=subprocess.PIPE, stderr=terminal
    ) as process:
        os.close(terminal)
        seen = bytearray()
        while process.poll() is None:
            time.sleep(0.05)
            seen += _waiting(main)
        seen += _waiting(main)
        assert process.stdout is not None
        assert process.stdout.read().decode().endswith("bytes\n")
    os.close(main)
    assert b"\rtraining" in seen
    assert b"\x1b[" not in seen


def _waiting(terminal: int) -> bytes:
    os.set_blocking(terminal, False)
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_a_failure_is_a_sentence_on_standard_error_and_an_exit_code_without_colours(stage: Stage) -> None:
    ran = larouter(
        "usage", folder=stage.folder, environment=clean_environment(LAROUTER_URL="http://127.0.0.1:9")
    )
    assert ran.returncode in (2, 3)
    assert ran.stderr.startswith("larouter: ")
    assert "\x1b" not in ran.stderr
