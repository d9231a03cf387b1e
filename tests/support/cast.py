"""A router in front of fakes in every zone, for whole sessions of tests.

Every test takes a model id of its own (`cast.fresh()`), so that the circuit breaker, which counts failures by
deployment, never carries anything from one test to the next. Each id is served by `near` and `spare` (local),
`office` (private) and `cloud` (public), in this order; by name it is asked for, no tier lists it. What the later ones
cost is a little more each, so that they are no equals, which would share the load.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from backstage import Backstage
from serving import Serving, eventually, running

from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.faults import Fault
from larouter.testing.http_server import Received

MODELS = tuple(f"m{number}" for number in range(150))
PRICE = ", price = { input = 1.0, output = 10.0 }"  # USD for a million tokens
DEARER = {
    "spare": ", price = { input = 1.01, output = 10.1 }",
    "office": ", price = { input = 1.02, output = 10.2 }",
    "cloud": ", price = { input = 1.02, output = 10.2 }",
}
ZONES = {"near": "local", "spare": "local", "office": "private", "cloud": "public"}


@dataclass(slots=True)
class Cast:
    """The router and its fakes."""

    router: Serving
    stage: Backstage
    fakes: dict[str, FakeOpenAI]
    _models: Iterator[str] = field(default_factory=lambda: iter(MODELS))

    def fresh(self) -> str:
        """A model id that no test has asked for yet, once no backend's circuit is open because of earlier tests."""
        eventually(lambda: self._closed(MODELS[-2]), 40)
        return next(self._models)

    def _closed(self, model: str) -> bool:
        told = self.router.control("GET", "/api/backends")["backends"]
        states = {part["breaker"] for one in told for part in one["deployments"] if part["model"] == model}
        return "open" not in states

    def fail(self, *wrong: Fault | None, at: str = "near") -> None:
        """What goes wrong with the next requests at a fake."""
        self.fakes[at].faults.extend(wrong)

    def heal(self) -> None:
        """Nothing goes wrong any more."""
        for fake in self.fakes.values():
            fake.faults.clear()

    def earn_retries(self) -> None:
        """Ask enough that goes well: the router allows one retry for every five requests."""
        for _ in range(15):
            assert self.router.chat(MODELS[-1]).status == 200

    def asked(self, model: str, at: str = "near") -> list[Received]:
        """The chat requests for a model that reached a fake."""
        return [request for request in self.fakes[at].chats if request.json().get("model") == model]


def settings(fakes: dict[str, FakeOpenAI], price: str = "") -> str:
    """A `larouter.toml` that names the fakes; deadlines are short, so that what stalls is told soon."""
    lines = ["[deadlines]", "connect = 1", "first_byte = 0.8", "idle = 0.8", "total = 8"]
    for name, fake in fakes.items():
        lines += [f"[backends.{name}]", f'url = "{fake.url}"', f'zone = "{ZONES[name]}"', "models = ["]
        own = DEARER[name] if name in DEARER and "spare" in fakes else price
        lines += [f'  {{ id = "{model}", tiers = []{own} }},' for model in MODELS]
        lines += ["]"]
    return "\n".join(lines) + "\n"


@contextmanager
def playing(folder: Path, stage: Backstage, names: tuple[str, ...], price: str = "") -> Iterator[Cast]:
    """A router in front of fakes of those names; they end with the block (the fakes with the stage)."""
    fakes = {name: stage.start(FakeOpenAI(*MODELS)) for name in names}
    with running(folder, settings(fakes, price)) as router:
        yield Cast(router, stage, fakes)
