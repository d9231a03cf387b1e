"""Looks at an address and says which server is there and what it offers."""

from collections.abc import Mapping

from larouter.fleet.fetch import Fetch
from larouter.fleet.kinds import llama_cpp, lm_studio, mlx, ollama, openai, vllm
from larouter.fleet.kinds.visit import Visit
from larouter.fleet.sighting import Kind, Sighting

NO_HEADERS: Mapping[str, str] = {}
DEADLINE_SECONDS = 3.0


async def probe(
    fetch: Fetch,
    url: str,
    headers: Mapping[str, str] = NO_HEADERS,
    *,
    before: Sighting | None = None,
    deadline_seconds: float = DEADLINE_SECONDS,
) -> Sighting | None:
    """What is at that address, or None when nobody is, or nobody whose language is spoken here.

    The order matters: each kind is told by its shape, and the later ones' shapes fit the earlier servers too.

    Args:
        fetch: Carries the questions.
        url: With or without `/v1`.
        headers: For every question, such as a key.
        before: What was there at the last look, which saves questions.
        deadline_seconds: For the whole look.
    """
    visit = Visit(fetch, root(url), headers, deadline_seconds)
    if await visit.get("/props") is None:  # every HTTP server answers something: nobody is there
        return None
    known = before if before is not None and before.kind is Kind.OLLAMA else None
    return (
        await llama_cpp.recognise(visit)
        or await ollama.recognise(visit, known)
        or await vllm.recognise(visit)
        or await lm_studio.recognise(visit)
        or await mlx.recognise(visit)
        or await openai.recognise(visit)
    )


def root(url: str) -> str:
    """An address without the slash and the `/v1` at its end."""
    return url.rstrip("/").removesuffix("/v1").rstrip("/")
