"""`GET` and `DELETE /v1/responses/{id}`, and its input items: answers that were kept, where keeping is switched on."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qs

from larouter.access.admit import Gate
from larouter.account.archive import Archive
from larouter.api.asgi import Receive, Scope, Send, send_json
from larouter.api.named import one_under
from larouter.core.errors import BadRequest
from larouter.wire.openai_responses_kept import LEAST, MOST, USUAL, page

KEPT = "/v1/responses/"
INPUT = "/input_items"


class KeptResponses:
    """The routes of kept responses.

    Args:
        gate: Who may ask.
        archive: What is kept; a project sees its own alone.
    """

    def __init__(self, gate: Gate, archive: Archive) -> None:
        self._gate = gate
        self._archive = archive

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            RouterError: The caller is not known, or nothing of that id is kept.
        """
        project = self._gate.admit(scope["headers"]).project.id
        name = str(scope["path"]).removeprefix(KEPT)
        if scope["method"] == "DELETE":
            await self._archive.remove(name, project)
            await send_json(send, 200, {"id": name, "object": "response", "deleted": True})
            return
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        if name.endswith(INPUT):
            await send_json(
                send, 200, _page(await self._archive.inputs(name.removesuffix(INPUT), project), query)
            )
            return
        if query.get("stream") == ["true"]:
            raise BadRequest("a kept response is given whole; leave stream out", param="stream")
        await send_json(send, 200, await self._archive.find(name, project))


def under_kept(ending: str) -> Callable[[str], bool]:
    """Paths of a part of one kept response."""
    return lambda path: one_under(KEPT)(path.removesuffix(ending)) and path.endswith(ending)


def _page(items: Sequence[dict[str, object]], query: Mapping[str, Sequence[str]]) -> dict[str, object]:
    limit, order = query.get("limit", [str(USUAL)])[0], query.get("order", ["desc"])[0]
    if not limit.isdecimal() or not LEAST <= int(limit) <= MOST:
        raise BadRequest(f"limit must be a number from {LEAST} to {MOST}", param="limit")
    if order not in ("asc", "desc"):
        raise BadRequest("order must be asc or desc", param="order")
    return page(items, limit=int(limit), after=query.get("after", [""])[0], newest_first=order == "desc")
