"""What is there now: the static fleet, rebuilt whole whenever a server comes, goes or changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from larouter.config.catalog import Catalog
from larouter.core.deployment import Deployment, Fleet
from larouter.core.lane import ANYBODY, Flow, Lane
from larouter.core.pulse import Pulse, Pulses
from larouter.fleet.backend import OFFICIAL, Backend, found, names_of
from larouter.fleet.discover import Place
from larouter.fleet.sighting import Kind, Readiness, Sighting
from larouter.fleet.snapshot import snapshot


class Registry:
    """The current fleet, its backends and its pulses.

    A server that discovery found stays in the fleet when it goes away, marked as down, until another takes its
    address: a decision can then say what happened, and no toy answers in its stead.

    Attributes:
        fleet: Everything that could answer, without what moves.
        pulses: What moves, by deployment.
    """

    def __init__(
        self,
        catalog: Catalog,
        tiers: Mapping[str, Sequence[str]],
        pulses: Pulses,
        today: Callable[[], int],
        changed: Callable[[Fleet], None] = lambda _: None,
    ) -> None:
        """Begin with nothing.

        Args:
            catalog: What is known of models.
            tiers: The operator's ordered lists by tier name.
            pulses: What moves.
            today: The day, as days since 1970-01-01, for the prices.
            changed: Called with every new fleet.
        """
        self.pulses = pulses
        self._catalog = catalog
        self._tiers = tiers
        self._today = today
        self._changed = changed
        self._backends: dict[str, tuple[Backend, Sighting | None]] = {}
        self._at: dict[str, str] = {}
        self._up: dict[str, bool] = {}
        self._lanes: dict[str, Lane] = {}
        self._names: tuple[str, ...] = ()
        self._drained: frozenset[str] = frozenset()
        self.fleet = snapshot((), catalog, tiers, today())

    def add(self, *backends: Backend) -> None:
        """Take in backends of the configuration, or the toy."""
        for backend in backends:
            self._backends[backend.name] = (backend, None)
        self.refresh()

    def list_tiers(self, tiers: Mapping[str, Sequence[str]]) -> None:
        """Go by other ordered lists from now on."""
        self._tiers = tiers

    def drain(self, names: Iterable[str]) -> None:
        """Keep new requests from these backends, and from no others."""
        self._drained = frozenset(names)
        self.refresh()

    def remove(self, name: str) -> None:
        """Forget a backend."""
        if self._backends.pop(name, None) is not None:
            self._up.pop(name, None)
            self._at = {url: backend for url, backend in self._at.items() if backend != name}
            self.refresh()

    def backend(self, name: str) -> Backend | None:
        """The backend of that name."""
        known = self._backends.get(name)
        return None if known is None else known[0]

    def server(self, name: str) -> str:
        """Which kind of server a backend is: whose host it is, what it was seen to be, else what the operator says."""
        backend, sighting = self._backends[name]
        kind = str(sighting.kind if sighting and backend.kind == Kind.OPENAI else backend.kind)
        host = urlsplit(backend.url).hostname or ""
        return OFFICIAL.get(host, kind if kind != Kind.OPENAI else "")

    @property
    def backends(self) -> tuple[tuple[Backend, Sighting | None, bool], ...]:
        """All backends with what they said last and whether they are up, in the order of their names."""
        return tuple((*self._backends[name], self._up.get(name, True)) for name in sorted(self._backends))

    def saw(self, place: Place, sighting: Sighting | None) -> None:
        """Take in what a look at a place brought; None when nobody is there (any more)."""
        if place.backend and place.backend not in self._backends:
            return  # it was removed while somebody looked at it
        before = self._at.get(place.url)
        if sighting is None:
            if before is not None:
                self._up[before] = False
            elif place.backend:
                self._up[place.backend] = False
            self.refresh()
            return
        name = place.backend or self._name_for(place, sighting)
        if before is not None and before != name:
            self._backends.pop(before, None)
        known = self._backends.get(place.backend)
        self._at[place.url] = name
        self._backends[name] = (known[0] if known else found(name, sighting, place.zone), sighting)
        self._up[name] = sighting.readiness is not Readiness.LOADING
        self.refresh()

    def refresh(self) -> None:
        """Build the fleet anew: after a change, and once a day for the prices."""
        fleet = snapshot(self._backends.values(), self._catalog, self._tiers, self._today())
        for deployment in fleet.deployments:
            backend, sighting = self._backends[deployment.backend]
            pulse = self.pulses.of(deployment.name)
            up = self._up.get(backend.name, True)
            came_back = up and not pulse.up
            if came_back or (self._names and deployment.name not in self._names):
                pulse.newcomer()
            pulse.up = up
            pulse.drained = backend.name in self._drained
            pulse.backend = self.pulses.backend(backend.name)
            self._stand(pulse, deployment, backend, sighting)
        if fleet.version != self.fleet.version:
            self.fleet = fleet
            self._names = tuple(deployment.name for deployment in fleet.deployments)
            self._changed(fleet)

    def now(self, seconds: float, flow: Flow = ANYBODY) -> Fleet:
        """The fleet with what moves, as of a moment of the clock that the pulses go by, for a request of that flow."""
        live = self.pulses.readings(self._names, seconds, flow)
        return Fleet(self.fleet.version, self.fleet.deployments, live)

    def _stand(
        self, pulse: Pulse, deployment: Deployment, backend: Backend, sighting: Sighting | None
    ) -> None:
        """Give a deployment the lane of its backend, or one of its own where the backend tells the slots of a model."""
        slots = 0 if backend.capacity else _slots(sighting, deployment.upstream_id)
        capacity = backend.capacity or slots or (sighting.slots if sighting else 0)
        if not capacity:
            if _kind(backend, sighting) == Kind.VLLM:
                pulse.lane = self._lanes[backend.name] = self.pulses.lane(backend.name)
            return
        pulse.lane = self._lanes[backend.name] = self.pulses.lane(deployment.name if slots else backend.name)
        pulse.lane.adjust(capacity, backend.queue)
        if not pulse.up:
            pulse.lane.dismiss()

    @property
    def lanes(self) -> Iterator[tuple[Backend, str, Lane, bool]]:
        """Every backend that is up and has a lane: its kind, the lane, and whether its capacity is to be learned."""
        for name, lane in self._lanes.items():
            backend, sighting = self._backends.get(name, (None, None))
            if backend is not None and self._up.get(name, True):
                kind = _kind(backend, sighting)
                yield backend, kind, lane, kind == Kind.VLLM and not backend.capacity

    def _name_for(self, place: Place, sighting: Sighting) -> str:
        mine = self._at.get(place.url)
        names = names_of(sighting)
        return next((name for name in names if name == mine or name not in self._backends), names[-1])


def _kind(backend: Backend, sighting: Sighting | None) -> str:
    return str(sighting.kind if sighting is not None else backend.kind)


def _slots(sighting: Sighting | None, upstream_id: str) -> int:
    models = sighting.models if sighting is not None else ()
    return next((model.slots for model in models if model.upstream_id == upstream_id), 0)
