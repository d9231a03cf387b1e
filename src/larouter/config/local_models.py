"""Models that run on this machine: the catalogue of files that comes with the router, and the operator's own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from larouter.config.settings import LocalModel as Typed

LISTING = "listing"
OPERATOR = "operator"
_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file that can be fetched.

    Attributes:
        file: Its name.
        repo: The repository of the hub that holds it; empty when `url` says where it is.
        revision: The commit of the repository.
        url: Where it is, when it is in no repository of the hub.
        sha256: What it must have; empty when nobody said.
        bytes: Exactly how long it is; 0 when not known.
        about_bytes: How long it is as far as anybody knows; 0 when nobody does.
    """

    file: str
    repo: str = ""
    revision: str = ""
    url: str = ""
    sha256: str = ""
    bytes: int = 0
    about_bytes: int = 0


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that llama.cpp can run here.

    Attributes:
        name: What clients call it.
        title: What people call it.
        parameters: How large it is, in words.
        weights: Its file; None when it is already here, at `path`.
        projector: The file for pictures and sound, or None.
        path: Where the operator keeps the file; None when it is fetched.
        context: The longest window it can have, in tokens; 0 for what the file says.
        modalities: What it takes in.
        licence: Its licence.
        tier: The tier it is meant for; empty for none in particular.
        memory: Pairs of context in tokens and bytes of memory needed, without the projector, ascending.
        slots: Requests answered at once.
        checked: What the row was held against: `listing`, or `operator` for one of the configuration.
    """

    name: str
    title: str
    weights: ModelFile | None
    projector: ModelFile | None = None
    path: Path | None = None
    parameters: str = ""
    context: int = 0
    modalities: tuple[str, ...] = ("text",)
    licence: str = ""
    tier: str = ""
    memory: tuple[tuple[int, int], ...] = ()
    slots: int = 1
    checked: str = OPERATOR

    @property
    def about_bytes(self) -> int:
        """What is to be fetched, in bytes, as far as anybody knows."""
        parts = [part for part in (self.weights, self.projector) if part is not None]
        return sum(part.bytes or part.about_bytes for part in parts)

    def needs(self, context: int) -> int:
        """Bytes of memory that it takes with a context of so many tokens; 0 when nobody knows."""
        return next((need for tokens, need in self.memory if tokens >= context), 0) or (
            self.memory[-1][1] if self.memory else 0
        )

    def widest(self, memory_bytes: int) -> int:
        """The largest listed context that fits into so many bytes of memory, in tokens; 0 when none does."""
        return max((tokens for tokens, need in self.memory if need <= memory_bytes), default=0)


@cache
def shipped_models() -> Mapping[str, LocalModel]:
    """The local models that come with the router, by name."""
    text = files("larouter.config").joinpath("local_models.toml").read_text(encoding="utf-8")
    return parse_local_models(text)


def parse_local_models(text: str) -> Mapping[str, LocalModel]:
    """Local models from the text of a catalogue.

    Raises:
        KeyError: A row lacks something.
    """
    tree = tomllib.loads(text)
    return {name: _row(name, row, tree) for name, row in tree["models"].items()}


def local_models(typed: Mapping[str, Typed]) -> Mapping[str, LocalModel]:
    """The models that come with the router, and those of the configuration, which win over a name."""
    own = {name: own_model(name, row, shipped_models().get(name)) for name, row in typed.items()}
    return {**shipped_models(), **own}


def own_model(name: str, row: Typed, shipped: LocalModel | None = None) -> LocalModel:
    """A model of the configuration; what it does not say is taken from the shipped row of that name."""
    known = shipped or LocalModel(name, name, None)
    by_hand = bool(row.path or row.url or row.repo)
    weights = _typed_file(row) if row.url or row.repo else None if row.path else known.weights
    context = row.context or known.context
    memory = ((context, round(row.memory_gb * _GB)),) if row.memory_gb else () if by_hand else known.memory
    return LocalModel(
        name=name,
        title=known.title,
        weights=weights,
        projector=None if by_hand else known.projector,
        path=Path(row.path).expanduser() if row.path else None,
        parameters="" if by_hand else known.parameters,
        context=context,
        modalities=("text",) if by_hand else known.modalities,
        licence=row.licence or ("" if by_hand else known.licence),
        tier=row.tier.upper() or known.tier,
        memory=memory,
        slots=row.slots,
    )


def _typed_file(row: Typed) -> ModelFile:
    name = row.file or PurePosixPath(unquote(urlsplit(row.url).path)).name
    return ModelFile(
        file=PurePosixPath(name).name if row.url else name,
        repo=row.repo,
        revision=row.revision,
        url=row.url,
        sha256=row.sha256.lower(),
    )


def _row(name: str, row: Mapping[str, Any], tree: Mapping[str, Any]) -> LocalModel:
    return LocalModel(
        name=name,
        title=row["title"],
        parameters=row["parameters"],
        weights=ModelFile(**row["weights"]),
        projector=ModelFile(**row["projector"]) if "projector" in row else None,
        context=row["context"],
        modalities=tuple(row["modalities"]),
        licence=row.get("licence", tree["licence"]),
        tier=row["tier"],
        memory=tuple((tokens, round(gb * _GB)) for tokens, gb in row["memory"]),
        checked=row.get("checked", tree["checked"]),
    )
