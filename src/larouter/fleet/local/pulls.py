"""Downloads that the router does for the dashboard and the API: several at once, each watched and cancellable."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from larouter.background import spawn
from larouter.config.local_models import LocalModel
from larouter.fleet.local.download import DownloadError, Progress, Surroundings
from larouter.fleet.local.pull import Place, pull
from larouter.fleet.local.shelf import NotAModel

AT_ONCE = 2
_KEPT = 100


class Stage(StrEnum):
    """How far a download is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(slots=True)
class Pulling:
    """A download.

    Attributes:
        id: By which it is asked for.
        model: What is fetched.
        stage: How far it is.
        progress: Of the file that is being fetched; None before the first byte.
        error: Why it failed, or empty.
    """

    id: str
    model: str
    stage: Stage = Stage.WAITING
    progress: Progress | None = None
    error: str = ""
    task: "asyncio.Task[None] | None" = field(default=None, repr=False)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.stage not in (Stage.WAITING, Stage.RUNNING)


class Pulls:
    """The downloads of this router, those that ended lately included.

    Args:
        models: What is known of local models, by name.
        place: Whence and whereto.
        around: What a download needs of the world.
    """

    def __init__(
        self,
        models: Callable[[], Mapping[str, LocalModel]],
        place: Callable[[], Place],
        around: Surroundings,
    ) -> None:
        self._models = models
        self._place = place
        self._around = around
        self._known: dict[str, Pulling] = {}
        self._room = asyncio.Semaphore(AT_ONCE)

    @property
    def everything(self) -> tuple[Pulling, ...]:
        """All of them, in the order in which they were asked for."""
        return tuple(self._known.values())

    def find(self, number: str) -> Pulling | None:
        """The download of that id."""
        return self._known.get(number)

    def begin(self, name: str, *, projector: bool = True) -> Pulling:
        """Fetch a model; one that is being fetched already is not fetched twice.

        Raises:
            NotAModel: The catalogue has none of that name.
            DownloadError: The source is none.
        """
        for known in self._known.values():
            if known.model == name and not known.ended:
                return known
        model = self._models().get(name)
        if model is None:
            raise NotAModel(f"{name[:100]!r} is not in the catalogue; GET /api/models/catalog lists it")
        place = replace(self._place(), projector=projector)
        pulling = Pulling(f"dl_{secrets.token_hex(8)}", name)
        pulling.task = spawn(self._run(pulling, model, place), f"download {name}")
        self._known[pulling.id] = pulling
        self._forget()
        return pulling

    async def cancel(self, pulling: Pulling) -> None:
        """End a download; what came stays, for the next time."""
        if pulling.task is not None and not pulling.ended:
            pulling.task.cancel()
            await asyncio.wait([pulling.task])
            pulling.stage = Stage.CANCELLED

    async def close(self) -> None:
        """End all of them."""
        for pulling in self.everything:
            await self.cancel(pulling)

    async def _run(self, pulling: Pulling, model: LocalModel, place: Place) -> None:
        def tell(progress: Progress) -> None:
            pulling.progress = progress

        async with self._room:
            pulling.stage = Stage.RUNNING
            try:
                await pull(model, place, replace(self._around, tell=tell))
                pulling.stage = Stage.DONE
            except (DownloadError, NotAModel) as error:
                pulling.stage, pulling.error = Stage.FAILED, str(error)

    def _forget(self) -> None:
        ended = [pulling.id for pulling in self._known.values() if pulling.ended]
        for number in ended[: max(0, len(self._known) - _KEPT)]:
            del self._known[number]
