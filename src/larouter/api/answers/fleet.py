"""The fleet: backends and their deployments, models of this machine, downloads, capacity."""

from typing import NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from larouter.api.answers.words import EXACT, DownloadState, TierName, ZoneName


@with_config(EXACT)
class DeploymentTold(TypedDict):
    """A model on a backend, its load and health."""

    name: str
    model: str
    zone: ZoneName
    tiers: list[TierName]
    capabilities: list[str]
    context_window: int | None
    price_known: bool
    usd_per_million_in: float | None
    usd_per_million_out: float | None
    up: bool
    breaker: str
    in_flight: int
    capacity: int | None
    queued: int
    wait_ms: int
    others: int
    failing_percent: int
    share_percent: int
    ttft_ms: int | None
    ends: str | None


@with_config(EXACT)
class BackendTold(TypedDict):
    """A server or an account."""

    name: str
    kind: str
    url: str
    zone: ZoneName
    region: str | None
    up: bool
    drained: bool
    origin: str
    version: str
    key_env: str | None
    deployments: list[DeploymentTold]


@with_config(EXACT)
class Backends(TypedDict):
    """Every backend."""

    backends: list[BackendTold]
    fleet_version: str


@with_config(EXACT)
class TrialTold(TypedDict):
    """What a try of a backend brought."""

    ok: bool
    state: str
    said: str
    cure: str | None
    took_ms: int
    kind: str | None
    version: str | None
    models: list[str]


@with_config(EXACT)
class BackendTried(TypedDict):
    """A backend that was added or changed, and what a try of it brought."""

    name: str
    trial: TrialTold


@with_config(EXACT)
class BackendDrained(TypedDict):
    """Whether new requests are kept from a backend, and how many it is answering."""

    name: str
    drained: bool
    in_flight: int


@with_config(EXACT)
class BackendRemoved(TypedDict):
    """Whether a backend is gone."""

    name: str
    removed: bool


@with_config(EXACT)
class MemoryAt(TypedDict):
    """What a model takes with that many tokens of context."""

    context: int
    bytes: int


@with_config(EXACT)
class ModelFileTold(TypedDict):
    """A file of a model, and where it comes from."""

    repo: str | None
    revision: str | None
    file: str
    url: str | None
    bytes: int | None
    about_bytes: int | None
    sha256: str | None


@with_config(EXACT)
class ShelvedTold(TypedDict):
    """A model that is on this machine."""

    name: str
    file: str
    bytes: int
    sha256: str | None
    source: str
    projector: str | None
    starts_with_router: bool


@with_config(EXACT)
class RunningTold(TypedDict):
    """A model that runs, or is being started."""

    state: str
    asleep: bool
    context: int | None
    memory_bytes: int | None
    backend: str
    log: list[str]


@with_config(EXACT)
class LocalModelTold(TypedDict):
    """A model for this machine; what the catalogue says is missing where it does not know the model."""

    name: str
    title: NotRequired[str]
    parameters: NotRequired[str | None]
    bytes: NotRequired[int]
    context: NotRequired[int | None]
    modalities: NotRequired[list[str]]
    licence: NotRequired[str | None]
    tier: NotRequired[TierName | None]
    memory: NotRequired[list[MemoryAt]]
    path: NotRequired[str | None]
    weights: NotRequired[ModelFileTold | None]
    projector: NotRequired[ModelFileTold | None]
    checked: NotRequired[str]
    here: ShelvedTold | None
    running: RunningTold | None
    problem: str | None


@with_config(EXACT)
class LocalModels(TypedDict):
    """Models for this machine, and where they are kept."""

    folder: str
    models: list[LocalModelTold]


@with_config(EXACT)
class ProgressTold(TypedDict):
    """How far a download is; `rate` in bytes a second."""

    file: str
    bytes: int
    total: int
    rate: float
    remaining_seconds: float | None


@with_config(EXACT)
class DownloadTold(TypedDict):
    """A download."""

    id: str
    model: str
    state: DownloadState
    progress: ProgressTold | None
    error: str | None


@with_config(EXACT)
class Downloads(TypedDict):
    """The downloads of late."""

    downloads: list[DownloadTold]


@with_config(EXACT)
class ModelStarted(TypedDict):
    """A model that was started; `waiting` when it has not begun to load."""

    name: str
    state: str
    context: int | None
    asleep: NotRequired[bool]
    memory_bytes: NotRequired[int | None]
    backend: NotRequired[str]
    log: NotRequired[list[str]]


@with_config(EXACT)
class ModelStopped(TypedDict):
    """A model that was stopped."""

    name: str
    state: str


@with_config(EXACT)
class ModelRemoved(TypedDict):
    """A model that was removed, and what that freed."""

    name: str
    freed_bytes: int


@with_config(EXACT)
class BusiestHour(TypedDict):
    """The hour in which a deployment had most to do."""

    at_ms: int
    requests: int
    mean_in_flight: float
    seconds_per_request: float


@with_config(EXACT)
class CapacityOption(TypedDict):
    """What so many slots would do."""

    what: str
    slots: int
    utilisation: float
    stable: bool
    waiting_share: float
    mean_wait_seconds: float | None
    p95_wait_seconds: float | None


@with_config(EXACT)
class DeploymentCapacity(TypedDict):
    """How busy a deployment is and was."""

    name: str
    zone: ZoneName
    up: bool
    in_flight: int
    capacity: int | None
    expected_wait_ms: int
    requests: int
    ttft_ms: float | None
    tokens_per_second: float | None
    busiest_hour: BusiestHour | None
    plan: list[CapacityOption]


@with_config(EXACT)
class Capacity(TypedDict):
    """How busy everybody is and was; `gone` are deployments that are no more."""

    days: int
    deployments: list[DeploymentCapacity]
    gone: list[str]
