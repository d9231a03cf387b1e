"""A router in front of fakes of the providers, each behind its own protocol, and of a real llama.cpp."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import talk_anthropic
import talk_google
import talk_openai
from backstage import Backstage
from conversation import Prompt, Talk
from serving import Serving, llama_cpp, running
from talk_anthropic import MessagesTalk
from talk_google import GenerateTalk
from talk_openai import ChatTalk
from talk_responses import ResponsesTalk

from larouter.fleet.local.gguf import write_tool_call
from larouter.testing.completions import Answer
from larouter.testing.fake_anthropic import KEY as ANTHROPIC_KEY
from larouter.testing.fake_anthropic import FakeAnthropic
from larouter.testing.fake_gemini import KEY as GOOGLE_KEY
from larouter.testing.fake_gemini import FakeGemini
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.fake_responses import KEY as OPENAI_KEY
from larouter.testing.fake_responses import FakeResponses
from larouter.testing.faults import Fault
from larouter.testing.http_server import Received

COMPATIBLE_KEY = "sk-fake"
MODELS = {
    "compatible": "compatible/some-model",
    "luna": "openai/gpt-6-luna",
    "codex": "openai/gpt-5-codex",
    "opus": "anthropic/claude-opus-5-5",
    "haiku": "anthropic/claude-haiku-4-5",
    "argon": "google/gemini-4-argon",
    "llama": "custom/tool",
}
CLIENTS = ("chat", "responses", "messages", "gemini")
SPARE = 150
CAPABLE = '"tools", "vision", "audio", "documents", "json_object", "json_schema", "reasoning"'
Fake = FakeOpenAI | FakeResponses | FakeAnthropic | FakeGemini


@dataclass
class Said:
    """What a fake says next: the answers in turn, the last one for ever; or what a model makes of the request."""

    answers: list[Answer] = field(default_factory=lambda: [Answer()])
    model: Callable[[Received], Answer] | None = None

    def __call__(self, request: Received) -> Answer:
        if self.model is not None:
            return self.model(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@dataclass
class Clouds:
    """The router, its fakes by backend, and ways to talk to it."""

    router: Serving
    fakes: dict[str, Fake]
    said: Said
    talks: dict[str, Callable[[str, Prompt], Talk]]
    strangers: dict[str, Callable[[str, Prompt], Talk]]
    dropped: set[str]
    _spare: Iterator[int] = field(default_factory=lambda: iter(range(SPARE)))

    def talk(self, client: str, backend: str, prompt: Prompt | None = None, model: str = "") -> Talk:
        """A conversation through a client's SDK with a backend."""
        return self.talks[client](model or MODELS[backend], prompt or Prompt())

    def fresh(self, backend: str) -> str:
        """A model that no test has asked for yet, so that no circuit breaker knows it."""
        return f"{MODELS[backend]}-{next(self._spare)}"

    def say(self, *answers: Answer) -> None:
        """What the fakes answer from now on."""
        self.said.answers = list(answers)
        self.said.model = None

    def behave(self, model: Callable[[Received], Answer]) -> None:
        """Who the fakes are from now on."""
        self.said.model = model

    def fail(self, backend: str, *wrong: Fault | None) -> None:
        """What goes wrong at a fake next."""
        self.fakes[backend].faults.extend(wrong)

    def heard(self, backend: str) -> str:
        """The last body that a fake received."""
        fake = self.fakes[backend]
        asked = fake.chats if isinstance(fake, FakeOpenAI) else fake.asked
        return asked[-1].body.decode()

    def json(self, backend: str) -> dict[str, Any]:
        """The last body, read."""
        fake = self.fakes[backend]
        asked = fake.chats if isinstance(fake, FakeOpenAI) else fake.asked
        return asked[-1].json()

    def heal(self) -> None:
        """Nothing goes wrong any more, and nothing is remembered of what was dropped or refused."""
        self.dropped.clear()
        for fake in self.fakes.values():
            fake.faults.clear()
            if not isinstance(fake, FakeOpenAI):
                fake.refused.clear()

    def refused(self, backend: str) -> list[str]:
        """What the fake found wrong with requests since it was last asked; it forgets them."""
        fake = self.fakes[backend]
        if isinstance(fake, FakeOpenAI):
            return []
        found, fake.refused = fake.refused, []
        return found


