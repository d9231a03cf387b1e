"""Tries a backend: who answers there, whether it takes the key, and whether its address fits its zone."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from larouter.fleet.backend import Backend
from larouter.fleet.fetch import Fetch, ask
from larouter.fleet.probe import probe
from larouter.fleet.sighting import Readiness, Sighting
from larouter.outbound.endpoint import zone_admits
from larouter.outbound.permit import EgressForbidden

PATIENCE_SECONDS = 5.0
_LISTS = {"google": "/v1beta/models"}
_VERSION = {"anthropic-version": "2023-06-01"}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a try brought.

    Attributes:
        state: `broken` when it cannot be used as it is; `note` when it can, and something is worth knowing.
        said: What was found.
        cure: What to do; empty when nothing.
        sighting: What a server that tells of itself said, or None.
        misplaced: Whether its address is not of the zone it is configured as; nothing is ever sent there.
        took_ms: How long it took.
    """

    state: Literal["ok", "note", "broken"]
    said: str
    cure: str = ""
    sighting: Sighting | None = None
    misplaced: bool = False
    took_ms: int = 0


async def try_out(fetch: Fetch, backend: Backend, headers: Mapping[str, str], missing_key: str = "") -> Trial:
    """Ask a backend about itself; sends no bytes of any request.

    Args:
        fetch: Carries the questions, and none to an address that is not of the backend's zone.
        backend: Whom to ask.
        headers: With its key, if it has one.
        missing_key: The variable that should hold its key and does not; empty when none is missing.
    """
    if missing_key:
        return Trial("broken", "its key is missing", f"set {missing_key}")
    if address := _misplaced(backend):
        said = f"{backend.name} is configured as {backend.zone.name.lower()} but {address} is no such address"
        return Trial("broken", said, "name the zone where its address is", misplaced=True)
    clock = asyncio.get_running_loop().time
    began = clock()
    try:
        trial = await (_server if backend.watched else _provider)(fetch, backend, headers)
    except EgressForbidden as error:
        return Trial("broken", error.operator_detail, "name the zone where its address is", misplaced=True)
    return Trial(trial.state, trial.said, trial.cure, trial.sighting, took_ms=round((clock() - began) * 1000))


def _misplaced(backend: Backend) -> str:
    """The address of a backend that names one outside its zone; a name is held against its zone when it is asked."""
    host = urlsplit(backend.url).hostname or ""
    with contextlib.suppress(ValueError):
        return "" if zone_admits(backend.zone, host) else host
    return ""


async def _server(fetch: Fetch, backend: Backend, headers: Mapping[str, str]) -> Trial:
    sighting = await probe(fetch, backend.url, headers, deadline_seconds=PATIENCE_SECONDS)
    if sighting is None:
        said = f"nobody answers at {backend.url} in a language that is spoken here"
        return Trial("broken", said, f"start it, or correct [backends.{backend.name}] in larouter.toml")
    if sighting.readiness is Readiness.LOCKED:
        cure = f"name the variable with its key: key_env in [backends.{backend.name}]"
        return Trial("broken", f"{backend.url} asks for a key", cure, sighting)
    if sighting.readiness is Readiness.LOADING:
        return Trial("note", f"{backend.url} is loading its model", "wait", sighting)
    said = f"{sighting.kind} at {backend.url} with {len(sighting.models)} model(s)"
    return Trial("ok", said, sighting=sighting)


async def _provider(fetch: Fetch, backend: Backend, headers: Mapping[str, str]) -> Trial:
    at = backend.url + _LISTS.get(backend.kind, "/v1/models")
    asked = {**headers, **_VERSION} if backend.kind == "anthropic" else headers
    answer = await ask(fetch, at, asked, PATIENCE_SECONDS)
    if answer is None:
        cure = "check the network, and whether a firewall or proxy stands between"
        return Trial("broken", f"{backend.url} cannot be reached", cure)
    if answer.status in (401, 403) or (backend.kind == "google" and answer.status == 400):
        return Trial(
            "broken", f"{backend.url} refuses the key", f"put a valid one into {backend.key_env or 'key_env'}"
        )
    if answer.status >= 500:
        return Trial(
            "note", f"{backend.url} answers with status {answer.status}", "wait, or see its status page"
        )
    return Trial("ok", f"{backend.url} answers")
