"""A router in this process before fakes of three tiers: small and large (local), cloud (public)."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from in_process import Running, Said, running

from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace

ASK = {
    "model": "auto",
    "messages": [
        {"role": "user", "content": "What is the capital of France, and how old would you say that it is?"}
    ],
}
ANYTHING_IS_SIMPLE = {"thresholds": [0.0, 1.0, 1.0, 1.0], "min_confidence": 0.0, "floor": "SIMPLE"}
PLACES = {"small": ("SIMPLE", "local"), "large": ("MODERATE", "local"), "cloud": ("COMPLEX", "public")}
_CAN = 'capabilities = ["tools", "json_object", "json_schema"]'
_PRICE = "price = { input = 1.0, output = 10.0 }"


@dataclass(slots=True)
class Tiered:
    """The router and its fakes, with the tier and zone of each; `answers` says what each of them says next."""

    router: Running
    places: Mapping[str, tuple[str, str]]
    fakes: dict[str, FakeOpenAI]
    answers: dict[str, Answer | Callable[[Any], Answer]]
    _projects: int = 0

    async def project(self, policy: Mapping[str, object] | None = None, budget: float = 0.0) -> str:
        """The token of a new project in which everything is SIMPLE."""
        self._projects += 1
        name = f"p{self._projects}"
        made = await self.router.control("POST", "/api/projects", {"name": name})
        text = ANYTHING_IS_SIMPLE | dict(policy or {})
        put = await self.router.control("PUT", f"/api/projects/{name}/policy", text)
        assert put.status == 200, put.body
        if budget:
            await self.router.control("PUT", f"/api/projects/{name}/budget", {"amount": budget})
        return str(made.json()["token"])

    async def ask(self, token: str, headers: Mapping[str, str] | None = None, **members: object) -> Said:
        return await self.router.ask("POST", "/v1/chat/completions", ASK | members, token, **(headers or {}))

    async def story(self, said: Said) -> dict[str, Any]:
        """What was written down about an answer."""
        found = await self.router.control("GET", f"/api/requests/{said.headers['x-larouter-request-id']}")
        return dict(found.json())

    async def attempts(self, said: Said) -> list[tuple[str, str, str | None]]:
        """Backend, status and error of every attempt."""
        made = (await self.story(said))["attempts"]
        return [(it["deployment"].partition("/")[0], it["status"], it["error"]) for it in made]

    def asked(self, name: str) -> int:
        return len(self.fakes[name].chats)

    def reset(self) -> None:
        """Everybody says who it is, nothing goes wrong, and nobody has been asked."""
        for name, fake in self.fakes.items():
            fake.faults.clear()
            fake.received.clear()
            self.answers[name] = Answer(f"It is Paris, as everybody knows, says {name}.")


def settings(fakes: Mapping[str, FakeOpenAI], more: str, places: Mapping[str, tuple[str, str]]) -> str:
    """A `larouter.toml` that names the fakes."""
    lines = ["[deadlines]", "connect = 1", "first_byte = 2", "idle = 1", "total = 10", more]
    for name, fake in fakes.items():
        tier, zone = places[name]
        model = f'{{ id = "{name}", tiers = ["{tier}"], window = 100000, {_CAN}, {_PRICE} }}'
        lines += [f"[backends.{name}]", f'url = "{fake.url}"', f'zone = "{zone}"', f"models = [{model}]"]
    return "\n".join(lines) + "\n"


@asynccontextmanager
async def tiered(
    folder: Path, pace: Pace | None = None, more: str = "", places: Mapping[str, tuple[str, str]] = PLACES
) -> AsyncIterator[Tiered]:
    """Run them."""
    answers: dict[str, Answer | Callable[[Any], Answer]] = {}

    def saying(name: str) -> Callable[[Any], Answer]:
        def say(request: Any) -> Answer:
            answer = answers[name]
            return answer(request) if callable(answer) else answer

        return say

    async with AsyncExitStack() as stack:
        fakes = {
            name: await stack.enter_async_context(FakeOpenAI(name, answer=saying(name), pace=pace or Pace()))
            for name in places
        }
        (folder / "larouter.toml").write_text(settings(fakes, more, places))
        router = await stack.enter_async_context(running(folder))
        found = Tiered(router, places, fakes, answers)
        found.reset()
        yield found
