"""What an operator can set, with defaults, units and limits. Secrets stand in the environment, never here."""

import ipaddress
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from larouter.config.inspection import Inspection
from larouter.core.money import PICO_PER_USD, Rates, rate
from larouter.core.tiers import Tier, tier_named
from larouter.core.zones import Zone

_T = TypeVar("_T")
Port = Annotated[int, Field(ge=0, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Kind = Literal["openai", "llamacpp", "ollama", "vllm", "lmstudio", "mlx", "deepseek", "anthropic", "google"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Server(_Section):
    """Where the router listens and whom it lets in."""

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Port = Field(18790, description="Port to listen on; 0 takes a free one.")
    allowed_hosts: tuple[str, ...] = Field(
        (), description="Host names, beside loopback, by which clients call it; * for any."
    )
    allowed_origins: tuple[str, ...] = Field((), description="Origins of web pages that may call it.")
    max_body_bytes: int = Field(20_000_000, ge=1_000, description="Longest request body, in bytes.")
    max_header_bytes: int = Field(
        65_536, ge=4_096, le=1_048_576, description="Longest request line and headers together, in bytes."
    )


class Database(_Section):
    """Where the ledger lives."""

    path: str = Field("./larouter.db", description="The SQLite file.")


class Log(_Section):
    """What the router says on standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level that is logged."
    )
    format: Literal["text", "json"] = Field("text", description="Lines for people, or a JSON object a line.")
    requests: bool = Field(False, description="Whether every request that ends gets a line of its own.")

    @field_validator("level", mode="before")
    @classmethod
    def _spelling(cls, value: object) -> object:
        text = str(value).lower()
        return "warning" if text == "warn" else text


class Telemetry(_Section):
    """Telling a collector of OpenTelemetry what happens; never a word of a prompt or an answer."""

    endpoint: str = Field(
        "", description="Base URL of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318."
    )
    headers_env: str = Field(
        "", description="The environment variable with headers for it: name=value, separated by commas."
    )
    every_seconds: Seconds = Field(10.0, description="How often it is told.")
    signals: tuple[Literal["traces", "metrics", "logs"], ...] = Field(
        ("traces", "metrics", "logs"), description="What it is told."
    )
    propagate: Literal["none", "local", "private", "public"] = Field(
        "private", description="The widest zone of backends to which the id of the trace goes along."
    )

    @field_validator("endpoint")
    @classmethod
    def _http(cls, url: str) -> str:
        if url:
            check_url(url)
        return url.rstrip("/")


class Discovery(_Section):
    """Looking for local servers on their usual ports."""

    enabled: bool = Field(True, description="Whether to look where no setting names a server.")
    every_seconds: Seconds = Field(2.0, description="How often to look again.")
    toy: bool = Field(True, description="Whether the toy model stands in when nothing else is there.")


class Classifier(_Section):
    """A small model that is asked how hard a request is where the first stage is unsure."""

    ai_model: str = Field("", description="Deployment or model id of the judge; empty for none.")
    ai_threshold: float = Field(
        0.7, ge=0, le=1, description="Below this confidence of the first stage it is asked."
    )
    ai_timeout: int = Field(3_000, ge=1, le=60_000, description="How long it may take, in ms.")


class Routers(BaseModel):
    """Routers that clients name as router-NAME-THRESHOLD; options of a router stand under its name."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, dict[str, str | int | float | bool]] = Field(init=False)

    models: tuple[str, ...] = Field(
        (), description="Models they choose from, weakest first: two or more; ids of models or deployments."
    )


class TierDeadlines(_Section):
    """How long an attempt of one tier may take, in seconds; what is not set is that of all tiers."""

    connect: Seconds | None = Field(None, description="Until a connection stands.")
    first_byte: Seconds | None = Field(None, description="From then to the head of the answer.")
    idle: Seconds | None = Field(None, description="Between two parts of an answer.")
    total: Seconds | None = Field(None, description="For a whole attempt.")


class Responses(_Section):
    """Keeping the answers of /v1/responses, for later requests to go on from."""

    keep: bool = Field(False, description="Whether they are kept, encrypted, for each project.")
    days: float = Field(30.0, gt=0, le=365, description="For how long.")


class Retention(_Section):
    """For how long the record of requests is kept."""

    days: float = Field(0, ge=0, le=36_500, description="Days; 0 for ever. What it cost stays.")


class Deadlines(_Section):
    """How long an attempt may take, in seconds."""

    connect: Seconds = Field(5.0, description="Until a connection stands.")
    first_byte: Seconds = Field(300.0, description="From then to the head of the answer.")
    idle: Seconds = Field(120.0, description="Between two parts of an answer.")
    total: Seconds = Field(900.0, description="For a whole attempt.")
    request: Seconds = Field(1800.0, description="For a request with all its attempts.")
    tiers: dict[str, TierDeadlines] = Field(
        default_factory=dict, description="For attempts of a tier, where they differ."
    )

    @field_validator("tiers")
    @classmethod
    def _known(cls, tiers: dict[str, TierDeadlines]) -> dict[str, TierDeadlines]:
        for name in tiers:
            if tier_named(name) is None:
                raise ValueError(f"{name!r} is not a tier; use {', '.join(tier.name for tier in Tier)}")
        return {name.upper(): deadlines for name, deadlines in tiers.items()}


class Escalation(_Section):
    """What is done when an answer does not come or will not do; each project's policy says the rest."""

    enabled: bool = Field(True, description="Whether an answer that fails a check goes to a higher tier.")
    max_retries: int = Field(
        2, ge=0, le=5, description="Retries of a deployment, and answers replaced, in one request."
    )
    retry_delay: int = Field(
        1000, ge=0, le=60_000, description="Longest wait before the first retry, in milliseconds."
    )


class Local(_Section):
    """Models that the router runs on this machine."""

    engine: Literal["auto", "embedded", "llama-server"] = Field(
        "auto",
        description="What runs them: the embedded llama.cpp, or a llama-server of this machine; auto takes the one "
        "that LLAMA_CPP_PATH names, else the embedded one, else the one on PATH.",
    )

    idle_unload_seconds: int = Field(
        0,
        ge=0,
        le=604_800,
        description="Without a request, until a model gives its memory back; the next request loads it again. "
        "0 for never.",
    )


class Price(_Section):
    """What a model costs, in USD per million tokens; on hardware of one's own, also by the hour."""

    input: float = Field(0.0, ge=0, description="A million prompt tokens.")
    output: float = Field(0.0, ge=0, description="A million tokens of answer.")
    cache_read: float | None = Field(
        None, ge=0, description="A million cached prompt tokens; the input price if unset."
    )
    cache_write: float | None = Field(
        None, ge=0, description="A million prompt tokens written to the cache; the input price if unset."
    )
    gpu_hour: float = Field(0.0, ge=0, description="USD for an hour of answering on rented hardware.")
    watts: float = Field(0.0, ge=0, description="Power drawn while it answers.")
    kwh: float = Field(0.0, ge=0, description="USD for a kilowatt-hour of it.")

    def rates(self) -> Rates:
        """The rates that decisions and bills go by."""
        plain = rate(str(self.input))
        hour = Decimal(str(self.gpu_hour)) + Decimal(str(self.watts)) / 1000 * Decimal(str(self.kwh))
        return Rates(
            input=plain,
            output=rate(str(self.output)),
            cache_read=plain if self.cache_read is None else rate(str(self.cache_read)),
            cache_write=plain if self.cache_write is None else rate(str(self.cache_write)),
            per_second=int((hour * PICO_PER_USD / 3600).to_integral_value()),
        )


class Model(_Section):
    """A model of a backend, where more is to be said than its id."""

    id: str = Field(description="The id that clients and policies use.")
    upstream_id: str | None = Field(None, description="The id that the backend uses; the same if unset.")
    tiers: tuple[str, ...] | None = Field(
        None, description="Tiers that it serves; those of its zone if unset."
    )
    capabilities: tuple[str, ...] | None = Field(
        None,
        description="What it can do: tools, vision, audio, documents, json_object, json_schema, reasoning, "
        "embeddings, completions.",
    )
    window: int | None = Field(None, ge=1, description="Context window in tokens.")
    max_output: int | None = Field(None, ge=1, description="Longest answer in tokens.")
    price: Price | None = Field(
        None, description="What it costs; free when local, unknown elsewhere, if unset."
    )
    weight: int = Field(1, ge=1, le=1000, description="Its share of the load among equal peers.")

    @field_validator("tiers")
    @classmethod
    def _known(cls, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for name in names or ():
            if tier_named(name) is None:
                raise ValueError(f"{name!r} is not a tier; use {', '.join(tier.name for tier in Tier)}")
        return names


def check_url(url: str) -> None:
    """Refuse what is not the URL of a server.

    Raises:
        ValueError: The message says what is wrong with it.
    """
    if not url.startswith(("http://", "https://")):
        raise ValueError("it must begin with http:// or https://")
    parts = urlsplit(url)
    try:
        numbered = parts.port is None or parts.port > 0
    except ValueError:
        numbered = False
    if not parts.hostname or not numbered:
        raise ValueError("it must name a host, and a port only as a number from 1 to 65535")


class Backend(_Section):
    """A server that answers."""

    kind: Kind = Field(
        "openai", description="What protocol and habits it has; openai for any compatible server."
    )
    url: str = Field(description="Base URL, with or without /v1.")
    zone: Literal["local", "private", "public"] = Field(description="Where bytes go that are sent to it.")
    region: str = Field("", description="Where it stands, as policies name it.")
    key_env: str = Field("", description="The environment variable that holds its key; empty for none.")
    models: tuple[str | Model, ...] = Field((), description="Its models; asked of the server if empty.")
    capacity: int = Field(0, ge=0, description="Requests that it answers at once; 0 when not known.")
    queue: int | None = Field(
        None, ge=0, le=100_000, description="Requests that may wait for it; 16 for each it answers at once."
    )

    @field_validator("url")
    @classmethod
    def _http(cls, url: str) -> str:
        check_url(url)
        return url.rstrip("/").removesuffix("/v1beta").removesuffix("/v1")

    @model_validator(mode="after")
    def _where_it_says(self) -> Self:
        host = urlsplit(self.url).hostname or ""
        if self.zone == "local" and _is_public(host):
            raise ValueError(
                f"{host} is a public address, so it is not local; name its zone public or private"
            )
        return self

    @property
    def at(self) -> Zone:
        """The zone as a value."""
        return Zone[self.zone.upper()]


def _is_public(host: str) -> bool:
    """Whether a host is written as an address of the public Internet; a name is looked up when it is called."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_global or mapped.is_multicast)


class LocalModel(_Section):
    """A model that runs on this machine, by file, URL or repository."""

    path: str = Field("", description="A GGUF file that is already here.")
    url: str = Field("", description="Where to fetch a GGUF file.")
    repo: str = Field("", description="Repository of the hub that holds it, such as owner/name.")
    revision: str = Field("", description="Commit of the repository; needed with repo.")
    file: str = Field("", description="File in the repository; needed with repo.")
    sha256: str = Field("", pattern="^([0-9a-fA-F]{64})?$", description="What the file must have.")
    context: int = Field(0, ge=0, description="Context window in tokens; what fits and it can, if 0.")
    slots: int = Field(1, ge=1, le=64, description="Requests answered at once.")
    memory_gb: float = Field(0.0, ge=0, description="Memory it takes; reckoned from the file if 0.")
    tier: str = Field("", description="Tier that it is meant for.")
    licence: str = Field("", description="Its licence.")

    @field_validator("tier")
    @classmethod
    def _known(cls, name: str) -> str:
        if name and tier_named(name) is None:
            raise ValueError(f"{name!r} is not a tier; use {', '.join(tier.name for tier in Tier)}")
        return name

    @field_validator("url")
    @classmethod
    def _http(cls, url: str) -> str:
        if url:
            check_url(url)
        return url

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(map(bool, (self.path, self.url, self.repo))) > 1:
            raise ValueError("name one place only: path, url or repo")
        if self.repo and not (self.revision and self.file):
            raise ValueError("with repo, name revision (a commit) and file as well")
        return self


class Settings(_Section):
    """Everything that can be set in `larouter.toml`."""

    server: Server = Server()
    database: Database = Database()
    log: Log = Log()
    telemetry: Telemetry = Telemetry()
    discovery: Discovery = Discovery()
    responses: Responses = Responses()
    classifier: Classifier = Classifier()
    routers: Routers = Routers()
    deadlines: Deadlines = Deadlines()
    inspection: Inspection = Inspection()
    retention: Retention = Retention()
    escalation: Escalation = Escalation()
    local: Local = Local()
    backends: dict[str, Backend] = Field(default_factory=dict, description="Servers by name.")
    models: dict[str, LocalModel] = Field(
        default_factory=dict, description="Models that run on this machine, by name."
    )
    drained: tuple[str, ...] = Field((), description="Backends that get no new requests, by name.")
    tiers: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="For each tier, the models that serve it, best first."
    )

    @field_validator("backends", "models")
    @classmethod
    def _names(cls, named: dict[str, _T]) -> dict[str, _T]:
        for name in named:
            if not name or not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
                raise ValueError(f"{name!r} is not a name; use letters, digits, - and _")
        return named

    @field_validator("tiers")
    @classmethod
    def _tiers(cls, tiers: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for name in tiers:
            if tier_named(name) is None:
                raise ValueError(f"{name!r} is not a tier; use {', '.join(tier.name for tier in Tier)}")
        return {name.upper(): models for name, models in tiers.items()}
