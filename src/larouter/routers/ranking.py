"""Model names that name a router: `router-NAME-THRESHOLD` and `router-NAME-SHARE%`, answered with a model.

With a threshold, requests that score from it on go to the strong model, as RouteLLM's names mean it. With a share, that
share of requests does: the cut is the quantile of the last scores of this router in this process, and of an even spread
until there are enough of them. With a ladder of more than two models, what lies above the cut is divided evenly.
"""

import inspect
from bisect import insort
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from larouter.core.errors import BadRequest
from larouter.routers.plug import Asked, CannotRoute, NoSuchRouter, Router, plug

PREFIX = "router-"
REMEMBERED = 1_000
ENOUGH = 30


@dataclass(frozen=True, slots=True)
class Ladder:
    """What is set of routers.

    Attributes:
        models: Ids of models or deployments, weakest first; two or more.
        options: Of each router, by its name.
    """

    models: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """The model that a router chose.

    Attributes:
        model: As the fleet names it.
        why: As a sentence.
    """

    model: str
    why: str


class Ranking:
    """Chooses models by routers; each router is made when it is first named.

    Args:
        ladder: What is set now.
    """

    def __init__(self, ladder: Callable[[], Ladder]) -> None:
        self._ladder = ladder
        self._routers: dict[str, tuple[Mapping[str, Any], Router]] = {}
        self._seen: dict[str, deque[float]] = {}

    async def choose(self, name: str, asked: Asked) -> Choice:
        """The model that a name such as `router-mf-0.7` means for a request.

        Raises:
            BadRequest: The name means nothing here.
        """
        ladder = self._ladder()
        router_name, cut, share = read_name(name)
        if len(ladder.models) < 2:
            raise BadRequest(
                f"{name} needs models to choose from: set [routers] models = [weak, strong]", param="model"
            )
        try:
            score = self._router(router_name, ladder).score(asked)
            if inspect.isawaitable(score):
                score = await score
        except (NoSuchRouter, CannotRoute) as error:
            raise BadRequest(str(error), param="model") from None
        score = min(max(float(score), 0.0), 1.0)
        if share is not None:
            cut = self._cut(router_name, score, share)
        model = ladder.models[rung(score, cut, len(ladder.models))]
        said = f"router {router_name} gives {score:.3f}; from {cut:.3f} on it is not {ladder.models[0]}"
        return Choice(model, f"{said}, so {model}")

    def _router(self, name: str, ladder: Ladder) -> Router:
        options = ladder.options.get(name, {})
        known = self._routers.get(name)
        if known is None or known[0] != options:
            known = self._routers[name] = options, plug(name, options)
        return known[1]

    def _cut(self, name: str, score: float, share: float) -> float:
        seen = self._seen.setdefault(name, deque(maxlen=REMEMBERED))
        ordered = sorted(seen)
        seen.append(score)
        if len(ordered) < ENOUGH:
            return 1.0 - share
        insort(ordered, score)
        at = int(len(ordered) * (1.0 - share))
        return ordered[at] if at < len(ordered) else 1.0 + 1e-9


def read_name(name: str) -> tuple[str, float, float | None]:
    """The router, the threshold, and the share or None, of a model name.

    Raises:
        BadRequest: It is no such name.
    """
    router, _, last = name.removeprefix(PREFIX).rpartition("-")
    try:
        number = float(last.removesuffix("%"))
    except ValueError:
        number = -1.0
    share = number / 100 if last.endswith("%") else None
    if not router or not 0.0 <= (number if share is None else share) <= 1.0:
        raise BadRequest(
            f"{name[:80]!r} is not the name of a router; write router-NAME-THRESHOLD with a threshold from 0 to 1, "
            "or router-NAME-SHARE% with the share for stronger models",
            param="model",
        )
    return router, number, share


def rung(score: float, cut: float, models: int) -> int:
    """Where on a ladder of so many models a score stands."""
    if score < cut:
        return 0
    above = (score - cut) / (1.0 - cut) if cut < 1.0 else 1.0
    return min(models - 1, 1 + int(above * (models - 1)))