@contextmanager
def clouds(folder: Path, stage: Backstage) -> Iterator[Clouds]:
    """All of it, until the end of the block."""
    said = Said()
    compatible = stage.start(FakeOpenAI(*_ids("compatible"), answer=said, key=COMPATIBLE_KEY, exact=True))
    openai = stage.start(FakeResponses(*_ids("luna", "codex"), answer=said))
    claude = stage.start(FakeAnthropic(*_ids("opus", "haiku"), answer=said))
    gemini = stage.start(FakeGemini(*_ids("argon"), answer=said))
    folder.mkdir(parents=True, exist_ok=True)
    write_tool_call(folder / "model.gguf")
    with ExitStack() as stack:
        llama = stack.enter_context(llama_cpp(folder / "model.gguf", alias="tool"))
        router = stack.enter_context(
            running(
                folder / "router",
                _settings(compatible.url, openai.url, claude.url, gemini.url),
                COMPATIBLE_KEY=COMPATIBLE_KEY,
                OPENAI_API_KEY=OPENAI_KEY,
                ANTHROPIC_API_KEY=ANTHROPIC_KEY,
                GOOGLE_API_KEY=GOOGLE_KEY,
                LAROUTER_CUSTOM_URL=f"{llama}/v1",
            )
        )
        fakes: dict[str, Fake] = {
            "compatible": compatible,
            **dict.fromkeys(("luna", "codex"), openai),
            **dict.fromkeys(("opus", "haiku"), claude),
            "argon": gemini,
        }
        dropped: set[str] = set()
        talks = stack.enter_context(_talks(router.url, router.token, dropped))
        strangers = stack.enter_context(_talks(router.url, "lr_nobody", set()))
        yield Clouds(router, fakes, said, talks, strangers, dropped)


def _ids(*backends: str) -> list[str]:
    """The models of backends, and as many spare ones."""
    bases = [MODELS[backend].partition("/")[2] for backend in backends]
    return [*bases, *(f"{base}-{number}" for base in bases for number in range(SPARE))]


def _settings(compatible: str, openai: str, claude: str, gemini: str) -> str:
    """A `larouter.toml` with the four, short of patience."""
    lines = ["[deadlines]", "first_byte = 3", "idle = 3"]
    for backend, kind, url, key, ids in (
        ("compatible", "openai", compatible, "COMPATIBLE_KEY", _ids("compatible")),
        ("openai", "openai", openai, "OPENAI_API_KEY", _ids("luna", "codex")),
        ("anthropic", "anthropic", claude, "ANTHROPIC_API_KEY", _ids("opus", "haiku")),
        ("google", "google", gemini, "GOOGLE_API_KEY", _ids("argon")),
    ):
        lines += [f"[backends.{backend}]", f'kind = "{kind}"', f'url = "{url}"', 'zone = "public"']
        lines += [f'key_env = "{key}"', "models = ["]
        # By its own address it would be known to be OpenAI, and to speak Responses.
        can = f'{CAPABLE}, "responses"' if backend == "openai" else CAPABLE
        lines += [f'  {{ id = "{name}", tiers = [], capabilities = [{can}] }},' for name in ids]
        lines += ["]"]
    return "\n".join(lines) + "\n"


@contextmanager
def _talks(url: str, key: str, dropped: set[str]) -> Iterator[dict[str, Callable[[str, Prompt], Talk]]]:
    def look(answer: Any) -> None:
        names = answer.headers.get("x-larouter-dropped", "").split(",")
        dropped.update(name.strip() for name in names if name.strip())

    with (
        talk_openai.client(url, key, look) as gpt,
        talk_anthropic.client(url, key, look) as claude,
        talk_google.client(url, key, look) as gemini,
    ):
        yield {
            "chat": lambda model, prompt: ChatTalk(gpt, model, prompt),
            "responses": lambda model, prompt: ResponsesTalk(gpt, model, prompt),
            "messages": lambda model, prompt: MessagesTalk(claude, model, prompt),
            "gemini": lambda model, prompt: GenerateTalk(gemini, model, prompt),
        }
