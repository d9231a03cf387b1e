"""What a router is, which there are, and how those of others are found.

A router has one method, `score`: how much a request needs the strong model, from 0 to 1. Others bring their own by an
entry point in the group `larouter.routers`, whose object is called with the router's options from `larouter.toml`:

    [project.entry-points."larouter.routers"]
    coin = "my_package:Coin"
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, Protocol

from larouter.core.chat import Chat

GROUP = "larouter.routers"
SHIPPED = {
    "random": "larouter.routers.chance:Chance",
    "length": "larouter.routers.chance:Length",
    "heuristic": "larouter.routers.heuristic:Heuristic",
    "difficulty": "larouter.routers.stage:Stage",
    "blend": "larouter.routers.stage:Blend",
    "judge": "larouter.routers.stage:Judged",
    "causal": "larouter.routers.stage:Causal",
    "linear": "larouter.routers.linear:Linear",
    "mf": "larouter.routers.mf:Factors",
    "knn": "larouter.routers.near:Nearest",
    "sw": "larouter.routers.near:Similar",
    "bert": "larouter.routers.bert:Bert",
}
Options = Mapping[str, Any]


class NoSuchRouter(LookupError):
    """There is no router of that name; the message lists those there are."""


class CannotRoute(ValueError):
    """A router cannot be used as it is set; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as routers see it.

    Attributes:
        chat: All of it.
        text: The last user turn.
        id: Of the request.
        hear: Asks the configured judge how likely each tier is, within the zone of the request; None where nothing
            may be sent.
    """

    chat: Chat
    text: str
    id: str
    hear: Callable[[], Awaitable[Sequence[float]]] | None = None


class Router(Protocol):
    """What every router can do."""

    def score(self, asked: Asked) -> float | Awaitable[float]:
        """How much the request needs the strong model, from 0 to 1."""


def names() -> list[str]:
    """Every router that can be named here, those of others included."""
    return sorted({*SHIPPED, *(entry.name for entry in entry_points(group=GROUP))})


def plug(name: str, options: Options) -> Router:
    """The router of that name; one that ships cannot be replaced by another of its name.

    Raises:
        NoSuchRouter: There is none.
        CannotRoute: It cannot be used with these options.
    """
    if (place := SHIPPED.get(name)) is not None:
        module, _, attribute = place.partition(":")
        make: Any = getattr(import_module(module), attribute)
    else:
        found = [entry for entry in entry_points(group=GROUP) if entry.name == name]
        if not found:
            raise NoSuchRouter(f"there is no router {name[:40]!r}; there are {', '.join(names())}")
        make = found[0].load()
    router: Router = make(options)
    return router


def asked_of(chat: Chat, ident: str, hear: Callable[[], Awaitable[Sequence[float]]] | None = None) -> Asked:
    """A chat as routers see it."""
    text = next((turn.text for turn in reversed(chat.turns) if turn.role == "user"), "")
    return Asked(chat, text, ident, hear)
