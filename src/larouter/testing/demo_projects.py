"""The projects of a demonstration: made over the control API, as any admin would make them."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_DEADLINE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Cast:
    """A project of the demonstration.

    Attributes:
        name: Of the project.
        share: Its part of the traffic.
        budgets: Bodies for `PUT /api/projects/{name}/budget`.
        policy: What differs from the default policy.
    """

    name: str
    share: float
    budgets: tuple[dict[str, Any], ...] = ()
    policy: dict[str, Any] = field(default_factory=dict)


PROJECTS = (
    Cast("support-bot", 0.35, ({"amount": 0.5, "window": "daily", "hard": True, "pressure": 80},)),
    Cast("research", 0.25, ({"amount": 20, "window": "monthly", "hard": False},)),
    Cast("payroll", 0.15, policy={"always_local": True}),
)


class Refused(Exception):
    """The router would not do it."""


async def make(url: str, admin_key: str) -> list[tuple[str, float]]:
    """Make the projects that are not there yet; tokens of all of them with their shares of the traffic.

    Raises:
        Refused: The router answered with an error.
        OSError: It cannot be reached.
    """
    there = {it["name"] for it in (await _call(url, admin_key, "GET", "/api/projects"))["projects"]}
    tokens = []
    for cast in PROJECTS:
        at = f"/api/projects/{cast.name}"
        if cast.name in there:
            made = await _call(url, admin_key, "POST", f"{at}/tokens", {"label": "demonstration"})
        else:
            made = await _call(url, admin_key, "POST", "/api/projects", {"name": cast.name})
            for budget in cast.budgets:
                await _call(url, admin_key, "PUT", f"{at}/budget", budget)
            if cast.policy:
                await _call(url, admin_key, "PUT", f"{at}/policy", cast.policy)
        tokens.append((str(made["token"]), cast.share))
    return tokens


async def _call(url: str, key: str, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
    parts = urlsplit(url)
    sent = b"" if body is None else json.dumps(body).encode()
    async with asyncio.timeout(_DEADLINE_SECONDS):
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
        try:
            head = (
                f"{method} {path} HTTP/1.1\r\nhost: {parts.netloc}\r\nauthorization: Bearer {key}\r\n"
                f"content-type: application/json\r\ncontent-length: {len(sent)}\r\nconnection: close\r\n\r\n"
            )
            writer.write(head.encode() + sent)
            told, _, answer = (await reader.read()).partition(b"\r\n\r\n")
        finally:
            writer.close()
    if not told.split(b" ", 2)[1].startswith(b"2"):
        raise Refused(f"{method} {path}: {answer[:300].decode(errors='replace')}")
    return json.loads(answer)
