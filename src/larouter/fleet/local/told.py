"""Local models as the commands and the API tell of them: plain values, ready for JSON."""

from typing import Any

from larouter.config.local_models import LocalModel, ModelFile
from larouter.fleet.local.shelf import Shelved


def told_of(model: LocalModel) -> dict[str, Any]:
    """A model of the catalogue."""
    return {
        "name": model.name,
        "title": model.title,
        "parameters": model.parameters or None,
        "bytes": model.about_bytes,
        "context": model.context or None,
        "modalities": list(model.modalities),
        "licence": model.licence or None,
        "tier": model.tier or None,
        "memory": [{"context": tokens, "bytes": need} for tokens, need in model.memory],
        "path": str(model.path) if model.path else None,
        "weights": _file(model.weights),
        "projector": _file(model.projector),
        "checked": model.checked,
    }


def told_of_shelved(shelved: Shelved) -> dict[str, Any]:
    """A model that is here."""
    return {
        "name": shelved.name,
        "file": str(shelved.file),
        "bytes": shelved.bytes,
        "sha256": shelved.sha256 or None,
        "source": shelved.source,
        "projector": str(shelved.projector) if shelved.projector else None,
        "starts_with_router": shelved.wanted,
    }


def _file(part: ModelFile | None) -> dict[str, Any] | None:
    if part is None:
        return None
    return {
        "repo": part.repo or None,
        "revision": part.revision or None,
        "file": part.file,
        "url": part.url or None,
        "bytes": part.bytes or None,
        "about_bytes": part.bytes or part.about_bytes or None,
        "sha256": part.sha256 or None,
    }
