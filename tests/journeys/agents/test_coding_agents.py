"""Coding agents from npm, each in its own protocol, edit a file through the router. Run by `make clients`."""

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from clouds import MODELS, Clouds
from coding import DONE, NEW, OLD, coder

HERE = Path(__file__).parents[2] / "agents/node_modules"
RECIPES = (Path(__file__).parents[3] / "docs/how-to/recipes.md").read_text(encoding="utf-8")
TASK = "Greet in the morning."
BACKENDS = pytest.mark.parametrize("backend", ["compatible", "luna", "opus", "argon"])
pytestmark = pytest.mark.timeout(180)


def recipe(before: str, language: str) -> str:
    """The first block of that language after some words of the recipes."""
    return RECIPES.partition(before)[2].partition(f"```{language}\n")[2].partition("```")[0]


@dataclass
class Desk:
    """A folder with one file to change, and a home with nothing in it."""

    folder: Path
    home: Path
    clouds: Clouds
    paths: list[str] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.folder / "greeting.py"

    def work(self, *command: str | Path, **environment: str) -> str:
        """Let an agent do its task; what it printed."""
        given = {"PATH": os.environ["PATH"], "HOME": str(self.home), **environment}
        done = subprocess.run(
            [*command, TASK],
            cwd=self.folder,
            env=given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said[-3000:]
        return said

    def filled(self, text: str, backend: str) -> str:
        """A recipe with this router, its token, and a model instead of `auto`."""
        router = self.clouds.router
        here = text.replace("http://127.0.0.1:18790", router.url).replace("lr_…", router.token)
        return here.replace('"auto"', f'"{MODELS[backend]}"').replace(
            "larouter/auto", f"larouter/{MODELS[backend]}"
        )

    def exported(self, before: str, backend: str) -> dict[str, str]:
        """The environment that a recipe sets."""
        told = self.filled(recipe(before, "sh").replace("=auto", f"={MODELS[backend]}"), backend)
        lines = (line.removeprefix("export ") for line in told.splitlines() if line.startswith("export "))
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def agents() -> Path:
    """Where the agents from npm are."""
    if not (HERE / ".ready").exists():
        pytest.skip("the coding agents are not installed; run `make clients`")
    return HERE


def on_path(program: str) -> str:
    """An agent that whoever runs these tests has installed."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not on PATH; install it to have its recipe run")
    return found


@pytest.fixture
def desk(tmp_path: Path, all_clouds: Clouds) -> Desk:
    all_clouds.heal()
    desk = Desk(tmp_path / "work", tmp_path / "home", all_clouds)
    for folder in (desk.folder, desk.home):
        folder.mkdir()
    desk.file.write_text(f'print("{OLD}")\n')
    subprocess.run(["git", "init", "-q", desk.folder], check=True)
    all_clouds.behave(coder(desk.file))
    return desk


def judge(desk: Desk, said: str, path: str) -> None:
    assert DONE in said
    assert desk.file.read_text() == f'print("{NEW}")\n'
    story = desk.clouds.router.latest()
    assert story["outcome"]["status"] == 200, story
    assert story["protocol"] == path


@BACKENDS
def test_opencode_edits_a_file_through_messages(desk: Desk, agents: Path, backend: str) -> None:
    machine = {"x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
    program = agents / f"opencode-{platform.system().lower()}-{machine}/bin/opencode"
    (desk.folder / "opencode.json").write_text(desk.filled(recipe("opencode, which", "json"), backend))
    said = desk.work(program, "run", OPENCODE_DISABLE_AUTOUPDATE="1", OPENCODE_DISABLE_MODELS_FETCH="1")
    judge(desk, said, "anthropic.messages")


# To a model of OpenAI it speaks a language of its own, which passes as it comes and which no script here speaks.
@pytest.mark.parametrize("backend", ["compatible", "opus", "argon"])
def test_codex_edits_a_file_through_responses(desk: Desk, agents: Path, node: str, backend: str) -> None:
    settings = desk.home / ".codex/config.toml"
    settings.parent.mkdir()
    free = 'approval_policy = "never"\nsandbox_mode = "danger-full-access"\n'
    settings.write_text(free + desk.filled(recipe("Codex, which", "toml"), backend))
    program = agents / "@openai/codex/bin/codex.js"
    said = desk.work(node, program, "exec", "--skip-git-repo-check", LAROUTER_TOKEN=desk.clouds.router.token)
    judge(desk, said, "openai.responses")


@BACKENDS
def test_gemini_cli_edits_a_file_through_generate_content(
    desk: Desk, agents: Path, node: str, backend: str
) -> None:
    settings = desk.home / ".gemini/settings.json"
    settings.parent.mkdir()
    settings.write_text(
        '{"security": {"auth": {"selectedType": "gemini-api-key"}}, "privacy": {"usageStatisticsEnabled": false}}'
    )
    given = desk.exported("Gemini CLI, which", backend)
    program = agents / "@google/gemini-cli/bundle/gemini.js"
    said = desk.work(
        *(node, program, "-m", MODELS[backend], "--yolo", "-p"), **given, GEMINI_CLI_TRUST_WORKSPACE="true"
    )
    judge(desk, said, "google.gemini")


@BACKENDS
def test_claude_code_edits_a_file_through_messages(desk: Desk, backend: str) -> None:
    program = on_path("claude")
    quiet = {"DISABLE_AUTOUPDATER": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "IS_SANDBOX": "1"}
    given = desk.exported("Claude Code (", backend) | {"ANTHROPIC_SMALL_FAST_MODEL": MODELS[backend]}
    said = desk.work(program, "--allowedTools", "Read,Edit,Bash", "-p", **quiet, **given)
    judge(desk, said, "anthropic.messages")
