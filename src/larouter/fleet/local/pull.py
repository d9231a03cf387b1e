"""Fetches a model of the catalogue: its files from the source, and its place on the shelf."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from larouter.config.local_models import LocalModel, ModelFile
from larouter.fleet.local import shelf
from larouter.fleet.local.download import DownloadError, Surroundings, Wanted, download
from larouter.fleet.local.hops import shown
from larouter.fleet.local.shelf import NotAModel, Shelved

PUBLIC_SOURCE = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class Source:
    """Where repositories are.

    Attributes:
        base: URL of the hub, or of a mirror that has its paths.
        token: Shown to that server alone; empty for none.
    """

    base: str = PUBLIC_SOURCE
    token: str = field(default="", repr=False)


def source_of(environment: Mapping[str, str]) -> Source:
    """The source that `LAROUTER_MODEL_SOURCE` and `HF_TOKEN` name.

    Raises:
        DownloadError: It is no URL.
    """
    base = (environment.get("LAROUTER_MODEL_SOURCE") or PUBLIC_SOURCE).rstrip("/")
    if not base.startswith(("https://", "http://")):
        raise DownloadError(f"LAROUTER_MODEL_SOURCE is {base!r}; it must begin with https:// or http://")
    return Source(base, environment.get("HF_TOKEN", ""))


@dataclass(frozen=True, slots=True)
class Place:
    """Whence and whereto.

    Attributes:
        folder: Where models are kept.
        source: Where they come from.
        projector: Whether the file for pictures and sound comes too.
    """

    folder: Path
    source: Source
    projector: bool = True


async def pull(model: LocalModel, place: Place, around: Surroundings) -> Shelved:
    """Fetch what is missing of a model; done when everything is here and has the hash it must have.

    Raises:
        DownloadError: It cannot be had; the message says why.
        NotAModel: What came is no model.
    """
    if model.weights is None:
        raise NotAModel(f"{model.name} is a file on this machine ({model.path}); there is nothing to fetch")
    file, sha256 = await _fetch(model, model.weights, place, around)
    shelved = Shelved(model.name, file, sha256, shown(_url(model.weights, place.source)))
    if model.projector is not None and place.projector:
        projector, projector_sha256 = await _fetch(model, model.projector, place, around)
        shelved = Shelved(model.name, file, sha256, shelved.source, projector, projector_sha256)
    shelf.put(place.folder, shelved)
    return shelved


async def _fetch(model: LocalModel, part: ModelFile, place: Place, around: Surroundings) -> tuple[Path, str]:
    target = place.folder / model.name / PurePosixPath(part.file).name
    if target.is_file() and part.sha256:
        if await asyncio.to_thread(shelf.hash_of, target) == part.sha256:
            return target, part.sha256
        target.unlink()
    token = place.source.token if part.repo else ""
    headers = (("Authorization", f"Bearer {token}"),) if token else ()
    wanted = Wanted(_url(part, place.source), target, part.sha256, part.bytes, headers)
    sha256 = await download(wanted, around)
    try:
        shelf.check_model(target)
    except NotAModel:
        target.unlink()
        raise
    return target, sha256


def _url(part: ModelFile, source: Source) -> str:
    return part.url or f"{source.base}/{part.repo}/resolve/{quote(part.revision, safe='')}/{quote(part.file)}"
