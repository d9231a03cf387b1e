"""What a look at a server brings: which kind it is, and what it can answer."""

from dataclasses import dataclass
from enum import StrEnum

from larouter.core.zones import Zone

JSON_ANSWERS = frozenset({"json_object", "json_schema"})


class Kind(StrEnum):
    """The servers that are told apart."""

    LLAMA_CPP = "llamacpp"
    OLLAMA = "ollama"
    VLLM = "vllm"
    LM_STUDIO = "lmstudio"
    MLX = "mlx"
    OPENAI = "openai"


class Readiness(StrEnum):
    """Whether a server that is there can be used."""

    READY = "ready"
    LOADING = "loading"
    LOCKED = "asks for a key"


@dataclass(frozen=True, slots=True)
class SeenModel:
    """A model that a server offers.

    Attributes:
        name: What it is called, for finding it in the catalogue.
        upstream_id: What the server wants to hear in `model`.
        window: The context window that is really in force, in tokens; 0 when nobody tells.
        capabilities: Such as `tools` or `vision`; None when nobody tells.
        loaded: Whether it answers without being loaded first.
        zone: Where bytes go that are sent to it; None for where the server stands.
        slots: Requests it answers at once; 0 when nobody tells.
        digest: What changes when the model does; empty when nobody tells.
    """

    name: str
    upstream_id: str
    window: int = 0
    capabilities: frozenset[str] | None = None
    loaded: bool = True
    zone: Zone | None = None
    slots: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A server, as it was when it was looked at.

    Attributes:
        kind: Which server it is.
        url: Its address, without `/v1`.
        models: What it offers, in the order of their names.
        slots: Requests it answers at once over all models; 0 when nobody tells.
        version: As it told; empty when it does not.
        readiness: Whether it can be used.
    """

    kind: Kind
    url: str
    models: tuple[SeenModel, ...] = ()
    slots: int = 0
    version: str = ""
    readiness: Readiness = Readiness.READY

    @property
    def api(self) -> str:
        """Where its OpenAI-compatible routes begin."""
        return f"{self.url}/v1"
